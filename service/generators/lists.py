"""Lists: questions that ask for several things, and the items that stand together in a passage."""

import re

LIST_MARK = re.compile(r"^\s*(?:[-*+•]|\d{1,3}[.)、])\s+")
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
    lines = text.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    here = max(0, next((n for n, s in enumerate(starts) if s > position), len(lines)) - 1)
    filled = [n for n, line in enumerate(lines) if line.strip()]
    if here not in filled:
        return []
    place = filled.index(here)
    if _leads_in(lines[here]) and place + 1 < len(filled):
        place += 1
    if not LIST_MARK.match(lines[filled[place]]):
        return []
    first = last = place
    while first > 0 and LIST_MARK.match(lines[filled[first - 1]]):
        first -= 1
    while last + 1 < len(filled) and LIST_MARK.match(lines[filled[last + 1]]):
        last += 1
    if not 2 <= last - first + 1 <= _LONGEST:
        return []
    lead = first > 0 and _leads_in(lines[filled[first - 1]])
    return [lines[filled[n]].strip() for n in range(first - lead, last + 1)]


def _leads_in(line: str) -> bool:
    return line.rstrip().endswith((":", "："))
