"""The statements that read collections. They see what the caller's connection sees."""

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.store import rows
from knowledge.store.base import CollectionCounts, CollectionState, RemovalKind
from knowledge.types import Chunk, Document, DocumentInfo, EntityMention, Triple

_BATCH = 1000
_LOOKUP = 500


def knows_collection(connection: sqlite3.Connection, name: str) -> bool:
    """Whether there is a collection of exactly that name."""
    found = connection.execute("SELECT 1 FROM collections WHERE name = ?", (name,)).fetchone()
    return found is not None


def collections(connection: sqlite3.Connection) -> list[CollectionCounts]:
    """Every collection with how much it holds, by name."""
    found = connection.execute(
        "SELECT name, (SELECT count(*) FROM documents d WHERE d.collection_id = c.id), chunks, "
        "(SELECT count(*) FROM triples t WHERE t.collection_id = c.id) "
        "FROM collections c ORDER BY name"
    )
    return [CollectionCounts(*row) for row in found]


def fingerprint(
    connection: sqlite3.Connection, state: CollectionState, document_id: str
) -> str | None:
    """The fingerprint a document was stored with, or None."""
    row = connection.execute(
        "SELECT fingerprint FROM documents WHERE collection_id = ? AND id = ?",
        (state.id, document_id),
    ).fetchone()
    return None if row is None else str(row[0])


def document(
    connection: sqlite3.Connection, state: CollectionState, document_id: str
) -> Document | None:
    """The document with its text, or None."""
    row = connection.execute(
        "SELECT * FROM documents WHERE collection_id = ? AND id = ?", (state.id, document_id)
    ).fetchone()
    return None if row is None else rows.document_from(row)


def documents(
    connection: sqlite3.Connection,
    state: CollectionState,
    limit: int,
    after: str | None,
    contains: str | None,
) -> list[DocumentInfo]:
    """Documents by id, those after the id `after`; `contains` filters by title, id or uri."""
    pattern = None if contains is None else f"%{_escape_like(contains)}%"
    found = connection.execute(
        "SELECT id, title, uri, media_type, metadata, characters, updated_at, "
        "(SELECT count(*) FROM chunks c WHERE c.document_key = d.key) AS chunks "
        "FROM documents d WHERE collection_id = :collection AND id > :after "
        "AND (:pattern IS NULL OR title LIKE :pattern ESCAPE '\\' "
        "OR id LIKE :pattern ESCAPE '\\' OR uri LIKE :pattern ESCAPE '\\') "
        "ORDER BY id LIMIT :limit",
        {"collection": state.id, "after": after or "", "pattern": pattern, "limit": limit},
    )
    return [rows.info_from(row) for row in found]


def _escape_like(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")


def chunks(
    connection: sqlite3.Connection, state: CollectionState, ids: Sequence[int]
) -> dict[int, Chunk]:
    """The live chunks among `ids`."""
    found: dict[int, Chunk] = {}
    for start in range(0, len(ids), _LOOKUP):
        batch = [int(i) for i in ids[start : start + _LOOKUP]]
        marks = ",".join("?" * len(batch))
        # The plus keeps SQLite from walking all chunks of the collection to find a few by key.
        matching = connection.execute(
            f"SELECT {rows.CHUNK_COLUMNS} FROM chunks c "  # noqa: S608 - only marks are built
            "JOIN documents d ON d.key = c.document_key "
            f"WHERE +c.collection_id = ? AND c.id IN ({marks}) ORDER BY c.document_key",
            (state.id, *batch),
        )
        for chunk in rows.chunks_from(connection, matching):
            found[chunk.id] = chunk
    return found


def document_chunks(
    connection: sqlite3.Connection, state: CollectionState, document_id: str
) -> Iterator[Chunk]:
    """The chunks of one document in order."""
    return _chunks_where(connection, "d.collection_id = ? AND d.id = ?", (state.id, document_id))


def chunks_between(
    connection: sqlite3.Connection, state: CollectionState, after: int, upto: int
) -> Iterator[Chunk]:
    """Live chunks that came with a sequence number in `(after, upto]`, by id."""
    return _chunks_where(
        connection,
        "c.collection_id = ? AND c.sequence > ? AND c.sequence <= ?",
        (state.id, after, upto),
    )


def chunks_without_vector(
    connection: sqlite3.Connection, state: CollectionState, model: str, after: int
) -> Iterator[Chunk]:
    """Chunks later than sequence number `after` that `model` has not embedded, by id."""
    return _chunks_where(
        connection,
        "c.collection_id = ? AND c.sequence > ? AND NOT EXISTS "
        "(SELECT 1 FROM embeddings e WHERE e.chunk_id = c.id AND e.model = ?)",
        (state.id, after, model),
    )


def _chunks_where(
    connection: sqlite3.Connection, condition: str, parameters: tuple[Any, ...]
) -> Iterator[Chunk]:
    found = connection.execute(
        f"SELECT {rows.CHUNK_COLUMNS} FROM chunks c "  # noqa: S608 - conditions are ours
        f"JOIN documents d ON d.key = c.document_key WHERE {condition} ORDER BY c.id",
        parameters,
    )
    return rows.chunks_from(connection, found)


def vectors(
    connection: sqlite3.Connection, state: CollectionState, model: str, after: int, upto: int
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.float32]]]:
    """Batches of chunk ids (n,) and their vectors (n, dimension), as for `chunks_between`."""
    cursor = connection.execute(
        "SELECT e.chunk_id, e.vector FROM chunks c JOIN embeddings e ON e.chunk_id = c.id "
        "WHERE c.collection_id = ? AND c.sequence > ? AND c.sequence <= ? AND e.model = ? "
        "ORDER BY c.id",
        (state.id, after, upto, model),
    )
    while batch := cursor.fetchmany(_BATCH):
        found = np.frombuffer(b"".join(row[1] for row in batch), dtype="<f2")
        ids = np.array([row[0] for row in batch], dtype=np.int64)
        yield ids, found.reshape(len(batch), -1).astype(np.float32)


def removed(
    connection: sqlite3.Connection, state: CollectionState, kind: RemovalKind, after: int, upto: int
) -> NDArray[np.int64]:
    """Ids removed with a sequence number in `(after, upto]`."""
    found = connection.execute(
        "SELECT item_id FROM removals WHERE collection_id = ? AND kind = ? "
        "AND sequence > ? AND sequence <= ?",
        (state.id, kind, after, upto),
    )
    return np.array([row[0] for row in found], dtype=np.int64)


def triples(
    connection: sqlite3.Connection, state: CollectionState, after: int, upto: int
) -> Iterator[Triple]:
    """Live triples that came with a sequence number in `(after, upto]`, by id."""
    found = connection.execute(
        "SELECT t.*, d.id AS document_id FROM triples t "
        "LEFT JOIN documents d ON d.key = t.document_key "
        "WHERE t.collection_id = ? AND t.sequence > ? AND t.sequence <= ? ORDER BY t.id",
        (state.id, after, upto),
    )
    return map(rows.triple_from, found)


def mentions(
    connection: sqlite3.Connection, state: CollectionState, after: int, upto: int
) -> Iterator[EntityMention]:
    """Mentions in the chunks of `chunks_between`, by chunk id, then by place."""
    found = connection.execute(
        'SELECT m.start, m."end", m.name, m.kind, m.chunk_id FROM chunks c '
        "JOIN mentions m ON m.chunk_id = c.id "
        "WHERE c.collection_id = ? AND c.sequence > ? AND c.sequence <= ? "
        "ORDER BY c.id, m.start",
        (state.id, after, upto),
    )
    return (EntityMention(*row) for row in found)
