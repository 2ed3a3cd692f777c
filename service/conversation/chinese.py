"""Chinese follow-up questions: which of them lean on what was said, and what they then ask."""

import re
from collections.abc import Callable

from knowledge.text import simplified
from service.conversation.chinese_phrases import (
    LATIN,
    YEAR,
    has_content,
    is_attribute,
    plain,
    topic_of,
)
from service.conversation.chinese_pronouns import resolve_pronouns
from service.conversation.chinese_words import ATTRIBUTES, PREDICATES, VERBS, WH
from service.conversation.english_phrases import similar
from service.conversation.turns import Said

__all__ = ["is_chatter", "resolve", "topic_of"]

_CHATTER = re.compile(
    r"(?:谢谢|多谢|感谢|好的?|明白了?|知道了|了解了?|懂了|你好|您好|嗨|再见|不错|很好|太好了|没事了?|不用了|嗯|哦|ok|OK)"
    r"(?:你|您|啦|了|的|吧)*(?:[，,]?(?:谢谢|明白了|知道了)(?:你|您|啦)*)?"
)
_DOUBT = re.compile(
    r"(?:你)?(?:真的|确定|确认|肯定|是|对|是真的|是这样|是不是)(?:吗|么|嘛)|你(?:再)?确认一下"
)
_MORE = re.compile(
    r"(?:请|能|可以|麻烦|你)*(?:再)?(?:详细|具体|多)?(?:地)?(?:展开)?(?:介绍|解释|说明|说|讲|谈谈|描述)(?:一?说|一?讲|一下|下|一点|点|"
    r"得?详细(?:一点|点|一些|些)?|得?具体(?:一点|点|一些|些)?|一些)*(?:吗)?|继续(?:说|讲)?|(?:还有)?更多(?:信息|内容|细节|介绍)?|"
    r"(?:再)?(?:详细|具体)(?:一点|点|一些|些)?(?:呢|吗)?|展开(?:说说|讲讲)?"
)
_ELSE = re.compile(
    rf"(?:还有|除此之外|另外|其他)(?:别的|其他的?|其它的?|什么|哪些|还有|的|{ATTRIBUTES})*(?:吗|呢)?"
)
_WHY = re.compile(
    r"(?:这是|那是|这又是|那)?(?:为什么|为何|为啥|怎么会这样|(?:是)?什么原因)(?:会这样|这样|呢|啊|不)?(?:呢)?"
)
_BARE_WH = re.compile(
    rf"(?:是|又是|那是|具体)?(?:在|于|由|从|到|被)?(?P<wh>{WH})(?:的|了|呢|做到的|实现的)?"
)
_INSTEAD = re.compile(
    r"(?:(?:那么|那|而|如果|要是|假如|若是|换成|换做|换|改成|改为|对于|对|至于|关于|和|跟|还有|我是说|我是问|我问的是|我指的是|"
    r"我的意思是|不是|不对|不|是|若|同样的问题|同样)[，,、\s]*)*(?P<new>.+?)"
    r"(?P<end>的话呢|的话|呢|又怎么样|又怎样|又如何|又是多少|又是怎样|也是吗|也一样吗|也是这样吗)?"
)
_OPENS_INSTEAD = re.compile(
    r"^(?:那么?|而)?(?:如果|要是|换成|换做|改成|我是说|我是问|我问的是|我指的是|我的意思是|同样)"
)
_LONGEST = 24
_NUMBERED = re.compile(
    r"第[一二三四五六七八九十百\d]+(?P<unit>季度|章|节|条|款|步|届|次|页|阶段|版|部分|周|天|年级|名)"
)


def is_chatter(text: str) -> bool:
    """Whether nothing is asked: thanks, greetings."""
    return bool(_CHATTER.fullmatch(_bare(text)))


def _bare(text: str) -> str:
    return re.sub(r"[？?。！!～~\s]+$", "", simplified(text.strip()))


def resolve(question: str, said: Said) -> str:
    """The question as one that can be understood without what was said."""
    text = simplified(question.strip())
    bare = _bare(text)
    without = plain(text) or bare
    rules: tuple[Callable[[str, str, Said], str | None], ...] = (
        _doubted, _more, _why, _asked_otherwise, _instead,
    )  # fmt: skip
    for rule in rules:
        resolved = rule(bare, without, said)
        if resolved is not None:
            return resolved
    resolved = resolve_pronouns(text, said)
    if resolved != text:
        return re.sub(r"^(?:那么?|所以|另外|然后)[，,、]?(?!里|儿|些)", "", resolved)
    return _with_topic(bare, without, said) or question


def _doubted(bare: str, _: str, said: Said) -> str | None:
    """Doubt asks the same once more."""
    return said.question if _DOUBT.fullmatch(bare) else None


def _more(bare: str, _: str, said: Said) -> str | None:
    if _MORE.fullmatch(bare) and said.topic:
        return f"详细介绍一下{said.topic}。"
    if _ELSE.fullmatch(bare):
        listed = re.search(r"哪些|什么|几|怎么|怎样|如何", said.question)
        return said.question if listed or not said.topic else f"关于{said.topic}还有什么？"
    return None


