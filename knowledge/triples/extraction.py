"""From an extractor to what the store keeps: checked, tidied, and tied to passages."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.triples.base import Extractor
from knowledge.triples.validation import is_valid_mention, is_valid_triple
from knowledge.types import Document, EntityMention, Span, Triple

# Changes of what the extractors read must change this: stored documents are then read anew.
EXTRACTION_VERSION = "2"


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """What was read from a document, each item with the position of its passage."""

    triples: list[tuple[Triple, int | None]]
    mentions: list[tuple[EntityMention, int]]


def read_document(extractor: Extractor, document: Document, spans: Sequence[Span]) -> ReadDocument:
    """Run an extractor and keep what is valid.

    A triple said several times is kept once, where it was said first.
    """
    extraction = extractor.extract(document, spans)
    starts = [span.start for span in spans]
    triples: dict[tuple[str, str, str], tuple[Triple, int | None]] = {}
    for triple in extraction.triples:
        tidy = replace(
            triple,
            subject=_tidy(triple.subject),
            predicate=_tidy(triple.predicate),
            object=_tidy(triple.object),
            source=extractor.name,
        )
        if is_valid_triple(tidy, document.text) and tidy.start is not None:
            position = _position(spans, starts, tidy.start)
            triples.setdefault((tidy.subject, tidy.predicate, tidy.object), (tidy, position))
    mentions = []
    for mention in extraction.mentions:
        found = _position(spans, starts, mention.start)
        if found is not None and is_valid_mention(mention, document.text):
            mentions.append((replace(mention, name=_tidy(mention.name)), found))
    return ReadDocument(list(triples.values()), mentions)


def _tidy(part: str) -> str:
    return " ".join(part.split()).strip(" ,;:，；：、")


def _position(spans: Sequence[Span], starts: Sequence[int], offset: int) -> int | None:
    """The passage that an offset stands in, or None between passages."""
    position = bisect_right(starts, offset) - 1
    return position if position >= 0 and offset < spans[position].end else None
