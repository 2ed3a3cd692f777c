"""What only SQLite can get wrong: files, versions, connections, locks."""

import gc
import sqlite3
from threading import Thread

import numpy as np
import pytest

from knowledge.errors import StoreError
from knowledge.store import checksum, connections
from knowledge.store.base import PreparedDocument
from knowledge.store.sqlite import SqliteStore
from knowledge.types import Document, Span, Triple


def put(store, document_id) -> None:
    document = Document(document_id, "t", "text")
    store.put_document("c", PreparedDocument(document, [Span(0, 4)], np.eye(1, 4), "m"))


def test_missing_folders_are_made(tmp_path):
    path = tmp_path / "a" / "数据" / "store.sqlite"
    store = SqliteStore(path)
    store.create_collection("c")
    assert store.path == path
    assert path.is_file()
    store.close()


def test_a_newer_schema_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "store.sqlite"
    SqliteStore(path).close()
    with sqlite3.connect(path) as database:
        database.execute(f"PRAGMA user_version={connections.SCHEMA_VERSION + 1}")
    database.close()
    content = path.read_bytes()
    with pytest.raises(StoreError, match="newer Footing"):
        SqliteStore(path)
    assert path.read_bytes() == content


def test_a_store_of_the_first_schema_is_brought_to_the_present_one(tmp_path):
    path = tmp_path / "store.sqlite"
    store = SqliteStore(path)
    store.create_collection("c")
    store.add_triples("c", [Triple("Paris", "capital of", "France")])
    store.close()
    with sqlite3.connect(path) as database:
        for column in ("start", '"end"'):
            database.execute(f"ALTER TABLE triples DROP COLUMN {column}")
        for table in ("mentions", "file_rows", "files", "embedders"):
            database.execute(f"DROP TABLE {table}")
        database.execute("PRAGMA user_version=1")
    database.close()
    store = SqliteStore(path)
    (triple,) = store.iter_triples("c", 0, 10)
    assert (triple.verbalise(), triple.start, triple.end) == (
        "Paris — capital of — France",
        None,
        None,
    )
    assert list(store.iter_mentions("c", 0, 10)) == []
    store.close()


def test_vectors_of_a_store_that_kept_one_model_are_taken_over(tmp_path):
    path = tmp_path / "store.sqlite"
    store = SqliteStore(path)
    store.create_collection("c")
    put(store, "d")
    put(store, "e")
    ((ids, vectors),) = store.iter_vectors("c", "m", 0, 10)
    store.close()
    with sqlite3.connect(path) as database:
        database.execute("ALTER TABLE embeddings RENAME TO new")
        database.execute(
            "CREATE TABLE embeddings (chunk_id INTEGER PRIMARY KEY REFERENCES chunks(id) "
            "ON DELETE CASCADE, model TEXT NOT NULL, vector BLOB NOT NULL) STRICT"
        )
        database.execute("INSERT INTO embeddings SELECT * FROM new")
        database.execute("DROP TABLE new")
        database.execute("DROP TABLE embedders")
        database.execute("PRAGMA user_version=3")
    database.close()
    store = SqliteStore(path)
    ((found, taken),) = store.iter_vectors("c", "m", 0, 10)
    assert found.tolist() == ids.tolist()
    np.testing.assert_array_equal(taken, vectors)
    store.put_vectors("c", "n", ids.tolist(), vectors)
    for model in ("n", "o", "p"):
        store.use_embedder("c", model)
    assert [len(list(store.iter_vectors("c", m, 0, 10))) for m in ("m", "n")] == [0, 1]
    store.close()


