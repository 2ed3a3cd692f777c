"""What the pattern extractor reads from a text, as lines."""

from collections.abc import Callable

import pytest

from knowledge.chunking import chunk_text
from knowledge.triples.extraction import read_document
from knowledge.triples.patterns import PatternExtractor
from knowledge.types import Document


@pytest.fixture
def facts() -> Callable[..., list[tuple[str, str, str]]]:
    """Subject, predicate, object of every triple of a text, the topic's short names left out."""

    def read(text: str, title: str = "") -> list[tuple[str, str, str]]:
        document = Document("d", title, text)
        triples = [
            t for t, _ in read_document(PatternExtractor(), document, chunk_text(text)).triples
        ]
        return [(t.subject, t.predicate, t.object) for t in triples if t.predicate != "short name"]

    return read
