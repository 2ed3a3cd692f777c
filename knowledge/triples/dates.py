"""Dates and quantities: where they stand in English and Chinese text, and what dates mean.

A date is read to its own precision: "1912", "May 1912" and "3 May 1912" are all dates.
"""

import re
from typing import NamedTuple

_MONTHS = "January February March April May June July August September October November December"
_MONTH_NUMBERS = {name: n for n, name in enumerate(_MONTHS.lower().split(), 1)}
_MONTH = "(?:" + "|".join(_MONTHS.split()) + ")"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_YEAR = r"(?:1\d{3}|20\d{2})"
_DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"

DATE_EN = re.compile(
    rf"\b(?:(?:{_DAYS}),? )?(?:{_DAY} (?:of )?{_MONTH}|{_MONTH} {_DAY})(?:,? {_YEAR})?\b"
    rf"|\b{_MONTH},? {_YEAR}\b"
    rf"|\b(?:early |mid-|late )?{_YEAR}s\b"
    r"|\b\d{1,2}(?:st|nd|rd|th)[ -]century(?: BCE?)?\b"
    r"|\b\d{1,4} BCE?\b"
    # Four digits are a year unless they count something: "1500 students", "$1500", "1,500".
    rf"|(?<![\d,.$€£#/–-])\b{_YEAR}\b(?![,.]\d|%|[–-]\d{{1,4}}|/|°)(?! (?!was|is|has|as|its|his|"
    rf"this)[a-z]+s\b)"
    rf"|(?<=\b[io]n ){_MONTH}\b|\b(?:{_DAYS})\b"
)
UNIT = (
    "%|percent|per cent|km2?|km²|m2|m²|kilometres?|kilometers?|met(?:re|er)s?|cm|mm|miles?|mi|feet|"
    "foot|ft|inches|acres?|hectares?|kg|kilograms?|grams?|tons?|tonnes?|pounds?|lbs?|litres?|"
    "lit(?:re|er)s?|years?|months?|weeks?|days?|hours?|minutes?|seconds?|people|inhabitants|"
    "degrees|°C|°F|GB|MB|TB|GHz|MHz|dollars|euros|yen|yuan|votes?|points?|goals?|students?|copies|"
    "members|employees|episodes|seats|tokens|parameters|layers"
)
_SCALE = r"(?: (?:hundred|thousand|million|billion|trillion))"
QUANTITY_EN = re.compile(
    rf"(?:US|A|C)?[$€£¥]\s?\d[\d,]*(?:\.\d+)?{_SCALE}?\b"
    rf"|(?<![\w.,])\d[\d,]*(?:\.\d+)?(?:{_SCALE}(?: (?:{UNIT}))?|[ -]?(?:{UNIT}))(?!\w)"
)

_ZH_DIGIT = "0-9０-９〇零一二三四五六七八九十"
_ZH_YEAR = rf"(?:公元)?前?[{_ZH_DIGIT}]{{2,4}}年代?(?!级)"
DATE_ZH = re.compile(
    rf"{_ZH_YEAR}(?:[（(][^（()）]{{2,8}}[)）])?(?:初|末|底|[{_ZH_DIGIT}]{{1,3}}月(?:[{_ZH_DIGIT}]{{1,3}}[日号])?)?"
    rf"|(?<![{_ZH_DIGIT}])[{_ZH_DIGIT}]{{1,3}}月[{_ZH_DIGIT}]{{1,3}}[日号]"
    rf"|(?:公元)?前?[{_ZH_DIGIT}]{{1,3}}世纪(?:[{_ZH_DIGIT}]{{1,3}}年代|初|末|中叶|中期|后期|早期)?"
)
_ZH_UNIT = (
    "平方公里|平方千米|平方米|立方米|公里|千米|厘米|毫米|米|英里|英尺|英寸|公顷|亩|公斤|千克|克|吨|磅|"
    "人口|人次|人|名|位|个|家|座|条|部|集|首|张|支|所|种|届|年|个月|天|小时|分钟|秒|岁|美元|港元|欧元|"
    "日元|英镑|元|度|℃|摄氏度|票|分|倍|%|％"
)
QUANTITY_ZH = re.compile(
    rf"(?<![\d.,A-Za-z])(?:约|近|超过|大约)?\d[\d,]*(?:\.\d+)?[多余]?[万亿千百]*[多余]?(?:{_ZH_UNIT})"
    rf"|[零一二两三四五六七八九十百千]+[万亿]+[多余]?(?:{_ZH_UNIT})"
)


class DateValue(NamedTuple):
    """A date as far as it is given: a year, a month of it, a day of that."""

    year: int | None
    month: int | None = None
    day: int | None = None

    def agrees_with(self, other: "DateValue") -> bool:
        """Whether both can be one date, given at different precision."""
        return all(
            a == b for a, b in zip(self, other, strict=True) if a is not None and b is not None
        )


