"""The checkable particulars of a text: numbers with units, dates, names, negation. By rule."""

import re
from dataclasses import dataclass

from knowledge.stop_words import STOP_WORDS_EN
from knowledge.text import cjk_share, comparable

_NUMBER = re.compile(
    r"(?<![a-z\d.])(\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*"
    r"(%|percent|per cent|billion|million|thousand|trillion|hundred|kb|mb|gb|tb|gib|mib|ms|km|kg|"
    r"bits?|bytes?|亿|万|千|百|倍|％)?"
)
_SCALE = {
    "hundred": 1e2, "百": 1e2, "thousand": 1e3, "千": 1e3, "万": 1e4, "million": 1e6,
    "亿": 1e8, "billion": 1e9, "trillion": 1e12,
}  # fmt: skip
_UNIT = {"percent": "%", "per cent": "%", "％": "%", "gib": "gb", "mib": "mb"}
_WORD_NUMBERS = {
    w: float(n)
    for n, w in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen twenty".split()
    )
} | {"thirty": 30.0, "forty": 40.0, "fifty": 50.0, "hundred": 100.0, "twice": 2.0, "half": 0.5}
_ZH_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九十")} | {"两": 2, "〇": 0}
_ZH_NUMBER = re.compile(
    # Not the end of a longer numeral: 一百二十个 is not 20.
    r"(?<![零〇一二两三四五六七八九十百千万亿])[零〇一二两三四五六七八九十]{1,12}"
    r"(?=[个种次倍层步位张条类项轮点份代阶年月天人名成])"
)
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
    """

    numbers: frozenset[tuple[float, str]]
    names: frozenset[str]
    negated: bool


def facts_of(text: str) -> Facts:
    """The particulars of `text`."""
    folded = comparable(text)
    return Facts(frozenset(_numbers(folded)), frozenset(_names(text)), _negated(folded))


def _numbers(folded: str) -> set[tuple[float, str]]:
    found = set()
    for match in _NUMBER.finditer(folded):
        unit = match[2] or ""
        value = float(match[1].replace(",", "")) * _SCALE.get(unit, 1.0)
        found.add((value, "" if unit in _SCALE else _UNIT.get(unit, unit.rstrip("s"))))
    for word in re.findall(r"[a-z]+", folded):
        if word in _WORD_NUMBERS:
            found.add((_WORD_NUMBERS[word], ""))
    for match in _ZH_NUMBER.finditer(folded):
        found.add((float(_zh_value(match[0])), ""))
    return found


def _zh_value(numeral: str) -> int:
    """Numerals up to 99, such as 十二 and 三十五."""
    tens, ten, ones = numeral.partition("十")
    if not ten:
        return int("".join(str(_ZH_DIGITS[c]) for c in numeral if _ZH_DIGITS[c] < 10) or 0)
    return 10 * _ZH_DIGITS.get(tens[-1:] or "一", 1) + _ZH_DIGITS.get(ones[:1] or "零", 0)


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
