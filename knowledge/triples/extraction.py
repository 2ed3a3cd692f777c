"""The seam for reading triples out of text at ingestion."""

from collections.abc import Sequence
from typing import Protocol

from knowledge.types import Document, Span, Triple


class TripleExtractor(Protocol):
    """Reads triples out of a document.

    Attributes:
        name: becomes the `source` of its triples.
    """

    name: str

    def extract(self, document: Document, spans: Sequence[Span]) -> list[tuple[Triple, int | None]]:
        """Triples of the document, each with the position of the span it stands in, or None."""
        ...


class NoExtraction:
    """Reads nothing: the graph holds imported triples only."""

    name = "none"

    def extract(self, document: Document, spans: Sequence[Span]) -> list[tuple[Triple, int | None]]:
        """Always empty."""
        return []
