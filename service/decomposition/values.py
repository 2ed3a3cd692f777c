"""Which of several answers decides a comparison."""

from collections.abc import Sequence

from knowledge.text import comparable
from knowledge.triples.dates import DATE_EN, DATE_ZH, DateValue, read_date


def dates_in(text: str) -> list[DateValue]:
    """The dates with a year that a text gives, in order."""
    places = sorted((*DATE_EN.finditer(text), *DATE_ZH.finditer(text)), key=lambda m: m.start())
    dates = (read_date(found[0]) for found in places)
    return [date for date in dates if date is not None and date.year is not None]


def _date_of(answer: str, sentence: str, *, ends: bool) -> DateValue | None:
    """What a life or a work is dated: its beginning, or its end, where both are given."""
    dates = dates_in(answer) or dates_in(sentence)
    return dates[-1 if ends else 0] if dates else None


def extreme(answers: Sequence[tuple[str, str]], *, latest: bool, ends: bool) -> int | None:
    """Position of the earliest or the latest date; None if one is missing or two may be the same.

    Args:
        answers: each with the sentence that it stands in.
        latest: whether the latest is asked for.
        ends: whether ends are compared, such as deaths; where an answer gives a span of time, its
            last date counts, otherwise its first.
    """
    dates = [_date_of(answer, sentence, ends=ends) for answer, sentence in answers]
    known = [date for date in dates if date is not None]
    if len(known) < len(dates):
        return None
    if any(a.agrees_with(b) for n, a in enumerate(known) for b in known[n + 1 :]):
        return None
    keys = [tuple(part or 0 for part in date) for date in known]
    return keys.index(max(keys) if latest else min(keys))


def all_same(answers: Sequence[str]) -> bool:
    """Whether all answers say the same, one of them perhaps at more length."""
    folded = [f" {comparable(answer)} " for answer in answers]
    shortest = min(folded, key=len)
    return all(shortest.strip() in answer for answer in folded)
