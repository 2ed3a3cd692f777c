"""Vectors of passages, beside each other by the model that made them, and which models are kept.

Encoding a large collection can take a day, and trying another model must not cost that. The vectors
of the models used last stay; those of others go, or every trial would add to the file for good.
The statements run inside the caller's transaction.
"""

import sqlite3
from collections.abc import Sequence
from typing import Any

from numpy.typing import NDArray

from knowledge.store.base import KEPT_MODELS, CollectionState


def put(
    connection: sqlite3.Connection,
    state: CollectionState,
    model: str,
    ids: Sequence[int],
    vectors: NDArray[Any],
) -> None:
    """Store vectors of chunks by their ids; a gone chunk is passed over."""
    connection.execute(
        "INSERT OR IGNORE INTO embedders (collection_id, model, used) VALUES (?, ?, 0)",
        (state.id, model),
    )
    connection.executemany(
        "INSERT OR REPLACE INTO embeddings (chunk_id, model, vector) "
        "SELECT id, ?, ? FROM chunks WHERE id = ?",
        ((model, _blob(v), int(i)) for i, v in zip(ids, vectors, strict=True)),
    )


def last_used(connection: sqlite3.Connection, state: CollectionState) -> str | None:
    """The model that the collection was last searched with, if any was noted."""
    row = connection.execute(
        "SELECT model FROM embedders WHERE collection_id = ? AND used > 0 "
        "ORDER BY used DESC LIMIT 1",
        (state.id,),
    ).fetchone()
    return None if row is None else str(row[0])


def use(connection: sqlite3.Connection, state: CollectionState, model: str) -> None:
    """Note that a model is used now, and drop the vectors of those not used for longest."""
    connection.execute(
        "INSERT INTO embedders (collection_id, model, used) "
        "SELECT ?, ?, ifnull(max(used), 0) + 1 FROM embedders WHERE collection_id = ? "
        "ON CONFLICT DO UPDATE SET used = excluded.used",
        (state.id, model, state.id),
    )
    forgotten = connection.execute(
        "SELECT model FROM embedders WHERE collection_id = ? ORDER BY used DESC, model "
        "LIMIT -1 OFFSET ?",
        (state.id, KEPT_MODELS),
    ).fetchall()
    for row in forgotten:
        connection.execute(
            "DELETE FROM embeddings WHERE model = ? "
            "AND chunk_id IN (SELECT id FROM chunks WHERE collection_id = ?)",
            (row[0], state.id),
        )
        connection.execute(
            "DELETE FROM embedders WHERE collection_id = ? AND model = ?", (state.id, row[0])
        )


def _blob(vector: NDArray[Any]) -> bytes:
    """A vector as it is stored: float16, little-endian."""
    return vector.astype("<f2").tobytes()
