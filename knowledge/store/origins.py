"""Which files documents came from: by their address, or as rows by what a file holds.

The statements see what the caller's connection sees.
"""

import json
import sqlite3
from collections.abc import Collection

from knowledge.store.base import CollectionState, OriginFile

_LAST = "\U0010ffff"


def files_below(
    connection: sqlite3.Connection, state: CollectionState, prefix: str
) -> list[OriginFile]:
    """The files whose address begins with `prefix` and that documents came from, by address."""
    found = connection.execute(
        "SELECT uri, id FROM documents d WHERE collection_id = :collection "
        "AND uri BETWEEN :first AND :last "
        "AND NOT EXISTS (SELECT 1 FROM file_rows r WHERE r.document_key = d.key) "
        "UNION ALL SELECT address, NULL FROM files f WHERE collection_id = :collection "
        "AND address BETWEEN :first AND :last "
        "AND EXISTS (SELECT 1 FROM file_rows r WHERE r.file_id = f.id) ORDER BY 1, 2",
        {"collection": state.id, "first": prefix, "last": prefix + _LAST},
    )
    return [OriginFile(*row) for row in found]


def rows_of_only(
    connection: sqlite3.Connection, state: CollectionState, files: Collection[str]
) -> list[str]:
    """The ids of the documents that these files of rows hold and no other file holds."""
    found = connection.execute(
        "WITH named AS (SELECT id FROM files WHERE collection_id = :collection "
        "AND address IN (SELECT value FROM json_each(:files))) "
        "SELECT id FROM documents d "
        "WHERE key IN (SELECT document_key FROM file_rows WHERE file_id IN named) "
        "AND NOT EXISTS (SELECT 1 FROM file_rows r "
        "WHERE r.document_key = d.key AND r.file_id NOT IN named) ORDER BY id",
        {"collection": state.id, "files": json.dumps(list(files))},
    )
    return [row[0] for row in found]