def _why(bare: str, _: str, said: Said) -> str | None:
    """Why what was answered is so; without an answer, why what was asked."""
    if not _WHY.fullmatch(bare):
        return None
    if said.answer and " — " not in said.answer:
        return f"为什么{resolve_pronouns(said.answer.rstrip('。.！! '), said)}？"
    return f"为什么{plain(said.question)}？" if not re.search(WH, said.question) else said.question


def _asked_otherwise(bare: str, without: str, said: Said) -> str | None:
    """The question before with another question word."""
    found = _BARE_WH.fullmatch(without) or _BARE_WH.fullmatch(bare)
    if not found:
        return None
    asked = re.search(WH, said.question)
    if asked and not re.match(r"什么是|为什么", said.question[asked.start() :]):
        return said.question[: asked.start()] + found["wh"] + said.question[asked.end() :]
    return f"{said.topic}{without}？" if said.topic else None


def _instead(bare: str, _: str, said: Said) -> str | None:
    """The question before, asked of something else: 那2020年呢, 换成巴黎呢."""
    if len(bare) > _LONGEST:
        return None
    found = _INSTEAD.fullmatch(bare)
    if not found or not (found["end"] or _OPENS_INSTEAD.match(bare)):
        return None
    new = resolve_pronouns(found["new"], said)
    if re.search(rf"^(?:{WH}|{PREDICATES})|{WH}", new) and not is_attribute(new):
        return None
    return substitute(said, new)


def substitute(said: Said, new: str) -> str:
    """The question before with something new in the place of what it replaces."""
    question = said.question
    if (year := YEAR.search(new)) and len(new) <= len(year[0]) + 2:
        return _of_year(question, new, year[0])
    if (number := _NUMBERED.fullmatch(new)) and (old := _numbered(question, number["unit"])):
        return question.replace(old, new, 1)
    if is_attribute(new) and said.topic:
        return _of_attribute(said, new)
    if re.search(rf"的{ATTRIBUTES}$", new):
        return f"{new}是什么？"
    if re.search(r"(?:政策|规定|制度|办法|标准|要求)$", said.topic) and "是什么" in question:
        return f"{said.topic}对{new}是怎么规定的？"
    slot = _slot(question, new, said)
    return question.replace(slot, new, 1) if slot and slot in question else f"{new}：{question}"


def _of_year(question: str, new: str, year: str) -> str:
    old = YEAR.search(question)
    bare = year.rstrip("年")
    if old:
        full = f"{bare}年" if old[0].endswith("年") else bare
        return question[: old.start()] + full + question[old.end() :]
    return f"{new}{question}" if new.endswith(("年", "年的")) else f"{new}年{question}"


def _of_attribute(said: Said, new: str) -> str:
    """Ask for another figure of the same time, or for what the topic has."""
    asked = re.search(rf"(?<=的){ATTRIBUTES}(?=是|为|有)", said.question)
    if asked and asked[0] != new and YEAR.search(said.question):
        return said.question[: asked.start()] + new + said.question[asked.end() :]
    return f"{said.topic}的{new}是什么？"


def _numbered(question: str, unit: str) -> str:
    """What a question numbers in the same unit: 第三季度."""
    return next((m[0] for m in _NUMBERED.finditer(question) if m["unit"] == unit), "")


def _slot(question: str, new: str, said: Said) -> str:
    """Which part of the question something new takes the place of."""
    names: list[str] = LATIN.findall(question)
    if LATIN.fullmatch(new) and names:
        return max(names, key=lambda name: (similar(name, new), name == said.topic))
    return said.topic


def _with_topic(bare: str, without: str, said: Said) -> str | None:
    """The topic before a question that has none: 有哪些优点, 谁提出的."""
    if not said.topic or said.topic in bare:
        return None
    if has_content(without):
        return f"{said.topic}{without}？" if _starts_without_subject(bare, without) else None
    if not re.search(rf"{WH}|{PREDICATES}|{VERBS}|{ATTRIBUTES}", without):
        return None
    if is_attribute(without):
        return f"{said.topic}的{without}是什么？"
    return f"{said.topic}{without}？"


def _starts_without_subject(bare: str, without: str) -> bool:
    """Whether a question begins with what is asked of something unnamed: 支持中文吗."""
    if re.match(r"(?:能|可以)(?:不能|否)?(?:告诉|介绍|说|讲|解释|帮|给|推荐|列)", without):
        return False
    starts = re.match(
        r"(?:也|都|还|就|会|能|可以|能够|需要|支持|适合|适用于|包含|包括|属于|来自|位于|成立于|"
        r"影响|改变|必须|应该)|有(?!没有|哪|什么|人|多少|几).{1,6}吗",
        without,
    )
    return bool(starts) and len(without) <= 14 and bool(re.search(rf"[吗么][？?]*$|{WH}", bare))
