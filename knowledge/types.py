"""The vocabulary: what every part of Footing calls the things it passes around.

Imports nothing of ours. Offsets count Unicode code points and are half-open: `text[start:end]`.
"""

from dataclasses import dataclass, field
from typing import Any, Literal

EvidenceKind = Literal["passage", "triple", "path"]
Language = Literal["en", "zh"]
EntityKind = Literal["person", "organisation", "place", "work", "date", "quantity", "term", "other"]

DEFAULT_COLLECTION = "default"
IMPORTED = "imported"


@dataclass(frozen=True, slots=True)
class Document:
    """What was ingested: one text with where it came from.

    Attributes:
        id: unique within its collection.
        fingerprint: hash of the source it was read from; the same fingerprint means unchanged.
        file: address of the file of many documents that it is a row of; None for one of its own.
            Told when it is stored, and not read back.
    """

    id: str
    title: str
    text: str
    uri: str | None = None
    media_type: str = "text/plain"
    metadata: dict[str, Any] = field(default_factory=dict)
    fingerprint: str = ""
    file: str | None = None


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """A stored document without its text, for listings."""

    id: str
    title: str
    uri: str | None
    media_type: str
    metadata: dict[str, Any]
    characters: int
    chunks: int
    updated_at: str


@dataclass(frozen=True, slots=True)
class Span:
    """A passage of a document before it is stored.

    Attributes:
        start, end: offsets into the document's text.
        heading_path: the headings above the passage, outermost first.
    """

    start: int
    end: int
    heading_path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stored passage; ids are never used twice, so a chunk never changes its text."""

    id: int
    document_id: str
    position: int
    start: int
    end: int
    text: str
    title: str
    uri: str | None
    heading_path: tuple[str, ...] = ()

    @property
    def context(self) -> str:
        """Title and headings, each once: what a reader of the passage would know already."""
        parts = (self.title, *self.heading_path)
        return " › ".join(dict.fromkeys(part for part in parts if part))

    @property
    def indexed_text(self) -> str:
        """The text that searchers see: the passage under its title and headings."""
        return f"{self.context}\n{self.text}" if self.context else self.text


@dataclass(frozen=True, slots=True)
class Triple:
    """An edge of the knowledge graph: subject, predicate, object.

    Attributes:
        id: the store's id; 0 before it is stored.
        source: `imported`, or the name of the extractor that read it from a chunk.
        confidence: 0 to 1.
        start, end: offsets in the document of the sentence that states it; None if imported.
    """

    subject: str
    predicate: str
    object: str
    id: int = 0
    document_id: str | None = None
    chunk_id: int | None = None
    source: str = IMPORTED
    confidence: float = 1.0
    start: int | None = None
    end: int | None = None

    def verbalise(self) -> str:
        """The triple as a line of text: `Paris — capital of — France`."""
        return f"{self.subject} — {self.predicate} — {self.object}"


@dataclass(frozen=True, slots=True)
class EntityMention:
    """A place in a text that names an entity.

    Attributes:
        start, end: offsets into the text that was read, the document's text once stored.
        name: the entity's name in this document; the words themselves, unless the document says
            what they are short for.
        chunk_id: the passage that it stands in; 0 before it is stored.
    """

    start: int
    end: int
    name: str
    kind: EntityKind
    chunk_id: int = 0


@dataclass(frozen=True, slots=True)
class Hit:
    """One result of one searcher; `rank` counts from 1, `score` is the searcher's own scale."""

    id: int
    score: float
    rank: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the generator may stand on: a passage, a triple or a path of triples.

    Attributes:
        text: what is read; for a passage, exactly the document's `text[start:end]`.
        score: the fused score it was ranked by, comparable within one question only.
        context: title and headings above a passage.
        triples: the triples of a `triple` or `path`.
        stated_in: the passages that those were read from; imported ones have none.
        at_odds: triples of the same graph that contradict one of them.
    """

    kind: EvidenceKind
    text: str
    score: float = 0.0
    title: str = ""
    context: str = ""
    uri: str | None = None
    document_id: str | None = None
    chunk_id: int | None = None
    start: int | None = None
    end: int | None = None
    triples: tuple[Triple, ...] = ()
    stated_in: tuple[Chunk, ...] = ()
    at_odds: tuple[Triple, ...] = ()
