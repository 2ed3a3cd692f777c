"""Numbers, dates and amounts of a text in one form, so that 1,000, 一千 and a thousand are equal.

Read: digits with separators and decimals, English number words, Chinese numerals, scale words
(million, 万), percentages in both languages, months by name, and units with their spellings.
Not read: vague words (half, dozens, 一些), and digits inside a name (A100).
"""

import re
from collections.abc import Iterator
from functools import cache

from knowledge.text import comparable

Quantity = tuple[float, str]

_SCALES = {
    "hundred": 1e2, "thousand": 1e3, "k": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
    "十": 1e1, "百": 1e2, "千": 1e3, "万": 1e4, "亿": 1e8,
}  # fmt: skip
_UNITS = {
    "%": "% percent per\\ cent percentage\\ points? 个百分点",
    "km": "km kilomet(?:er|re)s? 公里 千米", "m": "m met(?:er|re)s? 米", "mile": "miles? mi 英里",
    "cm": "cm centimet(?:er|re)s? 厘米", "mm": "mm millimet(?:er|re)s? 毫米",
    "foot": "feet foot ft 英尺", "inch": "inch(?:es)? 英寸", "ha": "hectares? ha 公顷",
    "kg": "kg kilograms? kilos? 公斤 千克", "g": "g grams? 克", "t": "t tonnes? tons? 吨",
    "l": "l lit(?:er|re)s? 升", "ms": "ms milliseconds? 毫秒", "second": "seconds? secs? 秒钟? 秒",
    "minute": "minutes? mins? 分钟", "hour": "hours? hrs? h 小时", "day": "days? 天",
    "week": "weeks? 周 星期", "months": "months? 个月", "year": "years? 年",
    "dollar": "\\$ us\\$ dollars? usd 美元", "euro": "€ euros? eur 欧元", "pound": "£ 英镑",
    "yuan": "yuan rmb cny 元 人民币", "yen": "yen jpy 日元", "°c": "°c ℃ degrees\\ celsius 摄氏度",
    "°f": "°f degrees\\ fahrenheit 华氏度", "bit": "bits? 比特", "byte": "bytes? 字节",
    "kb": "kb kib kilobytes?", "mb": "mb mib megabytes?", "gb": "gb gib gigabytes?",
    "tb": "tb tib terabytes?", "w": "w watts? 瓦", "hz": "hz 赫兹", "ghz": "ghz", "mhz": "mhz",
}  # fmt: skip
_MONTHS = (
    "january february march april may june july august september october november december"
).split()
_ONES = {
    w: float(n)
    for n, w in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen".split()
    )
}
_TENS = {
    w: 10.0 * n
    for n, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
_DIGITS_ZH = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}

_MONTH = "|".join(_MONTHS)
_DATE_ISO = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
# May is a month beside a number or after a preposition only.
_MONTH_NAME = re.compile(
    rf"\b(?:(?<=\d )|(?<=\dst )|(?<=\dnd )|(?<=\drd )|(?<=\dth )|(?<=\bin )|(?<=\bof )|"
    rf"(?<=\bsince )|(?<=\bby )|(?<=\buntil ))(?P<after>{_MONTH})\b|\b(?P<before>{_MONTH})(?=,? \d)"
)
_PERCENT_ZH = re.compile(r"百分之([零〇一二三四五六七八九十百两点\d.]+)")
_NUMBER = re.compile(
    r"(?P<currency>us\$|[$€£])?\s?(?<![a-z\d.])(?P<n>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?:st|nd|rd|th)?(?P<scale>(?:\s?(?:hundred|thousand|million|billion|trillion)\b|k\b|"
    r"[十百万亿]|千(?![米克瓦]))*)"
)
_WORD = "|".join([*_ONES, *_TENS])
_WORD_NUMBER = re.compile(
    rf"(?:\b(?:{_WORD})|(?<=\ba )(?:hundred|thousand|million|billion))\b"
    rf"(?:[\s-](?:and\s)?(?:{_WORD}|hundred|thousand|million|billion)\b)*"
)
_ZH_NUMBER = re.compile(r"[零〇一二两三四五六七八九十百千万亿]+")
# What a lone Chinese numeral counts; without it 一 and 十分 are words.
_COUNTED_ZH = re.compile(r"[个種种次倍层步位张条类项轮点份代阶年月日号天人名成座公千米吨岁届]")


def quantities(text: str) -> set[Quantity]:
    """Every number of a text with its unit, "" where it has none."""
    return set(_read(comparable(text)))


def missing(claimed: str, evidence: str) -> set[Quantity]:
    """The quantities of a sentence that evidence does not say.

    A number with a unit is said with that unit, or bare where the unit stands elsewhere, as in the
    head of a table; a number without a unit is said with any.
    """
    said = quantities(evidence)
    values = {value for value, _ in said}
    folded = comparable(evidence)

    def holds(quantity: Quantity) -> bool:
        value, unit = quantity
        if not unit:
            return value in values
        return quantity in said or ((value, "") in said and _names_unit(folded, unit))

    return {quantity for quantity in quantities(claimed) if not holds(quantity)}


