"""Amounts that answers give, and which of them is the most: `3.35 TB/s` is more than `900 GB/s`."""

import re
from collections.abc import Sequence

from knowledge.numbers import SCALE
from knowledge.text import comparable

_SCALE = SCALE | {"百万": 1e6, "千万": 1e7, "万亿": 1e12}
# Units that measure the same, each with how many of the first of its kind it is.
_UNITS = {
    unit: (first, worth)
    for first, units in {
        "b": {"b": 1.0, "bytes": 1.0, "kb": 1e3, "mb": 1e6, "gb": 1e9, "tb": 1e12, "pb": 1e15,
              "kib": 2.0**10, "mib": 2.0**20, "gib": 2.0**30, "tib": 2.0**40, "字节": 1.0},
        "m": {"m": 1.0, "mm": 1e-3, "cm": 1e-2, "km": 1e3, "metres": 1.0, "meters": 1.0,
              "kilometres": 1e3, "kilometers": 1e3, "miles": 1609.344, "ft": 0.3048,
              "feet": 0.3048, "米": 1.0, "厘米": 1e-2, "毫米": 1e-3, "公里": 1e3, "千米": 1e3},
        "g": {"g": 1.0, "mg": 1e-3, "kg": 1e3, "t": 1e6, "tons": 1e6, "tonnes": 1e6,
              "克": 1.0, "毫克": 1e-3, "公斤": 1e3, "千克": 1e3, "吨": 1e6},
        "s": {"s": 1.0, "ms": 1e-3, "seconds": 1.0, "minutes": 60.0, "hours": 3600.0,
              "days": 86400.0, "weeks": 604800.0, "秒": 1.0, "毫秒": 1e-3, "分钟": 60.0,
              "小时": 3600.0, "天": 86400.0},
    }.items()
    for unit, worth in units.items()
}  # fmt: skip
_AMOUNT = re.compile(
    r"(?<![a-z\d.,])(?P<value>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<power>e-?\d{1,2})?\s*"
    rf"(?P<scale>{'|'.join(sorted(_SCALE, key=len, reverse=True))})?\s*"
    r"(?P<unit>%|[^\W\d_]+)?(?P<per>/[^\W\d_]+)?"
)

Amount = tuple[float, str]


def amount_of(answer: str) -> Amount | None:
    """The value and the unit of the one amount that an answer gives, None if it gives several."""
    found = list(_AMOUNT.finditer(comparable(answer)))
    if len(found) != 1:
        return None
    (amount,) = found
    value = float(amount["value"].replace(",", "") + (amount["power"] or ""))
    value *= _SCALE.get(amount["scale"] or "", 1.0)
    unit = amount["unit"] or ""
    first, worth = _UNITS.get(unit, (unit, 1.0))
    return value * worth, first + (amount["per"] or "")


def most(answers: Sequence[str], *, least: bool) -> int | None:
    """Position of the most or the least of some amounts.

    None if one is missing, if two are the same, or if they do not measure the same.
    """
    amounts = [amount_of(answer) for answer in answers]
    known = [amount for amount in amounts if amount is not None]
    values = [value for value, _ in known]
    # "80 layers" and "40": a unit that one leaves out is taken to be the other's.
    units = {unit for _, unit in known} - {""}
    if len(known) < len(amounts) or len(units) > 1 or len(set(values)) < len(values):
        return None
    return values.index(min(values) if least else max(values))