# A date, or the years of a decade or of a century.
Time = DateValue | range


class Stated(NamedTuple):
    """A time and where a text states it."""

    start: int
    end: int
    time: Time


_READ_EN = re.compile(
    rf"(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?)?(?P<m>{_MONTH})(?: (?P<d2>\d{{1,2}})(?!\d)"
    rf"(?:st|nd|rd|th)?)?(?:,? (?P<y>{_YEAR}))?",
    re.IGNORECASE,
)
_READ_ISO = re.compile(rf"(?P<y>{_YEAR})-(?P<m>\d{{2}})(?:-(?P<d>\d{{2}}))?")
_DATE_ISO = re.compile(rf"(?<![\w-]){_YEAR}-\d\d-\d\d(?![\w-])")
_YEARS_EN = re.compile(
    r"(?:early |mid-|late )?(?:(?P<years>\d{3}0)s|(?P<century>\d{1,2})(?:st|nd|rd|th)[ -]century)"
)
_YEARS_ZH = re.compile(
    r"(?:(?P<years>[0-9]{3}0)年代|(?P<century>[0-9一二三四五六七八九十]{1,3})世纪"
    r"(?:(?P<decade>[0-9一二三四五六七八九十]{1,3})年代)?)(?:初|末|中叶|中期|后期|早期)?"
)
_READ_ZH = re.compile(
    r"(?:(?P<y>[0-9〇零一二三四五六七八九]{4})年)?(?:(?P<m>[0-9一二三四五六七八九十]{1,3})月)?"
    r"(?:(?P<d>[0-9一二三四五六七八九十]{1,3})[日号])?"
)
_ZH_VALUES = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0}


def read_date(text: str) -> DateValue | None:
    """The date that a text is, or None if it is none (or a decade, or a century)."""
    text = text.strip()
    if re.fullmatch(_YEAR, text):
        return DateValue(int(text))
    if found := _READ_ISO.fullmatch(text):
        day = found["d"]
        return DateValue(int(found["y"]), int(found["m"]), int(day) if day else None)
    if found := _READ_EN.fullmatch(text):
        day, year = found["d1"] or found["d2"], found["y"]
        month = _MONTH_NUMBERS[found["m"].lower()]
        return DateValue(int(year) if year else None, month, int(day) if day else None)
    found = _READ_ZH.fullmatch(text)
    if found and (found["y"] or found["m"]):
        return DateValue(*(_zh_number(found[part]) for part in ("y", "m", "d")))
    return None


def read_years(text: str) -> range | None:
    """The years that a text spans if it is a decade or a century: "1940s", "20世纪40年代"."""
    found = _YEARS_EN.fullmatch(text) or _YEARS_ZH.fullmatch(text)
    if found is None:
        return None
    if years := found["years"]:
        # Whether "the 1900s" are ten years or a hundred, texts seldom say.
        return range(int(years), int(years) + (10 if int(years) % 100 else 100))
    century = 100 * ((_zh_number(found["century"]) or 0) - 1)
    decade = _zh_number(found.groupdict().get("decade"))
    if decade is None:
        # From 1801 as purists have it, from 1800 as all others do.
        return range(century, century + 101)
    return range(century + decade, century + decade + 10)


def times_in(text: str) -> list[Stated]:
    """The dates, decades and centuries of a text, in order."""
    matches = [m for pattern in (_DATE_ISO, DATE_EN, DATE_ZH) for m in pattern.finditer(text)]
    found: list[Stated] = []
    for match in sorted(matches, key=lambda m: (m.start(), -m.end())):
        time = read_date(match[0]) or read_years(match[0])
        if time is not None and (not found or match.start() >= found[-1].end):
            found.append(Stated(*match.span(), time))
    return found


def can_be_one(one: Time, other: Time) -> bool:
    """Whether two times can be one, given at different precision: May 1945 and the 1940s.

    Those that have nothing in common, such as 1945 and 8 May, are not known to be.
    """
    if isinstance(one, range):
        if isinstance(other, range):
            shared = range(max(one[0], other[0]), min(one[-1], other[-1]) + 1)
            return shared in (one, other)
        return other.year in one
    if isinstance(other, range):
        return one.year in other
    both = any(None not in parts for parts in zip(one, other, strict=True))
    return both and one.agrees_with(other)


def _zh_number(numeral: str | None) -> int | None:
    if numeral is None:
        return None
    if numeral.isdecimal():
        return int(numeral)
    tens, ten, ones = numeral.partition("十")
    if ten:
        return 10 * _ZH_VALUES.get(tens or "一", 1) + _ZH_VALUES.get(ones or "零", 0)
    return int("".join(str(_ZH_VALUES[c]) if c in _ZH_VALUES else c for c in numeral))
