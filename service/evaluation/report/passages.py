"""Texts cut into pieces that a page can mark: what is cited, what is the answer itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from service.answer import Citation, EvidenceItem

_LONGEST_PLAIN = 420
_EDGE = 180
LONGEST = 4000


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text.

    Attributes:
        marked: whether it is cited, or the answer itself.
        numbers: of the citations that end here.
    """

    text: str
    marked: bool = False
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of evidence ready to be shown."""

    kind: str
    title: str
    place: str
    pieces: list[Piece] = field(default_factory=list)

    @property
    def cited(self) -> bool:
        """Whether a claim stands on it."""
        return any(piece.marked for piece in self.pieces)


def pieces(text: str, spans: Iterable[tuple[int, int, int]]) -> list[Piece]:
    """Cut `text` where a span starts or ends.

    Args:
        text: what is shown.
        spans: `(start, end, number)` in code points, half open; they may overlap. A number below
            1 is not shown.

    Returns:
        Pieces whose texts, joined, are `text`.
    """
    inside = [(max(0, s), min(len(text), e), n) for s, e, n in spans if s < min(e, len(text))]
    cuts = sorted({0, len(text), *(s for s, _, _ in inside), *(e for _, e, _ in inside)})
    found = []
    for start, end in pairwise(cuts):
        marked = any(s <= start and end <= e for s, e, _ in inside)
        ending = sorted({n for _, e, n in inside if e == end and n > 0})
        found.append(Piece(text[start:end], marked, tuple(ending)))
    return found


def shortened(found: Sequence[Piece]) -> list[Piece]:
    """The same with long stretches that nothing cites left out in their middle, as "…"."""
    return [replace(piece, text=_short(piece)) for piece in found]


def _short(piece: Piece) -> str:
    if piece.marked:
        return clipped(piece.text)
    if len(piece.text) <= _LONGEST_PLAIN:
        return piece.text
    return f"{piece.text[:_EDGE].rstrip()} … {piece.text[-_EDGE:].lstrip()}"


def clipped(text: str, longest: int = LONGEST) -> str:
    """The text, or its beginning and how much more there is."""
    rest = len(text) - longest
    return text if rest <= 0 else f"{text[:longest]}… ({rest:,} more characters in run.jsonl)"


def passages(
    evidence: Sequence[EvidenceItem], citations: Sequence[Citation], most: int
) -> list[Passage]:
    """Evidence with what cites it marked: all that is cited, and the best of the rest.

    A citation that stands in none of the evidence is shown as a passage of its own.
    """
    shown = [_passage(item, citations) for item in evidence]
    rest = most - sum(passage.cited for passage in shown)
    kept = []
    for passage in shown:
        if passage.cited or rest > 0:
            kept.append(passage)
            rest -= not passage.cited
    lost = [c for c in citations if not any(_span(item, c) for item in evidence)]
    return kept + [
        Passage(c.kind, c.title, c.document_id or "", [Piece(c.text, True, (c.n,))]) for c in lost
    ]


def _passage(item: EvidenceItem, citations: Sequence[Citation]) -> Passage:
    spans = [(*span, c.n) for c in citations if (span := _span(item, c))]
    marked = shortened(pieces(item.text, spans))
    return Passage(item.kind, item.title, item.uri or item.document_id or "", marked)


def _span(item: EvidenceItem, citation: Citation) -> tuple[int, int] | None:
    """Where the citation stands in the evidence: at its offset, else where its text is found."""
    same = (item.kind, item.document_id) == (citation.kind, citation.document_id)
    if not same or not citation.text:
        return None
    start = -1
    if citation.start is not None and item.start is not None:
        start = citation.start - item.start
    if start < 0 or item.text[start : start + len(citation.text)] != citation.text:
        start = item.text.find(citation.text)
    return (start, start + len(citation.text)) if start >= 0 else None
