"""What a store of record promises. Implementations: `sqlite.SqliteStore`."""

from collections.abc import Collection, Iterator, Sequence, Set
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from knowledge.types import Chunk, Document, DocumentInfo, EntityMention, Span, Triple

RemovalKind = Literal["chunk", "triple"]
PutOutcome = Literal["added", "updated"]
# Models whose vectors a collection keeps: that in use, and two to go back to.
KEPT_MODELS = 3


@dataclass(frozen=True, slots=True)
class CollectionState:
    """Where a collection stands; derived indexes compare themselves with it.

    Attributes:
        id: stable number of the collection, never used for another one.
        sequence: grows by one with every committed change.
        checksum: over the ids of its live chunks (`checksum.checksum`).
    """

    id: int
    name: str
    sequence: int
    chunks: int
    checksum: int


@dataclass(frozen=True, slots=True)
class CollectionCounts:
    """How much a collection holds."""

    name: str
    documents: int
    chunks: int
    triples: int


@dataclass(frozen=True, slots=True)
class FeedbackEntry:
    """What a person said of an answer, as it was given to `Store.add_feedback`."""

    id: int
    created_at: str
    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class OriginFile:
    """A file that documents came from.

    Attributes:
        document_id: the document with this address; None for a file of rows.
    """

    address: str
    document_id: str | None


@dataclass(frozen=True, slots=True)
class PreparedDocument:
    """A document ready to be stored in one transaction.

    Attributes:
        vectors: float array (len(spans), dimension), rows of unit length, made by `model`.
        triples: triples read from the text; each with the position of its span, or None.
        mentions: entities named in the text; each with the position of its span.
    """

    document: Document
    spans: Sequence[Span]
    vectors: NDArray[np.floating[Any]]
    model: str
    triples: Sequence[tuple[Triple, int | None]] = ()
    mentions: Sequence[tuple[EntityMention, int]] = ()


class Store(Protocol):
    """Documents, chunks, embeddings and triples, kept apart by collection.

    Every change is one durable transaction: it is there entirely after any crash, or not at all.
    Methods raise `UnknownCollectionError` for a collection that does not exist.
    Safe for use from several threads and processes.
    """

    def snapshot(self) -> AbstractContextManager[None]:
        """Within it, this thread reads one consistent state."""
        ...

    def create_collection(self, name: str) -> CollectionState:
        """The collection of that name, made if there is none."""
        ...

    def delete_collection(self, name: str) -> None:
        """Remove the collection with everything in it."""
        ...

    def state(self, collection: str) -> CollectionState:
        """Where the collection stands."""
        ...

    def collections(self) -> list[CollectionCounts]:
        """Every collection with how much it holds, by name."""
        ...

    def fingerprint(self, collection: str, document_id: str) -> str | None:
        """The fingerprint a document was stored with, or None."""
        ...

    def put_document(self, collection: str, prepared: PreparedDocument) -> PutOutcome:
        """Store a document, replacing everything that came from an earlier version of it.

        A row (`document.file`) is held by its file and by those that held the earlier version;
        a document of its own is held by none.
        """
        ...

    def document(self, collection: str, document_id: str) -> Document:
        """The document with its text; raises `DocumentNotFoundError`."""
        ...

    def documents(
        self, collection: str, limit: int, after: str | None, contains: str | None
    ) -> list[DocumentInfo]:
        """Documents by id, those after the id `after`; `contains` filters by title, id or uri."""
        ...

    def delete_document(self, collection: str, document_id: str) -> None:
        """Remove a document and everything that came from it."""
        ...

    def settle_rows(self, collection: str, file: str, ids: Set[str]) -> list[str]:
        """Take note that the rows of `file` are just these documents.

        Those that it held before go, unless another file holds them too; answers their ids.
        """
        ...

    def origin_files(self, collection: str, prefix: str) -> list[OriginFile]:
        """Where documents came from, of addresses that begin with `prefix`, by address.

        Documents that are no rows with their own address, and the files that hold rows.
        """
        ...

    def rows_of_only(self, collection: str, files: Collection[str]) -> list[str]:
        """The ids of the rows that these files hold and no other file holds."""
        ...

    def chunks(self, collection: str, ids: Sequence[int]) -> dict[int, Chunk]:
        """The live chunks among `ids`."""
        ...

    def document_chunks(self, collection: str, document_id: str) -> list[Chunk]:
        """The chunks of one document in order."""
        ...

    def iter_chunks(self, collection: str, after: int, upto: int) -> Iterator[Chunk]:
        """Live chunks that came with a sequence number in `(after, upto]`, by id."""
        ...

    def iter_vectors(
        self, collection: str, model: str, after: int, upto: int
    ) -> Iterator[tuple[NDArray[np.int64], NDArray[np.float32]]]:
        """Batches of chunk ids (n,) and their vectors (n, dimension), as for `iter_chunks`."""
        ...

    def removed(
        self, collection: str, kind: RemovalKind, after: int, upto: int
    ) -> NDArray[np.int64]:
        """Ids removed with a sequence number in `(after, upto]`."""
        ...

    def iter_chunks_without_vector(
        self, collection: str, model: str, after: int
    ) -> Iterator[Chunk]:
        """Chunks later than sequence number `after` that `model` has not embedded, by id."""
        ...

    def put_vectors(
        self, collection: str, model: str, ids: Sequence[int], vectors: NDArray[Any]
    ) -> None:
        """Store vectors of chunks that have none by this model; a gone chunk is passed over."""
        ...

    def use_embedder(self, collection: str, model: str) -> None:
        """Note that the collection is searched with this model's vectors.

        Those of the `KEPT_MODELS` models used last stay, those of others are removed.
        """
        ...

    def add_triples(self, collection: str, triples: Sequence[Triple]) -> int:
        """Store imported triples in one transaction; those already there count as nothing."""
        ...

    def remove_triples(self, collection: str, triples: Sequence[Triple]) -> int:
        """Remove imported triples with the same three parts; answers how many there were."""
        ...

    def iter_triples(self, collection: str, after: int, upto: int) -> Iterator[Triple]:
        """Live triples that came with a sequence number in `(after, upto]`, by id."""
        ...

    def iter_mentions(self, collection: str, after: int, upto: int) -> Iterator[EntityMention]:
        """Mentions in the chunks of `iter_chunks`, by chunk id, then by place."""
        ...

    def add_feedback(self, body: dict[str, Any]) -> int:
        """Keep what a person said of an answer; answers its id."""
        ...

    def feedback(
        self, limit: int, before: int | None, collection: str | None
    ) -> list[FeedbackEntry]:
        """What people said, the newest first, of ids below `before`; of one collection or all."""
        ...

    def close(self) -> None:
        """Close every connection."""
        ...
