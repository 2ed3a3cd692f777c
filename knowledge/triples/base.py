"""What reads triples and entity mentions out of a document. First implementation: `patterns`."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from knowledge.types import Document, EntityMention, Span, Triple


@dataclass(frozen=True, slots=True)
class Extraction:
    """What was read from a document.

    Attributes:
        mentions: where entities are named; offsets into the document's text.
        triples: what sentences state; `start` and `end` are the sentence's.
    """

    mentions: list[EntityMention] = field(default_factory=list)
    triples: list[Triple] = field(default_factory=list)


class Extractor(Protocol):
    """Reads a document. What it returns is checked by `extraction.read_document`.

    Attributes:
        name: becomes the `source` of its triples.
    """

    name: str

    def extract(self, document: Document, spans: Sequence[Span]) -> Extraction:
        """Mentions and triples of the passages of a document."""
        ...


class NoExtraction:
    """Reads nothing: the graph holds imported triples only."""

    name = "none"

    def extract(self, document: Document, spans: Sequence[Span]) -> Extraction:
        """Always empty."""
        return Extraction()
