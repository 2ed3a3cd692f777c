"""Markdown headings. No regular expression reads the title: blanks in it must not cost time."""

import re

# A longer "heading" is a paragraph: it would travel with every passage below it.
MAX_HEADING = 300
_OPENING = re.compile(r"#{1,6}(?=[ \t])")


def heading_of(line: str) -> tuple[int, str] | None:
    """Level and title of an ATX heading (`## Title ##`), or None if the line is none."""
    opening = _OPENING.match(line)
    if not opening:
        return None
    title = line[opening.end() :].strip()
    closed = title.rstrip("#")
    if closed != title and closed[-1:] in ("", " ", "\t"):
        title = closed.rstrip()
    return (len(opening[0]), title) if 0 < len(title) <= MAX_HEADING else None
