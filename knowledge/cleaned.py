"""A cleaned text that knows where its characters stand in the text it was made of.

Whoever gave a text has only that one: places in the cleaned copy would point beside what they mean.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass

from knowledge.text import FORBIDDEN, NEWLINES, clean_text

_CHANGED = re.compile(f"(?P<line_end>{NEWLINES.pattern})|{FORBIDDEN.pattern}")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What `clean_text` makes of a text.

    Attributes:
        text: the cleaned text.
        starts: where each run of characters that were neighbours before begins in `text`.
        places: where each of these runs begins in the text as it was given.
    """

    text: str
    starts: tuple[int, ...] = (0,)
    places: tuple[int, ...] = (0,)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `text[start:end]`, at least a character, stands in the text as it was given."""
        return self._place(start), self._place(end - 1) + 1

    def _place(self, position: int) -> int:
        run = bisect_right(self.starts, position) - 1
        return self.places[run] + position - self.starts[run]


def cleaned(text: str) -> Cleaned:
    """`clean_text(text)` with the way back."""
    clean = clean_text(text)
    if clean == text:
        return Cleaned(text)
    starts, places = [0], [0]
    dropped = 0
    for change in _CHANGED.finditer(text):
        length = 1 if change["line_end"] else 0
        dropped += len(change[0]) - length
        # The run goes on behind a line end that kept its length.
        if len(change[0]) != length:
            starts.append(change.end() - dropped)
            places.append(change.end())
    return Cleaned(clean, tuple(starts), tuple(places))
