"""Between SQLite rows and the vocabulary, and the SQL shared by the store's parts."""

import json
import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import groupby

from knowledge.errors import UnknownCollectionError
from knowledge.store import checksum
from knowledge.store.base import CollectionState, RemovalKind
from knowledge.types import Chunk, Document, DocumentInfo, Triple

CHUNK_COLUMNS = (
    'c.id, c.position, c.start, c."end", c.heading_path, c.document_key, '
    "d.id AS document_id, d.title, d.uri"
)


def now() -> str:
    """The current time, UTC, ISO 8601 to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def collection_state(connection: sqlite3.Connection, name: str) -> CollectionState:
    """The state of a collection, or `UnknownCollectionError` that lists the known ones."""
    name = unicodedata.normalize("NFC", name)
    row = connection.execute(
        "SELECT id, name, sequence, chunks, checksum FROM collections WHERE name = ?", (name,)
    ).fetchone()
    if row is None:
        known = [r[0] for r in connection.execute("SELECT name FROM collections ORDER BY name")]
        raise UnknownCollectionError(
            f"there is no collection '{name}'; ingest something into it first, or use one of: "
            + ", ".join(known[:20]),
            collection=name,
        )
    return CollectionState(*row)


def advance(connection: sqlite3.Connection, state: CollectionState) -> int:
    """Give the running transaction the collection's next sequence number."""
    row = connection.execute(
        "UPDATE collections SET sequence = sequence + 1 WHERE id = ? RETURNING sequence",
        (state.id,),
    ).fetchone()
    return int(row[0])


def forget(
    connection: sqlite3.Connection,
    state: CollectionState,
    sequence: int,
    kind: RemovalKind,
    ids: list[int],
) -> None:
    """Tell derived indexes that these ids are gone, and take chunks out of the checksum."""
    connection.executemany(
        "INSERT INTO removals (collection_id, sequence, kind, item_id) VALUES (?, ?, ?, ?)",
        ((state.id, sequence, kind, item) for item in ids),
    )
    if kind == "chunk" and ids:
        count_chunks(connection, state, ids, -1)


def count_chunks(
    connection: sqlite3.Connection, state: CollectionState, ids: list[int], sign: int
) -> None:
    """Add (`sign` 1) or take away (-1) chunks in the collection's count and checksum."""
    current = connection.execute(
        "SELECT checksum FROM collections WHERE id = ?", (state.id,)
    ).fetchone()[0]
    combine = checksum.add if sign > 0 else checksum.subtract
    connection.execute(
        "UPDATE collections SET chunks = chunks + ?, checksum = ? WHERE id = ?",
        (sign * len(ids), combine(current, checksum.checksum(ids)), state.id),
    )


def chunks_from(connection: sqlite3.Connection, rows: Iterable[sqlite3.Row]) -> Iterator[Chunk]:
    """Chunks of rows of `CHUNK_COLUMNS`; neighbours of one document share one read of its text."""
    for key, group in groupby(rows, key=lambda row: row["document_key"]):
        document = connection.execute("SELECT text FROM documents WHERE key = ?", (key,)).fetchone()
        if document is None:
            continue  # deleted since its row was read: there are no live chunks of it
        text = document[0]
        for row in group:
            yield Chunk(
                id=row["id"],
                document_id=row["document_id"],
                position=row["position"],
                start=row["start"],
                end=row["end"],
                text=text[row["start"] : row["end"]],
                title=row["title"],
                uri=row["uri"],
                heading_path=tuple(json.loads(row["heading_path"])),
            )


def document_from(row: sqlite3.Row) -> Document:
    """A document of a row of `documents`."""
    return Document(
        id=row["id"],
        title=row["title"],
        text=row["text"],
        uri=row["uri"],
        media_type=row["media_type"],
        metadata=json.loads(row["metadata"]),
        fingerprint=row["fingerprint"],
    )


def info_from(row: sqlite3.Row) -> DocumentInfo:
    """A listing entry of a row of `documents` with its count of chunks."""
    return DocumentInfo(
        id=row["id"],
        title=row["title"],
        uri=row["uri"],
        media_type=row["media_type"],
        metadata=json.loads(row["metadata"]),
        characters=row["characters"],
        chunks=row["chunks"],
        updated_at=row["updated_at"],
    )


def triple_from(row: sqlite3.Row) -> Triple:
    """A triple of a row of `triples` joined with its document's id."""
    return Triple(
        id=row["id"],
        subject=row["subject"],
        predicate=row["predicate"],
        object=row["object"],
        document_id=row["document_id"],
        chunk_id=row["chunk_id"],
        source=row["source"],
        confidence=row["confidence"],
        start=row["start"],
        end=row["end"],
    )
