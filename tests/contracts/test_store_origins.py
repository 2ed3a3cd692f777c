"""Where the documents of any store came from: files with their own address, and files of rows."""

import pytest

from knowledge.store.base import OriginFile

DOCS = "file:///docs/"


def _put(store, make, document_id, uri, file=None, collection="c") -> None:
    store.put_document(
        collection, make.prepared(document_id, [f"Of {document_id}."], uri=uri, file=file)
    )


def test_documents_and_files_of_rows_are_found_by_how_their_address_begins(store, make):
    _put(store, make, "b", "file:///docs/b%20b.txt")
    _put(store, make, "中", "file:///docs/%E4%B8%AD/%E6%96%87.txt")
    _put(store, make, "r", "https://example.org/r", file="file:///docs/rows.jsonl")
    for elsewhere in ("file:///docs", "file:///docs2/x", "upload:x", "FILE:///docs/x", None):
        _put(store, make, f"at {elsewhere}", elsewhere)
    _put(store, make, "other", "file:///docs/other.txt", collection="other")
    assert store.origin_files("c", DOCS) == [
        OriginFile("file:///docs/%E4%B8%AD/%E6%96%87.txt", "中"),
        OriginFile("file:///docs/b%20b.txt", "b"),
        OriginFile("file:///docs/rows.jsonl", None),
    ]


@pytest.mark.parametrize("uri", [None, "file:///docs/rows.jsonl#r", "file:///docs/a.txt"])
def test_a_row_is_known_by_its_file_whatever_its_own_address(store, make, uri):
    _put(store, make, "r", uri, file="file:///docs/rows.jsonl")
    assert store.origin_files("c", DOCS) == [OriginFile("file:///docs/rows.jsonl", None)]


def test_a_file_that_holds_no_row_any_more_is_not_found(store, make):
    _put(store, make, "r", None, file="file:///docs/rows.jsonl")
    store.settle_rows("c", "file:///docs/rows.jsonl", set())
    assert store.origin_files("c", DOCS) == []


def test_rows_of_some_files_only(store, make):
    for document_id, files in {"x": "f", "y": "g", "z": "fg", "all": "fgh"}.items():
        for file in files:
            _put(store, make, document_id, None, file=file)
    _put(store, make, "x", None, file="f", collection="other")
    assert store.rows_of_only("c", ["f"]) == ["x"]
    assert store.rows_of_only("c", ["f", "g"]) == ["x", "y", "z"]
    assert store.rows_of_only("c", ["f", "g", "h", "never seen"]) == ["all", "x", "y", "z"]
    assert store.rows_of_only("c", []) == []
