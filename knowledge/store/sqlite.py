"""The store of record in one SQLite file."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.errors import DocumentNotFoundError
from knowledge.store import rows, writes
from knowledge.store.base import (
    CollectionCounts,
    CollectionState,
    FeedbackEntry,
    PreparedDocument,
    PutOutcome,
    RemovalKind,
)
from knowledge.store.connections import Connections
from knowledge.types import IMPORTED, Chunk, Document, DocumentInfo, EntityMention, Triple

_BATCH = 1000
_LOOKUP = 500


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
        known = self._read("SELECT 1 FROM collections WHERE name = ?", (name,)).fetchone()
        if not known:
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
        found = self._read(
            "SELECT name, (SELECT count(*) FROM documents d WHERE d.collection_id = c.id), chunks, "
            "(SELECT count(*) FROM triples t WHERE t.collection_id = c.id) "
            "FROM collections c ORDER BY name"
        )
        return [CollectionCounts(*row) for row in found]

    # Documents

    def fingerprint(self, collection: str, document_id: str) -> str | None:
        """The fingerprint a document was stored with, or None."""
        state = self.state(collection)
        row = self._read(
            "SELECT fingerprint FROM documents WHERE collection_id = ? AND id = ?",
            (state.id, document_id),
        ).fetchone()
        return None if row is None else str(row[0])

    def put_document(self, collection: str, prepared: PreparedDocument) -> PutOutcome:
        """Store a document, replacing everything that came from an earlier version of it."""
        with self._connections.writing() as connection:
            state = rows.collection_state(connection, collection)
            sequence = rows.advance(connection, state)
            replaced = writes.remove_document(connection, state, sequence, prepared.document.id)
            key = writes.insert_document(connection, state, prepared.document)
            chunk_ids = writes.insert_chunks(connection, state, sequence, key, prepared)
            for triple, position in prepared.triples:
                chunk_id = None if position is None else chunk_ids[position]
                writes.insert_triple(connection, state, sequence, triple, key, chunk_id)
            writes.insert_mentions(connection, chunk_ids, prepared.mentions)
        return "updated" if replaced else "added"

    def document(self, collection: str, document_id: str) -> Document:
        """The document with its text; raises `DocumentNotFoundError`."""
        state = self.state(collection)
        row = self._read(
            "SELECT * FROM documents WHERE collection_id = ? AND id = ?", (state.id, document_id)
        ).fetchone()
        if row is None:
            raise _not_found(collection, document_id)
        return rows.document_from(row)

    def documents(
        self,
        collection: str,
        limit: int = 100,
        after: str | None = None,
        contains: str | None = None,
    ) -> list[DocumentInfo]:
        """Documents by id, those after the id `after`; `contains` filters by title, id or uri."""
        state = self.state(collection)
        pattern = None if contains is None else f"%{_escape_like(contains)}%"
        found = self._read(
            "SELECT id, title, uri, media_type, metadata, characters, updated_at, "
            "(SELECT count(*) FROM chunks c WHERE c.document_key = d.key) AS chunks "
            "FROM documents d WHERE collection_id = :collection AND id > :after "
            "AND (:pattern IS NULL OR title LIKE :pattern ESCAPE '\\' "
            "OR id LIKE :pattern ESCAPE '\\' OR uri LIKE :pattern ESCAPE '\\') "
            "ORDER BY id LIMIT :limit",
            {"collection": state.id, "after": after or "", "pattern": pattern, "limit": limit},
        )
        return [rows.info_from(row) for row in found]

    def delete_document(self, collection: str, document_id: str) -> None:
        """Remove a document and everything that came from it; raises `DocumentNotFoundError`."""
        with self._connections.writing() as connection:
            state = rows.collection_state(connection, collection)
            sequence = rows.advance(connection, state)
            if not writes.remove_document(connection, state, sequence, document_id):
                raise _not_found(collection, document_id)

    # Chunks and vectors

    def chunks(self, collection: str, ids: Sequence[int]) -> dict[int, Chunk]:
        """The live chunks among `ids`."""
        state = self.state(collection)
        found: dict[int, Chunk] = {}
        for start in range(0, len(ids), _LOOKUP):
            batch = [int(i) for i in ids[start : start + _LOOKUP]]
            marks = ",".join("?" * len(batch))
            # The plus keeps SQLite from walking all chunks of the collection to find a few by key.
            matching = self._read(
                f"SELECT {rows.CHUNK_COLUMNS} FROM chunks c "  # noqa: S608 - only marks are built
                "JOIN documents d ON d.key = c.document_key "
                f"WHERE +c.collection_id = ? AND c.id IN ({marks}) ORDER BY c.document_key",
                (state.id, *batch),
            )
            for chunk in rows.chunks_from(self._connections.reader(), matching):
                found[chunk.id] = chunk
        return found

    def document_chunks(self, collection: str, document_id: str) -> list[Chunk]:
        """The chunks of one document in order."""
        state = self.state(collection)
        return list(self._chunks_where("d.collection_id = ? AND d.id = ?", (state.id, document_id)))

    def iter_chunks(self, collection: str, after: int, upto: int) -> Iterator[Chunk]:
        """Live chunks that came with a sequence number in `(after, upto]`, by id."""
        state = self.state(collection)
        return self._chunks_where(
            "c.collection_id = ? AND c.sequence > ? AND c.sequence <= ?", (state.id, after, upto)
        )

    def iter_chunks_without_vector(
        self, collection: str, model: str, after: int
    ) -> Iterator[Chunk]:
        """Chunks later than sequence number `after` that `model` has not embedded, by id."""
        state = self.state(collection)
        return self._chunks_where(
            "c.collection_id = ? AND c.sequence > ? AND NOT EXISTS "
            "(SELECT 1 FROM embeddings e WHERE e.chunk_id = c.id AND e.model = ?)",
            (state.id, after, model),
        )

    def _chunks_where(self, condition: str, parameters: tuple[Any, ...]) -> Iterator[Chunk]:
        found = self._read(
            f"SELECT {rows.CHUNK_COLUMNS} FROM chunks c "  # noqa: S608 - conditions are ours
            f"JOIN documents d ON d.key = c.document_key WHERE {condition} ORDER BY c.id",
            parameters,
        )
        return rows.chunks_from(self._connections.reader(), found)

    def iter_vectors(
        self, collection: str, model: str, after: int, upto: int
    ) -> Iterator[tuple[NDArray[np.int64], NDArray[np.float32]]]:
        """Batches of chunk ids (n,) and their vectors (n, dimension), as for `iter_chunks`."""
        state = self.state(collection)
        cursor = self._read(
            "SELECT e.chunk_id, e.vector FROM chunks c JOIN embeddings e ON e.chunk_id = c.id "
            "WHERE c.collection_id = ? AND c.sequence > ? AND c.sequence <= ? AND e.model = ? "
            "ORDER BY c.id",
            (state.id, after, upto, model),
        )
        while batch := cursor.fetchmany(_BATCH):
            vectors = np.frombuffer(b"".join(row[1] for row in batch), dtype="<f2")
            ids = np.array([row[0] for row in batch], dtype=np.int64)
            yield ids, vectors.reshape(len(batch), -1).astype(np.float32)

    def put_vectors(
        self, collection: str, model: str, ids: Sequence[int], vectors: NDArray[Any]
    ) -> None:
        """Store vectors of chunks that have none by this model; a gone chunk is passed over."""
        with self._connections.writing() as connection:
            rows.collection_state(connection, collection)
            connection.executemany(
                "INSERT OR REPLACE INTO embeddings (chunk_id, model, vector) "
                "SELECT id, ?, ? FROM chunks WHERE id = ?",
                ((model, writes.blob(v), int(i)) for i, v in zip(ids, vectors, strict=True)),
            )

    def removed(
        self, collection: str, kind: RemovalKind, after: int, upto: int
    ) -> NDArray[np.int64]:
        """Ids removed with a sequence number in `(after, upto]`."""
        state = self.state(collection)
        found = self._read(
            "SELECT item_id FROM removals WHERE collection_id = ? AND kind = ? "
            "AND sequence > ? AND sequence <= ?",
            (state.id, kind, after, upto),
        )
        return np.array([row[0] for row in found], dtype=np.int64)

    # Triples and feedback

    def add_triples(self, collection: str, triples: Sequence[Triple]) -> int:
        """Store imported triples in one transaction; those already there count as nothing."""
        with self._connections.writing() as connection:
            state = rows.collection_state(connection, collection)
            sequence = rows.advance(connection, state)
            return sum(
                writes.insert_triple(connection, state, sequence, triple, None, None)
                for triple in triples
            )

    def remove_triples(self, collection: str, triples: Sequence[Triple]) -> int:
        """Remove imported triples with the same three parts; answers how many there were."""
        with self._connections.writing() as connection:
            state = rows.collection_state(connection, collection)
            sequence = rows.advance(connection, state)
            gone: list[int] = []
            for t in triples:
                found = connection.execute(
                    "DELETE FROM triples WHERE collection_id = ? AND subject = ? AND predicate = ? "
                    "AND object = ? AND source = ? RETURNING id",
                    (state.id, t.subject, t.predicate, t.object, IMPORTED),
                )
                gone.extend(row[0] for row in found.fetchall())
            rows.forget(connection, state, sequence, "triple", gone)
        return len(gone)

    def iter_triples(self, collection: str, after: int, upto: int) -> Iterator[Triple]:
        """Live triples that came with a sequence number in `(after, upto]`, by id."""
        state = self.state(collection)
        found = self._read(
            "SELECT t.*, d.id AS document_id FROM triples t "
            "LEFT JOIN documents d ON d.key = t.document_key "
            "WHERE t.collection_id = ? AND t.sequence > ? AND t.sequence <= ? ORDER BY t.id",
            (state.id, after, upto),
        )
        return map(rows.triple_from, found)

    def iter_mentions(self, collection: str, after: int, upto: int) -> Iterator[EntityMention]:
        """Mentions in the chunks of `iter_chunks`, by chunk id, then by place."""
        state = self.state(collection)
        found = self._read(
            'SELECT m.start, m."end", m.name, m.kind, m.chunk_id FROM chunks c '
            "JOIN mentions m ON m.chunk_id = c.id "
            "WHERE c.collection_id = ? AND c.sequence > ? AND c.sequence <= ? "
            "ORDER BY c.id, m.start",
            (state.id, after, upto),
        )
        return (EntityMention(*row) for row in found)

    def add_feedback(self, body: dict[str, Any]) -> int:
        """Keep what a person said of an answer; answers its id."""
        with self._connections.writing() as connection:
            cursor = connection.execute(
                "INSERT INTO feedback (created_at, body) VALUES (?, ?)",
                (rows.now(), json.dumps(body, ensure_ascii=False)),
            )
            return int(cursor.lastrowid or 0)

    def feedback(
        self, limit: int = 100, before: int | None = None, collection: str | None = None
    ) -> list[FeedbackEntry]:
        """What people said, the newest first, of ids below `before`; of one collection or all."""
        found = self._read(
            "SELECT id, created_at, body FROM feedback WHERE (:before IS NULL OR id < :before) "
            "AND (:collection IS NULL OR json_extract(body, '$.collection') = :collection) "
            "ORDER BY id DESC LIMIT :limit",
            {"limit": limit, "before": before, "collection": collection},
        )
        return [FeedbackEntry(row[0], row[1], json.loads(row[2])) for row in found]

    def _read(self, sql: str, parameters: Any = ()) -> sqlite3.Cursor:  # noqa: ANN401
        return self._connections.reader().execute(sql, parameters)


def _not_found(collection: str, document_id: str) -> DocumentNotFoundError:
    return DocumentNotFoundError(
        f"collection '{collection}' has no document '{document_id}'; list them to see their ids.",
        collection=collection,
        document_id=document_id,
    )


def _escape_like(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
