"""Chinese questions taken apart: through another thing, or by comparing things."""

import re

from service.decomposition.chinese_words import (
    EARLY,
    EVENTS,
    LATE,
    LITTLE,
    MUCH,
    PERSONS,
    THINGS,
    TWO_STEPS,
)
from service.decomposition.parts import Bridge, Choice, Comparison

_ROLE = "|".join(sorted((*PERSONS, *THINGS), key=len, reverse=True))
# A name is a title in 《》 with what is said before it (电影《…》), or has no 的 in it.
_NAME = (
    r"(?:[^《》\s，。？！?!,的是谁哪何什么]{0,6}《[^《》]{1,40}》|[^\s，。？！?!,的谁哪何]{2,24})"
)
_BRIDGE = re.compile(
    # No question within the name: 他写过什么书的作者…
    r"(?![^的]*(?:什么|怎么)[^的]*的)(?:请问)?"
    rf"(?P<name>{_NAME})的(?P<role>{_ROLE})(?P<rest>(?![及和与、或兼官们]).+)"
)
# What is asked for is the role itself.
_IS_ASKED = re.compile(
    r"(?:的?(?:名字|姓名|名称))?(?:可能|应该|究竟|到底|分别|目前|现在|当时|后来)?"
    r"(?:是|为|叫|有|都有|又是)?"
    r"(?:谁|什么|啥|何人|什么名字|哪[里儿位个些]?人?|哪一?[个位家座])[？?。！!]*"
)
_TWO = r"(?P<one>.{1,24}?)(?:和|与|跟|同|、)(?P<other>.{1,24}?)"
_OF_THEM = r"(?:的(?P<role>[^，。？！谁哪来]{2,5}?))?"
# 鲁迅和茅盾谁出生更早？ 《甲》和《乙》哪部电影先上映？
_OF_TWO = re.compile(
    rf"{_TWO}[，,]?(?:这?[两二][个部位首家座所]?\w{{0,4}}?)?[中里]?[，,]?{_OF_THEM}"
    r"(?:谁|哪一?[个部位首家座所本]\w{0,4}?)的?"
    rf"(?:(?P<order>{EARLY}|{LATE})(?P<event>{EVENTS})?|(?P<event_first>{EVENTS})得?"
    rf"(?P<order_last>{EARLY}|{LATE}))的?[？?。]*"
)
# 甲和乙都在同一个城市吗？ 甲和乙的导演国籍相同吗？
# A100和H100哪个的显存带宽更大？ 长江和黄河哪条更长？
_MORE = re.compile(
    rf"{_TWO}[，,]?(?:这?[两二][个种款条座位]\w{{0,4}}?)?[中里]?[，,]?(?:的(?P<of>[^，。？！谁哪来]{{2,10}}?))?"
    r"(?:谁|哪一?[个种款条座张块部台家位]\w{0,4}?)的?(?P<what>[^，。？！更最比较]{2,10}?)?"
    rf"(?:更|最|比较|较)(?:(?P<much>[{''.join(MUCH)}])|(?P<little>[{''.join(LITTLE)}]))"
    r"(?:一?些|一点)?呢?[？?。]*"
)
_SHARED = re.compile(
    rf"{_TWO}{_OF_THEM}(?:是不是|是否|都)?(?:在|位于|来自|属于|出生于|出生在|毕业于)?"
    r"(?:同一|相同)[个所座家]?(?P<what>国家|国籍|城市|省份|省|学校|大学|公司|年份|地方)的?人?[吗么]?[？?。]*"
)
_EARLIEST = re.compile(EARLY)
_AGE = re.compile(r"年")
_ASKED_OF = {"国籍": "{}的国籍是什么？", "年份": "{}是哪一年？"}


def take_apart(question: str) -> Bridge | Comparison | None:
    """How to answer a question by others; None if it asks for one thing directly."""
    return _first_of(question) or _shared(question) or _more_of_two(question) or _bridge(question)


def _bridge(question: str) -> Bridge | None:
    found = _BRIDGE.fullmatch(question)
    if not found:
        return None
    name, role, rest = found["name"], found["role"], found["rest"]
    steps = TWO_STEPS.get(role)
    if steps:
        return Bridge(_asking(name, steps[0]), "", f"的{steps[1]}{rest}", role)
    if _IS_ASKED.fullmatch(rest):
        return None
    return Bridge(_asking(name, role), "", rest, role)


def _asking(name: str, role: str) -> str:
    return f"{name}的{role}是{'谁' if role in PERSONS else '什么'}？"


def _first_of(question: str) -> Comparison | None:
    found = _OF_TWO.fullmatch(question)
    if not found:
        return None
    order = found["order"] or found["order_last"]
    event = found["event"] or found["event_first"] or ("出生" if _AGE.match(order) else None)
    if event is None:
        return None
    names = (found["one"], found["other"])
    questions = tuple(f"{_of(name, found['role'])}是什么时候{event}的？" for name in names)
    choice: Choice = "earliest" if _EARLIEST.fullmatch(order) else "latest"
    return Comparison(names, questions, choice, ends=event in ("去世", "逝世"))


def _more_of_two(question: str) -> Comparison | None:
    found = _MORE.fullmatch(question)
    if not found:
        return None
    names = (found["one"].strip(), found["other"].strip())
    what = found["of"] or found["what"]
    how = found["much"] or LITTLE[found["little"]]
    if what:
        questions = tuple(f"{name}的{what}是多少？" for name in names)
    elif how != "多":
        questions = tuple(f"{name}有多{how}？" for name in names)
    else:
        return None
    return Comparison(names, questions, "least" if found["little"] else "most")


def _shared(question: str) -> Comparison | None:
    found = _SHARED.fullmatch(question)
    if not found:
        return None
    names = (found["one"], found["other"])
    asking = _ASKED_OF.get(found["what"], f"{{}}属于哪个{found['what']}？")
    return Comparison(names, tuple(asking.format(_of(n, found["role"])) for n in names), "same")


def _of(name: str, role: str | None) -> str:
    return f"{name}的{role}" if role else name
