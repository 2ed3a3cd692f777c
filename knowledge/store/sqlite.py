"""The store of record in one SQLite file."""

from collections.abc import Collection, Iterator, Sequence, Set
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.errors import DocumentNotFoundError
from knowledge.store import embeddings, feedback, file_rows, origins, reads, rows, writes
from knowledge.store.base import (
    CollectionCounts,
    CollectionState,
    FeedbackEntry,
    OriginFile,
    PreparedDocument,
    PutOutcome,
    RemovalKind,
)
from knowledge.store.connections import Connections
from knowledge.types import Chunk, Document, DocumentInfo, EntityMention, Triple


class SqliteStore:
    """`Store` over SQLite: WAL, `synchronous=FULL`, one transaction a change."""

    def __init__(self, path: Path) -> None:
        self._connections = Connections(path)

    @property
    def path(self) -> Path:
        """The database file."""
        return self._connections.path

    def snapshot(self) -> AbstractContextManager[None]:
        """Within it, this thread reads one consistent state."""
        return self._connections.snapshot()

    def close(self) -> None:
        """Close every connection."""
        self._connections.close()

    # Collections

    def create_collection(self, name: str) -> CollectionState:
        """The collection of that name, made if there is none."""
        if not reads.knows_collection(self._connections.reader(), name):
            with self._connections.writing() as connection:
                connection.execute("INSERT OR IGNORE INTO collections (name) VALUES (?)", (name,))
        return self.state(name)

    def delete_collection(self, name: str) -> None:
        """Remove the collection with everything in it."""
        with self._connections.writing() as connection:
            state = rows.collection_state(connection, name)
            connection.execute("DELETE FROM collections WHERE id = ?", (state.id,))

    def state(self, collection: str) -> CollectionState:
        """Where the collection stands."""
        return rows.collection_state(self._connections.reader(), collection)

    def collections(self) -> list[CollectionCounts]:
        """Every collection with how much it holds, by name."""
        return reads.collections(self._connections.reader())

    # Documents

    def fingerprint(self, collection: str, document_id: str) -> str | None:
        """The fingerprint a document was stored with, or None."""
        state = self.state(collection)
        return reads.fingerprint(self._connections.reader(), state, document_id)

    def put_document(self, collection: str, prepared: PreparedDocument) -> PutOutcome:
        """Store a document, replacing everything that came from an earlier version of it."""
        with self._connections.writing() as connection:
            state = rows.collection_state(connection, collection)
            sequence = rows.advance(connection, state)
            files = file_rows.holders(connection, state, prepared.document)
            replaced = writes.remove_document(connection, state, sequence, prepared.document.id)
            key = writes.insert_document(connection, state, prepared.document)
            file_rows.hold(connection, key, files)
            chunk_ids = writes.insert_chunks(connection, state, sequence, key, prepared)
            for triple, position in prepared.triples:
                chunk_id = None if position is None else chunk_ids[position]
                writes.insert_triple(connection, state, sequence, triple, key, chunk_id)
            writes.insert_mentions(connection, chunk_ids, prepared.mentions)
        return "updated" if replaced else "added"

    def document(self, collection: str, document_id: str) -> Document:
        """The document with its text; raises `DocumentNotFoundError`."""
        state = self.state(collection)
        found = reads.document(self._connections.reader(), state, document_id)
        if found is None:
            raise _not_found(collection, document_id)
        return found

    def documents(
        self,
        collection: str,
        limit: int = 100,
        after: str | None = None,
        contains: str | None = None,
    ) -> list[DocumentInfo]:
        """Documents by id, those after the id `after`; `contains` filters by title, id or uri."""
        state = self.state(collection)
        return reads.documents(self._connections.reader(), state, limit, after, contains)

    def delete_document(self, collection: str, document_id: str) -> None:
        """Remove a document and everything that came from it; raises `DocumentNotFoundError`."""
        with self._connections.writing() as connection:
            state = rows.collection_state(connection, collection)
            sequence = rows.advance(connection, state)
            if not writes.remove_document(connection, state, sequence, document_id):
                raise _not_found(collection, document_id)

    def settle_rows(self, collection: str, file: str, ids: Set[str]) -> list[str]:
        """Take note that the rows of `file` are just these documents.

        Those that it held before go, unless another file holds them too; answers their ids.
        """
        with self._connections.writing() as connection:
            state = rows.collection_state(connection, collection)
            gone = file_rows.settle(connection, state, file, ids)
            for document_id in gone:
                writes.remove_document(connection, state, state.sequence + 1, document_id)
            if gone:
                rows.advance(connection, state)
            return gone

    def origin_files(self, collection: str, prefix: str) -> list[OriginFile]:
        """Where documents came from, of addresses that begin with `prefix`, by address."""
        state = self.state(collection)
        return origins.files_below(self._connections.reader(), state, prefix)

    def rows_of_only(self, collection: str, files: Collection[str]) -> list[str]:
        """The ids of the rows that these files hold and no other file holds."""
        state = self.state(collection)
        return origins.rows_of_only(self._connections.reader(), state, files)

    # Chunks and vectors

    def chunks(self, collection: str, ids: Sequence[int]) -> dict[int, Chunk]:
        """The live chunks among `ids`."""
        state = self.state(collection)
        return reads.chunks(self._connections.reader(), state, ids)

    def document_chunks(self, collection: str, document_id: str) -> list[Chunk]:
        """The chunks of one document in order."""
        state = self.state(collection)
        return list(reads.document_chunks(self._connections.reader(), state, document_id))

    def iter_chunks(self, collection: str, after: int, upto: int) -> Iterator[Chunk]:
        """Live chunks that came with a sequence number in `(after, upto]`, by id."""
        state = self.state(collection)
        return reads.chunks_between(self._connections.reader(), state, after, upto)

    def iter_chunks_without_vector(
        self, collection: str, model: str, after: int
    ) -> Iterator[Chunk]:
        """Chunks later than sequence number `after` that `model` has not embedded, by id."""
        state = self.state(collection)
        return reads.chunks_without_vector(self._connections.reader(), state, model, after)

    def iter_vectors(
        self, collection: str, model: str, after: int, upto: int
    ) -> Iterator[tuple[NDArray[np.int64], NDArray[np.float32]]]:
        """Batches of chunk ids (n,) and their vectors (n, dimension), as for `iter_chunks`."""
        state = self.state(collection)
        yield from reads.vectors(self._connections.reader(), state, model, after, upto)

    def put_vectors(
        self, collection: str, model: str, ids: Sequence[int], vectors: NDArray[Any]
    ) -> None:
        """Store vectors of chunks that have none by this model; a gone chunk is passed over."""
        with self._connections.writing() as connection:
            state = rows.collection_state(connection, collection)
            embeddings.put(connection, state, model, ids, vectors)

    def use_embedder(self, collection: str, model: str) -> None:
        """Note that the collection is searched with this model's vectors.

        Those of the `KEPT_MODELS` models used last stay, those of others are removed.
        """
        if embeddings.last_used(self._connections.reader(), self.state(collection)) == model:
            return
        with self._connections.writing() as connection:
            state = rows.collection_state(connection, collection)
            embeddings.use(connection, state, model)

    def removed(
        self, collection: str, kind: RemovalKind, after: int, upto: int
    ) -> NDArray[np.int64]:
        """Ids removed with a sequence number in `(after, upto]`."""
        state = self.state(collection)
        return reads.removed(self._connections.reader(), state, kind, after, upto)

    # Triples and feedback

    def add_triples(self, collection: str, triples: Sequence[Triple]) -> int:
        """Store imported triples in one transaction; those already there count as nothing."""
        with self._connections.writing() as connection:
            state = rows.collection_state(connection, collection)
            added = sum(
                writes.insert_triple(connection, state, state.sequence + 1, triple, None, None)
                for triple in triples
            )
            # Importing what is there already is no change: certificates hold, indexes stay.
            if added:
                rows.advance(connection, state)
            return added

    def remove_triples(self, collection: str, triples: Sequence[Triple]) -> int:
        """Remove imported triples with the same three parts; answers how many there were."""
        with self._connections.writing() as connection:
            state = rows.collection_state(connection, collection)
            removed = writes.remove_triples(connection, state, state.sequence + 1, triples)
            if removed:
                rows.advance(connection, state)
            return removed

    def iter_triples(self, collection: str, after: int, upto: int) -> Iterator[Triple]:
        """Live triples that came with a sequence number in `(after, upto]`, by id."""
        state = self.state(collection)
        return reads.triples(self._connections.reader(), state, after, upto)

    def iter_mentions(self, collection: str, after: int, upto: int) -> Iterator[EntityMention]:
        """Mentions in the chunks of `iter_chunks`, by chunk id, then by place."""
        state = self.state(collection)
        return reads.mentions(self._connections.reader(), state, after, upto)

    def add_feedback(self, body: dict[str, Any]) -> int:
        """Keep what a person said of an answer; answers its id."""
        with self._connections.writing() as connection:
            return feedback.add(connection, body)

    def feedback(
        self, limit: int = 100, before: int | None = None, collection: str | None = None
    ) -> list[FeedbackEntry]:
        """What people said, the newest first, of ids below `before`; of one collection or all."""
        return feedback.entries(self._connections.reader(), limit, before, collection)


def _not_found(collection: str, document_id: str) -> DocumentNotFoundError:
    return DocumentNotFoundError(
        f"collection '{collection}' has no document '{document_id}'; list them to see their ids.",
        collection=collection,
        document_id=document_id,
    )
