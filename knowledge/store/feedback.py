"""What people said of answers, in a table beside the collections."""

import json
import sqlite3
from typing import Any

from knowledge.store import rows
from knowledge.store.base import FeedbackEntry


def add(connection: sqlite3.Connection, body: dict[str, Any]) -> int:
    """Keep what a person said; answers its id. It runs inside the caller's transaction."""
    cursor = connection.execute(
        "INSERT INTO feedback (created_at, body) VALUES (?, ?)",
        (rows.now(), json.dumps(body, ensure_ascii=False)),
    )
    return int(cursor.lastrowid or 0)


def entries(
    connection: sqlite3.Connection, limit: int, before: int | None, collection: str | None
) -> list[FeedbackEntry]:
    """The newest first, of ids below `before`; of one collection or all."""
    found = connection.execute(
        "SELECT id, created_at, body FROM feedback WHERE (:before IS NULL OR id < :before) "
        "AND (:collection IS NULL OR json_extract(body, '$.collection') = :collection) "
        "ORDER BY id DESC LIMIT :limit",
        {"limit": limit, "before": before, "collection": collection},
    )
    return [FeedbackEntry(row[0], row[1], json.loads(row[2])) for row in found]
