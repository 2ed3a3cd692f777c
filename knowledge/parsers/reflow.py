"""Lines of a printed page back to paragraphs, in English and Chinese.

Input is what text extraction from a PDF gives: pages of blocks, blocks of lines as printed. Knows
no layout, so every join is decided by the two lines it joins.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

_NO_SPACE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60\u3000-\u303f\U00020000-\U0003134f"
_UNSPACED = re.compile(f"[{_NO_SPACE}“”‘’…—]")
_SPACED_OUT = re.compile(f"(?<=[{_NO_SPACE}])[ \t]+(?=[{_NO_SPACE}])")
_IDEOGRAPH = re.compile("[\u3400-\u9fff]")
_PAGE_NUMBER = re.compile(
    r"(?:[-–—]\s*)?\d{1,4}(?:\s*[-–—])?|(?:page|p\.)\s*\d+(?:\s*(?:of|/)\s*\d+)?|[ivxl]{1,7}"
    r"|第\s*\d+\s*页(?:\s*[,，/]?\s*共\s*\d+\s*页)?|\d{1,4}\s*/\s*\d{1,4}",
    re.IGNORECASE,
)
_SURE_PAGE_NUMBER = re.compile(
    r"page\s*\d+\s*of\s*\d+|第\s*\d+\s*页.*|[-–—]\s*\d{1,4}\s*[-–—]", re.I
)
_ITEM = re.compile(
    r"[-*•●▪◦‣–·]\s|\(?\d{1,3}[.)、．]\s?\D|[（(]?[一二三四五六七八九十]{1,3}[、)）．]|\[\d+\]\s"
    r"|[（(][a-z0-9]{1,3}[)）]\s|第[一二三四五六七八九十百\d]+[章节条]|#{1,6}\s"
)
_ENDS_SENTENCE = re.compile(r"[.!?。！？…:：;；][\"'”’」』）)\]]*$")
_HYPHENATED = re.compile(r"([^\W\d_]+(?:-[^\W\d_]+)*)[-\u2010]$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# A word at the end of a line is looked for in its last so many characters: tried from each letter
# of a line that is one long word, the pattern would take n² steps.
_LONGEST_WORD = 100
_NARROW = 24
_FULL = 0.7
# A line counts as running header or footer when this many pages, and this share, carry it.
_RUNNING_PAGES, _RUNNING_SHARE = 3, 0.5


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """The words of the document: how it writes a word that a line end cut decides the hyphen."""

    words: frozenset[str]

    def joined(self, before: str, after: str) -> str:
        found = _hyphenated(before)
        rest = _WORD.match(after)
        if found is None or rest is None or not after[0].islower():
            return before + after
        first, second = found[1].lower(), rest[0].lower()
        compound = f"{first}-{second}" in self.words and first + second not in self.words
        keep = compound or "-" in first
        return (before if keep else before[:-1]) + after


def _hyphenated(line: str) -> re.Match[str] | None:
    """The word that a hyphen at the end of a line cuts."""
    return _HYPHENATED.search(line, max(0, len(line) - _LONGEST_WORD))


def reflow(pages: Sequence[str]) -> str:
    """The text of a document from the printed lines of its pages.

    Joins lines that were wrapped and words that were hyphenated, across pages too; drops page
    numbers and running headers. Table rows (`| … |`) stay lines of their own.
    """
    kept = _without_margins([_lines(page) for page in pages])
    lexicon = _Lexicon(frozenset(w.lower() for page in kept for w in _words(page)))
    full = _usual_width(kept)
    paragraphs: list[str] = []
    last_line = ""
    for page in kept:
        for block in _blocks(page):
            for position, line in enumerate(block):
                within = position > 0
                if paragraphs and _continues(last_line, line, full, within=within):
                    paragraphs[-1] = _join(paragraphs[-1], line, lexicon)
                elif within and _same_list(last_line, line):
                    paragraphs[-1] += "\n" + line
                else:
                    paragraphs.append(line)
                last_line = line
    return _close_up("\n\n".join(paragraphs))


def _lines(page: str) -> list[str]:
    return [line.strip() for line in page.strip().split("\n")]


def _words(lines: Sequence[str]) -> list[str]:
    # The last word of a line may be the half of one.
    return [word for line in lines for word in _WORD.findall(line.rpartition(" ")[0])]


def _without_margins(pages: list[list[str]]) -> list[list[str]]:
    """Pages without page numbers and the lines that most pages repeat at an edge."""
    edges = Counter(
        shape
        for page in pages
        for shape in {_shape(page[0]), _shape(page[-1])}
        if len(page) > 2 and shape
    )
    enough = max(_RUNNING_PAGES, len(pages) * _RUNNING_SHARE)
    running = {shape for shape, count in edges.items() if count >= enough}
    return [_trimmed(page, running) for page in pages]


def _shape(line: str) -> str:
    return re.sub(r"\d+", "0", line)


def _trimmed(page: list[str], running: set[str]) -> list[str]:
    lines = [line for line in page if not _SURE_PAGE_NUMBER.fullmatch(line)]
    for edge in (0, -1):
        # Twice: a page number may stand beside a running header.
        for _ in range(2):
            while lines and not lines[edge]:
                lines.pop(edge)
            # A page of one line is a page about that line, even if it is a number.
            alone = sum(1 for line in lines if line) < 2
            if not alone and (
                _PAGE_NUMBER.fullmatch(lines[edge]) or _shape(lines[edge]) in running
            ):
                lines.pop(edge)
    return lines


def _blocks(lines: Sequence[str]) -> list[list[str]]:
    blocks: list[list[str]] = [[]]
    for line in lines:
        if line:
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]


def _width(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


def _usual_width(pages: Sequence[Sequence[str]]) -> int:
    """The width of a full line: nine in ten lines are no wider."""
    widths = sorted(_width(line) for page in pages for line in page if line)
    return widths[int(len(widths) * 0.9)] if widths else 0


def _continues(before: str, after: str, full: int, *, within: bool) -> bool:
    """Whether `after` goes on with the sentence of `before`; `within` one block or across two."""
    if before.startswith("|") or after.startswith(("|", "#")) or _ITEM.match(after):
        return False
    if _hyphenated(before) and (after[0].islower() or (within and after[0].isalnum())):
        return True
    width = _width(before)
    goes_on = after[0].islower() or bool(_UNSPACED.match(after[0]))
    ended = bool(_ENDS_SENTENCE.search(before))
    if not within:
        # Double spacing and page ends part lines that belong together; only sure ones are joined.
        return goes_on and not ended and width >= max(_NARROW, full * _FULL)
    if width < _NARROW or width < full * _FULL:
        # A short line ends a paragraph or is a heading, unless the sentence visibly goes on.
        return after[0].islower() and not ended and width >= _NARROW
    return True


def _same_list(before: str, after: str) -> bool:
    return bool(_ITEM.match(after)) or (before.startswith("|") and after.startswith("|"))


def _join(before: str, after: str, lexicon: _Lexicon) -> str:
    if before.endswith("\u00ad"):
        return before[:-1] + after
    if before.endswith(("-", "\u2010")) and before[-2:-1].isalnum():
        return lexicon.joined(before, after)
    unspaced = _UNSPACED.match(before[-1]) or _UNSPACED.match(after[0])
    return before + after if unspaced else f"{before} {after}"


def _close_up(text: str) -> str:
    """Remove the spaces that wide letter spacing leaves between Chinese characters."""
    ideographs = len(_IDEOGRAPH.findall(text))
    if len(_SPACED_OUT.findall(text)) > ideographs * 0.3:
        return _SPACED_OUT.sub("", text)
    return text
