"""The checkable particulars of a text: numbers with units, dates, names, negation. By rule."""

import re
from dataclasses import dataclass

from knowledge.numbers import Number, numbers_in
from knowledge.stop_words import STOP_WORDS_EN
from knowledge.text import cjk_share, comparable
from knowledge.triples.dates import Time, times_in

# A letter or digit that is not Chinese, Japanese or Korean: names stand between those unspaced.
_W = r"[^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
_NAME = re.compile(rf"(?<!{_W})(?:[A-Z](?:{_W}|[.+-])*{_W}|{_W}*[a-z][A-Z]{_W}*|[A-Z]{{2,}})")
_NEGATION = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|neither|nor|without|cannot|unable)\b"
    r"|\bfail(?:s|ed)? to\b"
    r"|n['’]t\b|[不没未无非]|并未|从未|不再|没有"
)
_NEUTRAL_ZH = re.compile(
    r"不仅|不但|不同|不断|不少|不过|不管|不论|无论|未来|非常|除非|无数|不只|不足|不变|无法避免"
    r"|非线性|无监督|非营利"
)
_OPPOSITES = tuple(
    (frozenset(a.split()), frozenset(b.split()))
    for a, b in (
        ("increase increases increased rise rises rose higher more grows grew larger raises up",
         "decrease decreases decreased fall falls fell lower less fewer shrinks smaller reduces"),
        ("before earlier", "after later"),
        ("first", "last"),
        ("all always every", "some sometimes never"),
        ("best most highest largest", "worst least lowest smallest"),
        ("win won wins", "lose lost loses"),
        ("start starts started begin began", "end ends ended finish finished"),
        ("faster", "slower"),
        ("improve improves improved better", "worsen worsens worsened worse harm harms degrade"),
        ("allow allows allowed permit", "forbid forbids forbidden prevent prevents"),
    )
)  # fmt: skip
_OPPOSITES_ZH = tuple(
    tuple(pair.split("/"))
    for pair in (
        "增加/减少 提高/降低 上升/下降 增大/减小 之前/之后 最大/最小 最高/最低 全部/部分 支持/反对 "
        "开始/结束 大于/小于 高于/低于 多于/少于 加快/减慢 改善/恶化 胜/败 缓解/加剧 早于/晚于"
    ).split()
)


@dataclass(frozen=True, slots=True)
class Facts:
    """Particulars of a text.

    Attributes:
        numbers: values with their unit, scaled (`3 million` is 3e6, `5%` is (5, "%")).
        names: capitalised words, comparable, except those that only open a sentence.
        negated: whether an odd number of negations is said.
        years: dates with a year, decades and centuries, each with the numbers it is written with.
    """

    numbers: frozenset[Number]
    names: frozenset[str]
    negated: bool
    years: tuple[tuple[Time, frozenset[Number]], ...] = ()


def facts_of(text: str) -> Facts:
    """The particulars of `text`."""
    folded = comparable(text)
    return Facts(
        frozenset(numbers_in(folded)), frozenset(_names(text)), _negated(folded), _years(text)
    )


def _years(text: str) -> tuple[tuple[Time, frozenset[Number]], ...]:
    return tuple(
        (found.time, frozenset(numbers_in(comparable(text[found.start : found.end]))))
        for found in times_in(text)
        if isinstance(found.time, range) or found.time.year is not None
    )


def _names(text: str) -> set[str]:
    mixed = cjk_share(text) > 0.2
    found = set()
    for match in _NAME.finditer(text):
        opens = not mixed and not text[: match.start()].strip(" \"'“(")
        word = comparable(match[0]).removesuffix("'s")
        if word in STOP_WORDS_EN or (opens and match[0][1:].islower()):
            continue
        found.add(word)
    return found


def _negated(folded: str) -> bool:
    return len(_NEGATION.findall(_NEUTRAL_ZH.sub("", folded))) % 2 == 1


def opposed(claim: str, text: str) -> bool:
    """Whether one says the opposite word of the other: increase and decrease, 提高 and 降低."""
    a, b = comparable(claim), comparable(text)
    words_a, words_b = set(re.findall(r"[a-z]+", a)), set(re.findall(r"[a-z]+", b))
    for left, right in _OPPOSITES:
        for one, other in ((left, right), (right, left)):
            if words_a & one and not words_a & other and words_b & other and not words_b & one:
                return True
    return any(
        (x in a and y not in a and y in b and x not in b)
        or (y in a and x not in a and x in b and y not in b)
        for x, y in _OPPOSITES_ZH
    )