def _read(folded: str) -> Iterator[Quantity]:
    for match in _DATE_ISO.finditer(folded):
        yield from ((float(match[1]), ""), (float(match[2]), "month"), (float(match[3]), ""))
    for match in _MONTH_NAME.finditer(folded):
        yield float(_MONTHS.index(match["after"] or match["before"]) + 1), "month"
    for match in _PERCENT_ZH.finditer(folded):
        yield _zh_or_digits(match[1]), "%"
    rest = _PERCENT_ZH.sub(" ", _DATE_ISO.sub(" ", folded))
    yield from _digits(rest)
    yield from _words(rest)
    yield from _numerals(rest)


def _digits(folded: str) -> Iterator[Quantity]:
    for match in _NUMBER.finditer(folded):
        value = float(match["n"].replace(",", ""))
        for scale in re.findall(r"[a-z]+|[十百千万亿]", match["scale"]):
            value *= _SCALES[scale]
        yield _with_unit(value, match["currency"], folded[match.end() :])


def _words(folded: str) -> Iterator[Quantity]:
    for match in _WORD_NUMBER.finditer(folded):
        unit = _unit_at(folded[match.end() :].lstrip(" -"))
        # "One of them" counts nothing.
        if match[0] != "one" or unit:
            yield _words_value(match[0]), unit


def _numerals(folded: str) -> Iterator[Quantity]:
    for match in _ZH_NUMBER.finditer(folded):
        after = folded[match.end() :]
        if folded[: match.start()].rstrip()[-1:].isdigit():
            continue  # the scale of digits, which is read with them
        if len(match[0]) > 1 or _COUNTED_ZH.match(after):
            yield _with_unit(_zh_value(match[0]), None, after)


def _with_unit(value: float, currency: str | None, after: str) -> Quantity:
    value = round(value, 9)
    if currency:
        return value, _unit_at(currency)
    after = after.lstrip(" -")
    if after.startswith("月"):
        return value, "month"
    if after.startswith("年") and value >= 1000:
        return value, ""  # a year, not so many years
    return value, _unit_at(after)


@cache
def _unit_patterns() -> list[tuple[str, "re.Pattern[str]"]]:
    found = []
    for unit, spellings in _UNITS.items():
        parts = re.split(r"(?<!\\) ", spellings)
        latin = [p for p in parts if p[0].isascii() and p[0].isalpha()]
        other = [p for p in parts if p not in latin]
        pattern = "|".join([*(rf"(?<![a-z]){p}(?![a-z])" for p in latin), *other])
        found.append((unit, re.compile(pattern)))
    return found


def _unit_at(text: str) -> str:
    """The unit that a text begins with, by its longest spelling; "" if none."""
    matches = [(len(m[0]), unit) for unit, p in _unit_patterns() if (m := p.match(text))]
    return max(matches)[1] if matches else ""


def _names_unit(folded: str, unit: str) -> bool:
    if unit == "month":
        return "月" in folded
    return any(name == unit and p.search(folded) for name, p in _unit_patterns())


def _words_value(words: str) -> float:
    total = current = 0.0
    for word in re.findall(r"[a-z]+", words):
        if word in _ONES or word in _TENS:
            current += _ONES.get(word, _TENS.get(word, 0.0))
        elif word == "hundred":
            current = (current or 1) * 100
        elif word in _SCALES:
            total, current = total + (current or 1) * _SCALES[word], 0.0
    return total + current


def _zh_or_digits(numeral: str) -> float:
    whole, _, part = numeral.partition("点")
    if re.fullmatch(r"\d+(?:\.\d+)?", numeral):
        return float(numeral)
    decimals = "".join(str(_DIGITS_ZH.get(c, "")) for c in part)
    return _zh_value(re.sub(r"[^零〇一二三四五六七八九十百两]", "", whole)) + float(
        f"0.{decimals or 0}"
    )


def _zh_value(numeral: str) -> float:
    """一百二十 is 120, 二〇二一 is 2021, 三千万 is 30,000,000."""
    if numeral and all(c in _DIGITS_ZH for c in numeral):
        return float("".join(str(_DIGITS_ZH[c]) for c in numeral))
    total = section = digit = 0.0
    for character in numeral:
        if character in _DIGITS_ZH:
            digit = _DIGITS_ZH[character]
        elif character in "万亿":
            total = (total + section + digit) * _SCALES[character]
            section = digit = 0.0
        else:
            section += (digit or 1.0) * _SCALES[character]
            digit = 0.0
    return total + section + digit
