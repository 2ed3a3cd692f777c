"""Rows of files in any store: held by the files that have them, gone when the last one has not."""

from knowledge.types import Triple

FOREVER = 10**6


def _put(store, make, document_id, file, collection="c", **more) -> str:
    outcome: str = store.put_document(
        collection, make.prepared(document_id, [f"Of {document_id}."], file=file, **more)
    )
    return outcome


def _ids(store, collection="c") -> list[str]:
    return [d.id for d in store.documents(collection, 100, None, None)]


def test_a_row_that_its_file_has_no_more_goes_with_all_that_came_from_it(store, make):
    read = Triple("a", "p", "b", source="reader")
    for document_id in "xyz":
        _put(store, make, document_id, "f", triples=[(read, 0)])
    (gone,) = store.document_chunks("c", "y")
    before = store.state("c").sequence
    assert store.settle_rows("c", "f", {"x", "z"}) == ["y"]
    assert _ids(store) == ["x", "z"]
    assert store.state("c").sequence == before + 1
    assert store.removed("c", "chunk", before, before + 1).tolist() == [gone.id]
    assert len(store.removed("c", "triple", before, before + 1)) == 1
    assert store.settle_rows("c", "f", set()) == ["x", "z"]
    assert store.state("c").chunks == 0


def test_settling_what_is_so_already_is_no_change(store, make):
    for document_id in "xy":
        _put(store, make, document_id, "f")
    before = store.state("c")
    assert store.settle_rows("c", "f", {"x", "y"}) == []
    assert store.settle_rows("c", "never seen", {"x", "not there"}) == []
    assert store.state("c") == before


def test_what_two_files_hold_goes_with_the_last_of_them(store, make):
    _put(store, make, "x", "f")
    store.settle_rows("c", "g", {"x"})
    _put(store, make, "y", "f")
    assert _put(store, make, "y", "g") == "updated"
    assert store.settle_rows("c", "f", set()) == []
    assert _ids(store) == ["x", "y"]
    assert store.settle_rows("c", "g", {"y"}) == ["x"]
    assert store.settle_rows("c", "g", set()) == ["y"]


def test_a_document_given_by_itself_is_no_file_s_row(store, make):
    _put(store, make, "given", None)
    _put(store, make, "taken over", "f")
    _put(store, make, "taken over", None)
    assert store.settle_rows("c", "f", {"given", "taken over"}) == []
    assert store.settle_rows("c", "f", set()) == []
    assert _ids(store) == ["given", "taken over"]
    _put(store, make, "given", "f")
    assert store.settle_rows("c", "f", set()) == ["given"]


def test_files_of_other_collections_are_other_files(store, make):
    _put(store, make, "x", "f")
    _put(store, make, "x", "f", "other")
    assert store.settle_rows("other", "f", set()) == ["x"]
    assert (_ids(store), _ids(store, "other")) == (["x"], [])


def test_a_deleted_row_can_come_back(store, make):
    _put(store, make, "x", "f")
    store.delete_document("c", "x")
    assert store.settle_rows("c", "f", set()) == []
    assert _put(store, make, "x", "f") == "added"
    assert store.settle_rows("c", "f", set()) == ["x"]
