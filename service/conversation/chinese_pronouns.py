"""Chinese words that stand for something said before: 它, 他, 这个方法, 该模型, 那里, 后者."""

import re

from service.conversation.chinese_phrases import LATIN, YEAR, has_content, person_in, topic_of
from service.conversation.chinese_words import ATTRIBUTES, KINDS
from service.conversation.turns import Said

_CLASSIFIERS = "(?:一)?(?:个|种|项|座|款|篇|本|部|条|家|位|类|套|首|支|块|件|张|幅|门|些|所|份)"
_WORD = re.compile(
    rf"(?P<kind>(?:这|那|此|该|上述|前述)(?:{_CLASSIFIERS})?(?P<noun>{KINDS}))"
    rf"|(?P<of>(?:这|那)(?:个|种|项|座|款))(?={ATTRIBUTES})"
    r"|(?P<two>前者|后者|第一个|第二个|前一个|后一个)"
    r"|(?P<both>两者|二者|两个都|它们都?|他们都?|她们都?|这些|那些)"
    r"|(?P<then>当时|那时候?|那一年|那年|同年|同一年)"
    r"|(?P<there>那里|那儿|这里|这儿|当地)"
    r"|(?P<it>它)"
    r"|(?P<person>他|她)"
    r"|(?P<its>(?<![尤极与何])其(?![他它中实次余间体一二三]))"
    r"|(?P<that>(?:这|那)(?=是(?!不|否)|有|会|能|怎么|为什么|指|叫|算|$|和|跟|与))"
)
_OTHER = re.compile(r"其他|其它|他人|他国|吉他|维他|尼他|卡他")
_PLACE = re.compile(r"(?:位于|坐落于|在)(?P<place>[^，。在位]{2,12}?)(?:$|。|，|的|市中心|境内)")
_PAIR = re.compile(r"(?P<one>[\w.\- ]+?)(?:和|与|跟|、|还是|或者|或)(?P<other>[\w.\- ]+)")


def resolve_pronouns(question: str, said: Said) -> str:
    """The question with what its pronouns stand for, as far as that can be told."""
    result, done = "", 0
    for found in _WORD.finditer(question):
        if _OTHER.match(question, max(0, found.start() - 1)) or _OTHER.match(
            question, found.start()
        ):
            continue
        if found.start() and _explained_inside(question[: found.start()]):
            continue
        meant = _meant(found, said, question[found.end() :])
        if meant:
            result += question[done : found.start()] + meant
            done = found.end()
    return result + question[done:]


def _explained_inside(before: str) -> bool:
    """Whether the question itself names what a later pronoun stands for."""
    return has_content(re.sub(r"^(?:那么|那|请问|所以|另外|然后|如果)", "", before))


def _meant(found: re.Match[str], said: Said, after: str) -> str:
    kind = found.lastgroup
    if found["kind"]:
        return _of_kind(found["noun"], said)
    if kind == "two":
        return _of_two(said, first=found["two"] in ("前者", "第一个", "前一个"))
    if kind == "both":
        return _several(found["both"], said)
    if kind == "then":
        years = YEAR.findall(said.answer) or YEAR.findall(said.question)
        return f"{years[-1].rstrip('年')}年" if years else ""
    if kind == "there":
        return _place(said)
    if kind == "person":
        return _person(said)
    thing = _thing(said)
    owns = kind == "its" or (kind == "of" and not after.startswith("的"))
    return f"{thing}的" if thing and owns else thing


def _of_kind(noun: str, said: Said) -> str:
    if noun in ("人", "人物", "作家", "科学家", "学者", "作者"):
        return _person(said)
    place = noun in ("城市", "国家", "地区", "省", "县", "村", "地方")
    return (_place(said) if place else "") or _thing(said)


def _thing(said: Said) -> str:
    """What 它 stands for: what the question asked for by name, or else what it was about."""
    asked = re.match(r"(?:有)?(?:哪(?:个|种|一个|一种|项|款|座|家)|什么(?!是|叫))", said.question)
    if asked and said.answer:
        names = [name for name in LATIN.findall(said.answer) if name not in said.question]
        if names:
            return str(names[0])
        led = topic_of(said.answer)
        if led and led not in said.question and len(led) <= 12:
            return led
    capital = re.search(r"的(?:首都|省会|作者|前身|总部)(?:是|在)(?:什么|哪|谁)", said.question)
    if capital and (found := re.search(r"(?:是|在)(?P<name>[^，。]{2,12})[。，]?", said.answer)):
        return found["name"]
    return said.topic


def _person(said: Said) -> str:
    if re.search(
        r"谁|哪位|哪个人|作者|创始人|发明者|提出者|设计师|校长|院长|总统|主席", said.question
    ):
        who = person_in(said.answer)
        if who:
            return who
    return said.topic


def _place(said: Said) -> str:
    asks_where = (
        re.search(r"哪里|哪儿|什么地方|何处", said.question) and "首都" not in said.question
    )
    if asks_where:
        return said.topic
    if found := _PLACE.search(said.answer):
        return found["place"]
    return _thing(said)


def _members(said: Said) -> list[str]:
    for text in (said.topic, said.answer):
        if text and (found := _PAIR.match(text)) and len(found["other"]) <= 16:
            return [found["one"], found["other"]]
    return []


def _of_two(said: Said, *, first: bool) -> str:
    two = _members(said)
    return two[0 if first else -1] if two else ""


def _several(word: str, said: Said) -> str:
    two = _members(said)
    if word.startswith(("他们", "她们")):
        return _person(said) + ("都" if word.endswith("都") else "")
    if not two:
        return (_thing(said) + ("都" if word.endswith("都") else "")) if word[0] == "它" else ""
    return f"{two[0]}和{two[-1]}" + ("都" if word.endswith("都") else "")
