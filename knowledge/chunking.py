"""Cut a document's text into passages along headings and sentences, keeping exact offsets.

Headings are Markdown's. A passage never crosses a heading; the heading lines themselves travel
as `heading_path`, so everything that is not a heading is in exactly one passage.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.headings import heading_of
from knowledge.sentences import sentence_spans
from knowledge.types import Span

# 1200 Latin or 400 Chinese characters. The packaged encoder reads the first 256 word pieces: about
# 1200 Latin but 254 Chinese characters, so keywords alone find the end of a long Chinese passage.
MAX_UNITS = 1200
CJK_UNITS = 3
# Changes of the rules below must change this: stored documents are then cut anew.
CHUNKER_VERSION = "1"

_FENCE = re.compile(r"\s*(```|~~~)")


@dataclass(frozen=True, slots=True)
class _Section:
    start: int
    end: int
    heading: tuple[int, int] | None
    path: tuple[str, ...]


def chunk_text(text: str, max_units: int = MAX_UNITS) -> list[Span]:
    """Passages of `text` in order.

    Args:
        text: Markdown or plain text.
        max_units: size limit of a passage; a Latin character is one unit, a Chinese one three.

    Returns:
        Spans that do not overlap and start and end on non-blank characters.
    """
    spans: list[Span] = []
    for section in _sections(text):
        body = [
            Span(start, end, section.path)
            for start, end in _pack(text, section.start, section.end, max_units)
        ]
        if not body and section.heading:
            # A heading with nothing under it still says something.
            body = [Span(*section.heading, section.path[:-1])]
        spans.extend(body)
    return spans


def units(text: str) -> int:
    """Size of a text: Latin characters count one, Chinese, Japanese and Korean ones three."""
    return sum(CJK_UNITS if ord(c) > 0x2E80 else 1 for c in text)


def _sections(text: str) -> Iterator[_Section]:
    path: list[tuple[int, str]] = []
    start, position, fenced = 0, 0, False
    heading: tuple[int, int] | None = None
    for line in text.splitlines(keepends=True):
        if _FENCE.match(line):
            fenced = not fenced
        found = None if fenced else heading_of(line)
        if found:
            if start < position or heading:
                yield _Section(start, position, heading, tuple(title for _, title in path))
            level, title = found
            path = [entry for entry in path if entry[0] < level] + [(level, title)]
            heading = (position, position + len(line.rstrip()))
            start = position + len(line)
        position += len(line)
    yield _Section(start, len(text), heading, tuple(title for _, title in path))


def _pack(text: str, start: int, end: int, max_units: int) -> Iterator[tuple[int, int]]:
    """Join sentences up to the limit; a passage prefers to end with a paragraph."""
    first, last, size = -1, -1, 0
    for a, b in _bounded_sentences(text, start, end, max_units):
        grown = units(text[last:b]) if last >= 0 else 0
        paragraph_break = last >= 0 and "\n\n" in text[last:a]
        if first >= 0 and (
            size + grown > max_units or (paragraph_break and size > max_units * 2 // 3)
        ):
            yield first, last
            first = -1
        if first < 0:
            first, size = a, units(text[a:b])
        else:
            size += grown
        last = b
    if first >= 0:
        yield first, last


def _bounded_sentences(
    text: str, start: int, end: int, max_units: int
) -> Iterator[tuple[int, int]]:
    for a, b in sentence_spans(text[start:end]):
        yield from _cut_long(text, start + a, start + b, max_units)


def _cut_long(text: str, start: int, end: int, max_units: int) -> Iterator[tuple[int, int]]:
    """Cut a sentence over the limit at white space where there is some, anywhere otherwise."""
    # A character counts at least one: looking no further keeps a book in one line linear.
    while units(text[start : min(end, start + max_units + 1)]) > max_units:
        cut, size = start, 0
        while cut < end and size + units(text[cut]) <= max_units:
            size += units(text[cut])
            cut += 1
        cut = max(cut, start + 1)
        space = max(text.rfind(" ", start, cut), text.rfind("\n", start, cut))
        if space > start + (cut - start) // 2:
            cut = space
        stop = cut - (len(text[start:cut]) - len(text[start:cut].rstrip()))
        if stop > start:
            yield start, stop
        start = cut
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        yield start, end
