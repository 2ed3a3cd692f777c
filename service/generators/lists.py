"""Lists: questions that ask for several things, and the items that stand together in a passage."""

import re
from dataclasses import dataclass

LIST_MARK = re.compile(r"^\s*(?:(?:[-*+•]|\d{1,3}[.)])\s+|\d{1,3}、\s*)")
_SEVERAL = re.compile(
    r"^(?:what|which|who)\b(?:\s+\w+){0,3}?\s+(?:are|were)\b|^(?:list|name|enumerate)\b|"
    r"\b(?:what|which) (?:kinds|types|steps|ways|methods|remedies|reasons|parts|kind) |"
    r"哪些|哪几|有什么(?:方法|办法|步骤|原因|种类)|有几种|列出|分别是",
    re.IGNORECASE,
)
# A longer list is a document of its own; its first items would pass for the whole.
_LONGEST = 12


def asks_for_several(question: str) -> bool:
    """Whether a question wants more than one thing."""
    return bool(_SEVERAL.search(question.strip()))


def list_around(text: str, position: int) -> list[str]:
    """The lead-in and all items of the list that `position` stands in; empty if it is in none.

    Args:
        text: of a passage.
        position: in one of the items, or in the line that leads in.
    """
    entries = _entries(text)
    place = next((n for n, e in enumerate(entries) if e.start <= position < e.end), None)
    if place is None:
        return []
    if _leads_in(entries[place].text) and place + 1 < len(entries):
        place += 1
    if not LIST_MARK.match(entries[place].text):
        return []
    first = last = place
    while first > 0 and LIST_MARK.match(entries[first - 1].text):
        first -= 1
    while last + 1 < len(entries) and LIST_MARK.match(entries[last + 1].text):
        last += 1
    if not 2 <= last - first + 1 <= _LONGEST:
        return []
    lead = first > 0 and _leads_in(entries[first - 1].text)
    return [" ".join(e.text.split()) for e in entries[first - lead : last + 1]]


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line with the indented lines that go on with it."""

    start: int
    end: int
    text: str


def _entries(text: str) -> list[_Entry]:
    entries: list[_Entry] = []
    start, blank = 0, True
    for line in text.splitlines(keepends=True):
        end = start + len(line)
        goes_on = not blank and line[:1].isspace() and not LIST_MARK.match(line)
        if line.strip() and goes_on and entries:
            last = entries.pop()
            entries.append(_Entry(last.start, end, text[last.start : end]))
        elif line.strip():
            entries.append(_Entry(start, end, line))
        start, blank = end, not line.strip()
    return entries


def _leads_in(line: str) -> bool:
    return line.rstrip().endswith((":", "："))
