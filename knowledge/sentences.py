"""Sentences of English and Chinese text, Markdown included, without losing a character.

Knows punctuation and line structure, not grammar: an abbreviation list decides full stops.
"""

import re
from itertools import pairwise

_TERMINAL = re.compile(
    r"[。！？!?]+[\"'”’」』）)\]]*|(?:(?<!\.)\.{3,}+|(?<!…)…++|\.)[\"'”’)\]]*(?=\s|$)"
)
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\[\"'“])(?:mr|mrs|ms|dr|prof|st|sr|jr|vs|etc|e\.g|i\.e|cf|al|fig|figs|eq|no|vol|pp|"
    r"ca|approx|inc|ltd|co|corp|dept|est|gen|col|sgt|capt|rev|hon|jan|feb|mar|apr|jun|jul|aug|sep|"
    r"sept|oct|nov|dec|u\.s|u\.k|u\.n|a\.m|p\.m|ph\.d|[a-z])\.$",
    re.IGNORECASE,
)
_STARTS_ITEM = re.compile(
    r"\s*(?:[-*+•·]\s|#{1,6}\s|\||>|```|~~~|\d{1,3}[.)、]\s?|[（(]?[一二三四五六七八九十]+[、)）]|"
    r"[^\s:：]{1,24}(?: [^\s:：]{1,16}){0,3}[:：])"
)
_STARTS_LOWER = re.compile(r"\s*[a-z]")
_ENDS_OPEN = re.compile(r"[,，、;；–—-]\s*$")
_WRAPPED_AT = 50


def split_sentences(text: str) -> list[str]:
    """Cut `text` into sentences, trailing white space included: `"".join(parts) == text`."""
    return [text[start:end] for start, end in _pieces(text)]


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Offsets of the sentences of `text` without surrounding white space; blank ones left out."""
    spans = []
    for start, end in _pieces(text):
        piece = text[start:end]
        stripped = piece.strip()
        if stripped:
            offset = start + len(piece) - len(piece.lstrip())
            spans.append((offset, offset + len(stripped)))
    return spans


def _pieces(text: str) -> list[tuple[int, int]]:
    cuts = sorted(set(_punctuation_cuts(text)) | set(_line_cuts(text)))
    bounds = [0, *(cut for cut in cuts if 0 < cut < len(text)), len(text)]
    return [(a, b) for a, b in pairwise(bounds) if b > a]


def _punctuation_cuts(text: str) -> list[int]:
    cuts = []
    for match in _TERMINAL.finditer(text):
        if match[0][0] == "." and not _full_stop_ends(text, match):
            continue
        cuts.append(_skip_space(text, match.end()))
    return cuts


def _full_stop_ends(text: str, match: re.Match[str]) -> bool:
    following = text[match.end() : match.end() + 8].lstrip()
    if following and following[0].islower():
        return False
    before = text[max(0, match.start() - 12) : match.start() + 1]
    # "etc." or "U.S." may close a sentence, but cutting there is the worse mistake.
    if match[0] == "." and _ABBREVIATION.search(before):
        return False
    # "1." at the start of a line is a list number, not a sentence.
    head = text[max(0, match.start() - 12) : match.start()]
    if "\n" not in head and match.start() > len(head):
        return True
    return not head.rpartition("\n")[2].strip().isdigit()


def _line_cuts(text: str) -> list[int]:
    cuts: list[int] = []
    position = 0
    lines = text.splitlines(keepends=True)
    for line, following in pairwise(lines):
        position += len(line)
        if cuts and position <= cuts[-1]:
            continue  # inside the white space that was skipped already
        if _line_ends(line, following):
            cuts.append(_skip_space(text, position))
    return cuts


def _line_ends(line: str, following: str) -> bool:
    body = line.strip()
    if not body or not following.strip() or _STARTS_ITEM.match(following):
        return True
    if body.startswith(("#", "|", "```")):
        return True
    if _STARTS_LOWER.match(following) or _ENDS_OPEN.search(body):
        return False
    width = sum(2 if ord(c) > 0x2E80 else 1 for c in body)
    return width < _WRAPPED_AT


def _skip_space(text: str, position: int) -> int:
    while position < len(text) and text[position].isspace():
        position += 1
    return position
