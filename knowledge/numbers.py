"""Numbers in a text and what they are worth, however they are written. By rule, en and zh."""

import re

# A value and its unit, "" without one.
Number = tuple[float, str]
_NUMBER = re.compile(
    r"(?<![a-z\d.])(\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*"
    r"(%|percent|per cent|billion|million|thousand|trillion|hundred|kb|mb|gb|tb|gib|mib|ms|km|kg|"
    r"bits?|bytes?|亿|万|千|百|倍|％)?"
)
# What a word for a number multiplies by.
SCALE = {
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


def numbers_in(folded: str) -> set[Number]:
    """The numbers of a comparable text, scaled: `3 million` is 3e6, `5%` is (5, "%")."""
    found = set()
    for match in _NUMBER.finditer(folded):
        unit = match[2] or ""
        value = float(match[1].replace(",", "")) * SCALE.get(unit, 1.0)
        found.add((value, "" if unit in SCALE else _UNIT.get(unit, unit.rstrip("s"))))
    for word in re.findall(r"[a-z]+", folded):
        if word in _WORD_NUMBERS:
            found.add((_WORD_NUMBERS[word], ""))
    for match in _ZH_NUMBER.finditer(folded):
        found.add((float(_zh_value(match[0])), ""))
    return found


def levelled(folded: str) -> str:
    """A comparable text with 0 in place of every number and its unit; words for numbers stay."""
    return _ZH_NUMBER.sub("0", _NUMBER.sub("0", folded))


def _zh_value(numeral: str) -> int:
    """Numerals up to 99, such as 十二 and 三十五."""
    tens, ten, ones = numeral.partition("十")
    if not ten:
        return int("".join(str(_ZH_DIGITS[c]) for c in numeral if _ZH_DIGITS[c] < 10) or 0)
    return 10 * _ZH_DIGITS.get(tens[-1:] or "一", 1) + _ZH_DIGITS.get(ones[:1] or "零", 0)
