"""Which files of many documents hold which of them, so that a row that a file loses can go.

Two files may hold the same document. One that no file holds was given by itself and stays until
it is deleted. The statements run inside the caller's transaction.
"""

import sqlite3
from collections.abc import Set

from knowledge.store.base import CollectionState
from knowledge.types import Document


def holders(
    connection: sqlite3.Connection, state: CollectionState, document: Document
) -> list[int]:
    """The files that will hold a document: its own, and those that hold the stored version."""
    if document.file is None:
        return []
    found = connection.execute(
        "SELECT file_id FROM file_rows r JOIN documents d ON d.key = r.document_key "
        "WHERE d.collection_id = ? AND d.id = ?",
        (state.id, document.id),
    )
    return sorted({_file_id(connection, state, document.file), *(row[0] for row in found)})


def hold(connection: sqlite3.Connection, key: int, files: list[int]) -> None:
    """Let these files hold the document of that key."""
    connection.executemany(
        "INSERT INTO file_rows (file_id, document_key) VALUES (?, ?)", ((f, key) for f in files)
    )


def settle(
    connection: sqlite3.Connection, state: CollectionState, file: str, ids: Set[str]
) -> list[str]:
    """Let `file` hold just these documents; answers the ids of those that now none holds."""
    file_id = _file_id(connection, state, file)
    held = {
        row[0]: row[1]
        for row in connection.execute(
            "SELECT d.id, d.key FROM file_rows r JOIN documents d ON d.key = r.document_key "
            "WHERE r.file_id = ?",
            (file_id,),
        )
    }
    # Another file's row was met unchanged; a document given by itself is not taken over.
    connection.executemany(
        "INSERT INTO file_rows (file_id, document_key) SELECT ?, key FROM documents d "
        "WHERE collection_id = ? AND id = ? "
        "AND EXISTS (SELECT 1 FROM file_rows r WHERE r.document_key = d.key)",
        ((file_id, state.id, document_id) for document_id in ids - held.keys()),
    )
    gone = sorted(held.keys() - ids)
    connection.executemany(
        "DELETE FROM file_rows WHERE file_id = ? AND document_key = ?",
        ((file_id, held[document_id]) for document_id in gone),
    )
    return [i for i in gone if not _is_held(connection, held[i])]


def _file_id(connection: sqlite3.Connection, state: CollectionState, file: str) -> int:
    named = (state.id, file)
    connection.execute("INSERT OR IGNORE INTO files (collection_id, address) VALUES (?, ?)", named)
    found = connection.execute(
        "SELECT id FROM files WHERE collection_id = ? AND address = ?", named
    ).fetchone()
    return int(found[0])


def _is_held(connection: sqlite3.Connection, key: int) -> bool:
    found = connection.execute("SELECT 1 FROM file_rows WHERE document_key = ?", (key,)).fetchone()
    return found is not None
