"""What a Chinese question is about, and whether it says so."""

import re

from knowledge.text import cjk_share
from service.conversation.chinese_words import (
    ATTRIBUTES,
    FILLER,
    KINDS,
    POLITE,
    PREDICATES,
    VERBS,
    WH,
    one_of,
)

YEAR = re.compile(r"(?:1\d|20)\d{2}(?:年(?!级))?|[一二三四五六七八九〇零]{4}年")
LATIN = re.compile(r"[A-Za-z][\w.+\-]*(?: [A-Z0-9][\w.+\-]*)*", re.ASCII)
_TAIL = re.compile(r"(?:呢|吧|啊|呀)?[？?。！!，,\s]*$")
_TOPIC_TAIL = re.compile(r"(?:吗|么|的)$")
_ATTRIBUTE_TAIL = re.compile(rf"的?(?:主要|具体|最大|最重要的?|官方|正式)*{ATTRIBUTES}$")
_TIME_HEAD = re.compile(
    r"^(?:在)?(?:(?:1\d|20)\d{2}年?|今年|去年|前年|明年|目前|现在|当前)的?(?:时候)?"
)
_DEFINED = re.compile(r"^(?:什么是|什么叫做?|何为|何谓|啥是)(?P<topic>.+)$")
_DOER = re.compile(
    rf"^(?:是)?(?:谁|哪位\w{{0,4}}|哪家\w{{0,4}}|哪个(?:人|公司|国家|机构|团队))"
    rf"(?:最早|最先|首先|首次|在.{{1,8}})?"
    rf"{VERBS}(?:了|过|出)?(?P<topic>.+)$"
)
_HOW = re.compile(
    rf"^(?:应该|该|要)?(?:怎么样|怎样|怎么|如何)(?:才能|来|去)?{VERBS}(?:了)?(?P<topic>.+)$"
)
_WHY = re.compile(rf"^(?:为什么|为何|为啥)(?:说)?(?P<topic>.+?)(?={PREDICATES}|$)")
_WHICH = re.compile(
    rf"^(?:有)?(?:哪些|什么|哪种|哪个|哪几种)(?:{ATTRIBUTES}|{KINDS})?"
    rf"(?:可以|能够|能|会|用来|用于)?{VERBS}(?P<topic>.+?)"
    rf"(?:的{ATTRIBUTES})?$"
)
_LED = re.compile(rf"^(?P<topic>.+?)(?={WH}|{PREDICATES}|的{ATTRIBUTES})")
_PAIR = re.compile(
    r"^(?P<topic>[^，,]+?(?:和|与|跟|同|、|vs)[^，,]+?)(?:之间)?"
    r"(?:的|有|哪|谁|都|分别|是否|相比|比较)"
)
# Things that are asked about under a verb's name: 报销流程, 退款期限.
_CALLED = rf"(?:报销|退款|退货|收费|付款|请假|休假|考勤|采购|招聘|入职|离职|培训){ATTRIBUTES}"
# What is asked about by pointing at it, or by its year, is named.
_POINTED_AT = rf"[这那本上下](?:次|场|届|回|周|月)|{YEAR.pattern}\w{{0,6}}的{ATTRIBUTES}"
_EMPTY = re.compile(
    rf"{WH}|{PREDICATES}|{VERBS}|{ATTRIBUTES}|{YEAR.pattern}|请问|时候|之前|之后|以前|以后|"
    r"一个|一下|一些|一种|这样|那样|别的|[的了过吗呢吧啊呀着个种些那这]|(?:很|更|最|太|多)\w|[\s\W\d]"
)


def plain(question: str) -> str:
    """A question without polite openings and final particles."""
    return _TAIL.sub("", re.sub(FILLER, "", question.strip()))


def topic_of(question: str) -> str:
    """What a question is about, empty if it does not say.

    The thing rather than what is asked of it: 明长城的总长度是多少 is about 明长城.
    """
    text = _TOPIC_TAIL.sub("", plain(question))
    without = re.sub(POLITE, "", text)
    if without != text and without:
        text = without
    if pair := _PAIR.match(text):
        return _trimmed(pair["topic"])
    for pattern in (_DEFINED, _DOER, _HOW, _WHY, _WHICH):
        found = pattern.match(text)
        if found and (topic := _trimmed(found["topic"])):
            return topic
    led = _LED.match(text)
    topic = _trimmed(led["topic"] if led else text)
    if topic:
        return topic
    names = LATIN.findall(text)
    return names[0] if names else ""


def _trimmed(topic: str) -> str:
    """A topic without a time before it or an attribute after it; empty if nothing is left."""
    topic = _TIME_HEAD.sub("", topic.strip(" ，,、：:“”\"'"))
    topic = re.sub(rf"^(?:{WH}(?:才能|来|去)?|{VERBS}的|关于|对于)", "", topic)
    before = None
    while before != topic:
        before = topic
        topic = _ATTRIBUTE_TAIL.sub("", topic) or ("" if _attribute_only(topic) else topic)
        topic = (
            re.sub(r"(?:了|的|地|得|们|之间|其中|里|中)$", "", topic) if len(topic) > 2 else topic
        )
    return topic if has_content(topic) else ""


def _attribute_only(topic: str) -> bool:
    return bool(re.fullmatch(rf"(?:{ATTRIBUTES}|{KINDS})", topic))


def has_content(text: str) -> bool:
    """Whether something of a text is left without the words that any question is built with."""
    if LATIN.search(text) or re.search(rf"{_CALLED}|{_POINTED_AT}", text):
        return True
    left = _EMPTY.sub(" ", text).split()
    return any(len(word) >= 2 and cjk_share(word) > 0 for word in left)


def is_attribute(text: str) -> bool:
    """Whether a phrase names what a thing has: 优点, 总长度."""
    return bool(re.fullmatch(rf"(?:主要|具体|最大|官方)?(?:的)?{ATTRIBUTES}", text))


def person_in(answer: str) -> str:
    """Who did it, as an answer says: 由X提出, X在…年提出, 作者是X; empty if it does not."""
    latin = r"[A-Z][A-Za-z.\- ]*[A-Za-z]"
    who = rf"(?P<who>{latin}(?:和{latin})*|[\u4e00-\u9fff·]{{2,12}}?)"
    post = one_of("作者 创始人 发明者 发明人 提出者 设计师 设计者 导演 校长 院长 总统 主席 负责人")
    act = (
        r"(?:等人|等|团队|所)*(?:首次|最早|最先|首先|共同)*(?:(?:于|在)[^，。]{0,14}?)?"
        rf"(?:首次|最早|共同)*{VERBS}"
    )
    for pattern in (
        rf"由{who}{act}",
        rf"{post}(?:是|为){who}(?:[。，,（(]|$)",
        rf"^{who}{act}",
        rf"被{who}{act}",
    ):
        if found := re.search(pattern, answer):
            return found["who"].strip()
    short = answer.rstrip("。 ")
    return short if 1 < len(short) <= 12 and not re.search(VERBS, short) else ""