def test_rows_stored_before_files_held_them_are_held_by_the_file_in_their_address(tmp_path):
    path = tmp_path / "store.sqlite"
    store = SqliteStore(path)
    store.create_collection("c")
    for document_id, uri in {
        "a": "file:///rows.jsonl#a", "b#1": "file:///rows.jsonl#b#1", "c": "file:///c.txt",
        "d": "https://example.org/rows.jsonl#d", "e": None,
    }.items():  # fmt: skip
        document = Document(document_id, "t", "text", uri)
        store.put_document("c", PreparedDocument(document, [Span(0, 4)], np.eye(1, 4), "m"))
    store.close()
    with sqlite3.connect(path) as database:
        database.execute("DROP TABLE file_rows")
        database.execute("DROP TABLE files")
        database.execute("PRAGMA user_version=2")
    database.close()
    store = SqliteStore(path)
    assert store.settle_rows("c", "file:///rows.jsonl", {"a"}) == ["b#1"]
    assert [d.id for d in store.documents("c")] == ["a", "c", "d", "e"]
    store.close()


@pytest.mark.parametrize("content", [b"not a database, " * 100, "数据".encode() * 400])
def test_a_file_that_is_not_a_database_is_a_store_error(tmp_path, content):
    path = tmp_path / "store.sqlite"
    path.write_bytes(content)
    with pytest.raises(StoreError) as raised:
        SqliteStore(path)
    assert raised.value.details == {"path": str(path)}
    assert path.read_bytes() == content


def test_a_folder_in_the_place_of_the_file_is_a_store_error(tmp_path):
    with pytest.raises(StoreError):
        SqliteStore(tmp_path)
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError):
        SqliteStore(tmp_path / "file" / "store.sqlite")


def test_commits_are_synced_to_the_disk(store):
    reader = store._connections.reader()
    for connection in (reader, store._connections._writer):
        assert connection.execute("PRAGMA synchronous").fetchone()[0] == 2
        assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        assert connection.execute("PRAGMA foreign_keys").fetchone()[0] == 1


def test_a_store_locked_by_another_program_is_a_store_error(store, monkeypatch):
    put(store, "d")
    store._connections._writer.execute("PRAGMA busy_timeout=1")
    other = sqlite3.connect(store.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="could not be written"):
        put(store, "e")
    other.execute("ROLLBACK")
    other.close()
    put(store, "e")
    assert [d.id for d in store.documents("c")] == ["d", "e"]


def test_an_operational_error_in_the_middle_of_a_change_undoes_it(store):
    put(store, "d")

    def change() -> None:
        with store._connections.writing() as connection:
            connection.execute("DELETE FROM documents")
            connection.execute("INSERT INTO nowhere VALUES (1)")

    with pytest.raises(StoreError, match="no such table"):
        change()
    assert [d.id for d in store.documents("c")] == ["d"]


def test_a_thread_that_ends_gives_its_connection_back(store):
    def read():
        store.state("c")

    gc.collect()
    before = len(store._connections._all)
    for _ in range(30):
        thread = Thread(target=read)
        thread.start()
        thread.join()
    gc.collect()
    assert len(store._connections._all) == before


_TABLES = (
    "documents", "files", "file_rows", "chunks", "embeddings", "triples", "removals", "collections",
    "embedders",
)  # fmt: skip


def test_cascades_leave_no_row_behind(store):
    put(store, "d")
    row = Document("e", "t", "text", file="file:///rows.jsonl")
    store.put_document("c", PreparedDocument(row, [Span(0, 4)], np.eye(1, 4), "m"))
    store.add_feedback({"k": 1})
    store.delete_collection("c")
    connection = store._connections.reader()
    for table in _TABLES:
        count = f"SELECT count(*) FROM {table}"  # noqa: S608 - the names stand above
        assert connection.execute(count).fetchone()[0] == 0
    assert connection.execute("SELECT body FROM feedback").fetchone()[0] == '{"k": 1}'


def test_checksums_add_and_subtract_in_any_order():
    a, b = [1, 5, 2**40], [2, 3]
    both = checksum.checksum([3, 2**40, 5, 2, 1])
    assert checksum.add(checksum.checksum(a), checksum.checksum(b)) == both
    assert checksum.subtract(both, checksum.checksum(b)) == checksum.checksum(a)
    assert checksum.checksum([]) == 0
    assert checksum.checksum([1]) != checksum.checksum([2])
    assert 0 <= both < 2**62
