"""Whether two answers are one value, written in two ways or at different precision. By rule.

"May 1945" and "1945年5月8日" are one, as are "3.5 million" and "350万"; "1944" and "1945" are not.
"""

import re
from dataclasses import dataclass

from knowledge.numbers import Number, levelled, numbers_in
from knowledge.text import comparable, content_terms, language_of
from knowledge.triples.dates import Time, can_be_one, times_in
from knowledge.types import Language

_MINUS = re.compile(r"(?<!\w)[-−](?=\d)")
# Bounds are other values than what they bound.
_BOUND = re.compile(
    r"\b(?:more|less|fewer|over|under|above|below|least|most)\b|超过|不到|不足|[多少高低]于|[以至][上下多少]"
)
# What numbers count, where it is no word.
_SYMBOL = re.compile(r"[$€£¥°]")


@dataclass(frozen=True, slots=True)
class _Value:
    times: tuple[Time, ...]
    numbers: frozenset[Number]
    negative: bool
    bounds: frozenset[str]
    units: frozenset[str]
    beside: frozenset[str]
    language: Language


def same_value(one: str, other: str) -> bool:
    """Whether two answers, both of them dates or numbers, can be the same."""
    a, b = _read(one), _read(other)
    if not (a.times or a.numbers) or _amount(a) != _amount(b):
        return False
    dated = all(any(can_be_one(x, y) for y in b.times) for x in a.times) and all(
        any(can_be_one(x, y) for y in a.times) for x in b.times
    )
    # What else is said is not compared between languages.
    return dated and (a.beside <= b.beside or b.beside <= a.beside or a.language != b.language)


def _amount(value: _Value) -> tuple[object, ...]:
    return value.numbers, value.negative, value.bounds, value.units


def _read(text: str) -> _Value:
    times = times_in(text)
    rest = text
    for found in reversed(times):
        rest = f"{rest[: found.start]} {rest[found.end :]}"
    folded = comparable(rest)
    beside = {*content_terms(levelled(folded)), *_SYMBOL.findall(folded)} - {"0"}
    # What no one knows for a unit, as the B of 7B.
    units = {word for word in beside if word.startswith("0")}
    return _Value(
        tuple(found.time for found in times),
        frozenset(numbers_in(folded)),
        bool(_MINUS.search(folded)),
        frozenset(_BOUND.findall(folded)),
        frozenset(units),
        frozenset(beside - units),
        language_of(text),
    )
