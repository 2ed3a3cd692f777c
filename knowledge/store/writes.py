"""The statements that change documents and triples. They run inside the caller's transaction."""

import json
import sqlite3
from collections.abc import Sequence

from knowledge.store import embeddings, rows
from knowledge.store.base import CollectionState, PreparedDocument, RemovalKind
from knowledge.types import IMPORTED, Document, EntityMention, Triple


def remove_document(
    connection: sqlite3.Connection, state: CollectionState, sequence: int, document_id: str
) -> bool:
    """Remove a document with its chunks and triples, and tell the indexes; False if unknown."""
    row = connection.execute(
        "SELECT key FROM documents WHERE collection_id = ? AND id = ?", (state.id, document_id)
    ).fetchone()
    if row is None:
        return False
    owned: dict[RemovalKind, str] = {
        "chunk": "SELECT id FROM chunks WHERE document_key = ?",
        "triple": "SELECT id FROM triples WHERE document_key = ?",
    }
    for kind, sql in owned.items():
        ids = [found[0] for found in connection.execute(sql, (row[0],))]
        rows.forget(connection, state, sequence, kind, ids)
    connection.execute("DELETE FROM documents WHERE key = ?", (row[0],))
    return True


def insert_document(
    connection: sqlite3.Connection, state: CollectionState, document: Document
) -> int:
    """Store the document itself; answers its key."""
    cursor = connection.execute(
        "INSERT INTO documents (collection_id, id, title, uri, media_type, metadata, fingerprint, "
        "characters, text, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            state.id,
            document.id,
            document.title,
            document.uri,
            document.media_type,
            json.dumps(document.metadata, ensure_ascii=False),
            document.fingerprint,
            len(document.text),
            document.text,
            rows.now(),
        ),
    )
    return int(cursor.lastrowid or 0)


def insert_chunks(
    connection: sqlite3.Connection,
    state: CollectionState,
    sequence: int,
    key: int,
    prepared: PreparedDocument,
) -> list[int]:
    """Store passages and their vectors; answers the new ids in order."""
    ids = []
    for position, span in enumerate(prepared.spans):
        path = json.dumps(span.heading_path, ensure_ascii=False)
        cursor = connection.execute(
            'INSERT INTO chunks (collection_id, document_key, position, start, "end", '
            "heading_path, sequence) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (state.id, key, position, span.start, span.end, path, sequence),
        )
        ids.append(int(cursor.lastrowid or 0))
    embeddings.put(connection, state, prepared.model, ids, prepared.vectors)
    rows.count_chunks(connection, state, ids, 1)
    return ids


def insert_triple(
    connection: sqlite3.Connection,
    state: CollectionState,
    sequence: int,
    triple: Triple,
    document_key: int | None,
    chunk_id: int | None,
) -> int:
    """Store a triple unless it is there already; answers how many were stored (0 or 1)."""
    cursor = connection.execute(
        "INSERT OR IGNORE INTO triples (collection_id, subject, predicate, object, document_key, "
        'chunk_id, source, confidence, sequence, start, "end") '
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            state.id,
            triple.subject,
            triple.predicate,
            triple.object,
            document_key,
            chunk_id,
            triple.source,
            triple.confidence,
            sequence,
            triple.start,
            triple.end,
        ),
    )
    return cursor.rowcount


def remove_triples(
    connection: sqlite3.Connection,
    state: CollectionState,
    sequence: int,
    triples: Sequence[Triple],
) -> int:
    """Remove imported triples with the same three parts; answers how many there were."""
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


def insert_mentions(
    connection: sqlite3.Connection,
    chunk_ids: Sequence[int],
    mentions: Sequence[tuple[EntityMention, int]],
) -> None:
    """Store where the passages of a document name entities; one mention a place."""
    connection.executemany(
        'INSERT OR IGNORE INTO mentions (chunk_id, start, "end", kind, name) '
        "VALUES (?, ?, ?, ?, ?)",
        ((chunk_ids[position], m.start, m.end, m.kind, m.name) for m, position in mentions),
    )
