"""SQLite connections: one writer at a time, one reader a thread, write-ahead log, full sync."""

import sqlite3
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

from knowledge.errors import StoreError

SCHEMA_VERSION = 4
_BUSY_MS = 60_000
# What takes a file of an earlier schema version to the next: before the schema makes its new
# tables, and what fills these afterwards.
_BEFORE = {
    1: "ALTER TABLE triples ADD COLUMN start INTEGER;\n"
    'ALTER TABLE triples ADD COLUMN "end" INTEGER;\n',
    3: "ALTER TABLE embeddings RENAME TO embeddings_of_one_model;\n",
}
_AFTER = {
    # The address of a row was that of its file, '#' and its id.
    2: "INSERT INTO files (collection_id, address) "
    "SELECT DISTINCT collection_id, substr(uri, 1, length(uri) - length(id) - 1) FROM documents "
    "WHERE uri LIKE 'file:%' AND substr(uri, -length(id) - 1) = '#' || id;\n"
    "INSERT INTO file_rows (file_id, document_key) SELECT f.id, d.key FROM documents d "
    "JOIN files f ON f.collection_id = d.collection_id "
    "AND f.address = substr(d.uri, 1, length(d.uri) - length(d.id) - 1) "
    "WHERE d.uri = f.address || '#' || d.id;\n",
    3: "INSERT INTO embeddings (chunk_id, model, vector) "
    "SELECT chunk_id, model, vector FROM embeddings_of_one_model ORDER BY chunk_id;\n"
    "DROP TABLE embeddings_of_one_model;\n"
    "INSERT OR IGNORE INTO embedders (collection_id, model, used) SELECT DISTINCT "
    "c.collection_id, e.model, 0 FROM embeddings e JOIN chunks c ON c.id = e.chunk_id;\n",
}


class _Connection(sqlite3.Connection):
    """One that can be held weakly: a thread's connection closes with its thread."""


class Connections:
    """Opens the database file and hands out connections.

    `synchronous=FULL` syncs the log at every commit: what was acknowledged survives power loss.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        self._write_lock = threading.Lock()
        self._all: weakref.WeakSet[sqlite3.Connection] = weakref.WeakSet()
        self._all_lock = threading.Lock()
        self._closed = False
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._writer = self._open()
            self._migrate()
        except (sqlite3.Error, OSError) as error:
            raise StoreError(
                f"cannot open the store {path}: {error}. Check that the folder is writable and "
                "that the file is a Footing store.",
                path=str(path),
            ) from error

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.path, check_same_thread=False, isolation_level=None, factory=_Connection
        )
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute(f"PRAGMA busy_timeout={_BUSY_MS}")
        with self._all_lock:
            self._all.add(connection)
        return connection

    def _migrate(self) -> None:
        schema = files("knowledge.store").joinpath("schema.sql").read_text("utf-8")
        # Inside the transaction, or two processes take the same step.
        self._writer.execute("BEGIN IMMEDIATE")
        version = self._writer.execute("PRAGMA user_version").fetchone()[0]
        if version > SCHEMA_VERSION:
            self._writer.execute("ROLLBACK")
            raise StoreError(
                f"{self.path} was written by a newer Footing (schema {version}, this one reads "
                f"{SCHEMA_VERSION}); upgrade Footing or use another data directory."
            )
        # A new file has version 0 and nothing to alter.
        passed = range(version or SCHEMA_VERSION, SCHEMA_VERSION)
        before, after = (
            "".join(steps.get(known, "") for known in passed) for steps in (_BEFORE, _AFTER)
        )
        for statement in _statements(before + schema + after):
            self._writer.execute(statement)
        self._writer.execute(f"PRAGMA user_version={SCHEMA_VERSION}")
        self._writer.execute("COMMIT")

    def reader(self) -> sqlite3.Connection:
        """This thread's connection for reading."""
        if self._closed:
            raise StoreError("the store is closed")
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = self._open()
        return connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction that commits durably at the end, or leaves nothing on an exception."""
        with self._write_lock:
            if self._closed:
                raise StoreError("the store is closed")
            try:
                self._writer.execute("BEGIN IMMEDIATE")
                try:
                    yield self._writer
                except BaseException:
                    # SQLite itself rolls back when the disk is full.
                    if self._writer.in_transaction:
                        self._writer.execute("ROLLBACK")
                    raise
                self._writer.execute("COMMIT")
            except sqlite3.OperationalError as error:
                if self._writer.in_transaction:
                    self._writer.execute("ROLLBACK")
                raise StoreError(f"the store could not be written: {error}") from error

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Hold one read transaction on this thread; nested use joins the outer one."""
        connection = self.reader()
        if connection.in_transaction:
            yield
            return
        connection.execute("BEGIN")
        try:
            yield
        finally:
            connection.execute("COMMIT")

    def close(self) -> None:
        """Close every connection; the store cannot be used afterwards."""
        with self._write_lock, self._all_lock:
            self._closed = True
            for connection in self._all:
                connection.close()
            self._all.clear()


def _statements(script: str) -> Iterator[str]:
    """One by one: `executescript` would end the running transaction."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
