"""Abbreviations that a text explains itself: "Large Language Model (LLM)".

After Schwartz and Hearst, "A simple algorithm for identifying abbreviation definitions in
biomedical text" (2003), with whole words required at the start.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

_SHORT_IN = re.compile(r"\s?[(（](?P<short>[A-Z][\w-]{1,9})(?:[;,][^()]{0,60})?[)）]")
_LOOK_BACK = 120
_LAST_WORDS = re.compile(r"[\w’'-]+(?:[\s-]+[\w’'-]+)*$")


class Abbreviation(NamedTuple):
    """A long form and what it is shortened to."""

    long: str
    short: str


def abbreviations(sentence: str) -> Iterator[Abbreviation]:
    """Those that a sentence introduces in parentheses."""
    for match in _SHORT_IN.finditer(sentence):
        short = match["short"]
        if sum(c.isupper() for c in short) < 2:
            continue
        plural = short.endswith("s") and short[:-1].isupper()
        letters = short[:-1] if plural else short
        words = _LAST_WORDS.search(sentence, max(0, match.start() - _LOOK_BACK), match.start())
        found = _long_form(words[0], letters) if words else None
        if words and found is not None:
            start = words.start() + found
            long = sentence[start : words.end()]
            yield Abbreviation(long[:-1] if plural and long.endswith("s") else long, letters)


def _long_form(words: str, short: str) -> int | None:
    """Where in `words` the long form of `short` starts, or None."""
    letters = [c.lower() for c in short if c.isalnum()]
    position, lower = len(words), words.lower()
    for index in range(len(letters) - 1, -1, -1):
        position -= 1
        while position >= 0 and (
            lower[position] != letters[index]
            or (index == 0 and position > 0 and lower[position - 1].isalnum())
        ):
            position -= 1
        if position < 0:
            return None
    long = words[position:]
    count = len(re.findall(r"[\w’']+", long))
    fits = 2 <= count <= min(len(letters) + 3, len(letters) * 2)
    return position if fits and len(long) > len(short) + 2 else None
