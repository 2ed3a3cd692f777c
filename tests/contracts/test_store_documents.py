"""Documents in any store: added, replaced, listed, deleted, and kept apart by collection."""

import numpy as np
import pytest

from knowledge.errors import DocumentNotFoundError, StoreError, UnknownCollectionError
from knowledge.store.base import CollectionCounts
from knowledge.types import Chunk, Document, Triple

UNICODE_IDS = ["a/b c%20", "ürün", "北京/文档-1", "𠮷🎉", "O'Brien; DROP TABLE", "\\back_slash"]


def test_a_document_comes_back_as_it_was_stored(store, make):
    document = Document(
        id="d", title="标题 Title", text="第一句。 Second one.", uri="https://e.org/?a=1&b=二",
        media_type="text/markdown", metadata={"tags": ["x", 1, None], "作者": {"名": "李"}},
        fingerprint="f1",
    )  # fmt: skip
    outcome = store.put_document(
        "c", make.prepared("d", ["第一句。", "Second one."], title=document.title, uri=document.uri,
                           media_type=document.media_type, metadata=document.metadata,
                           fingerprint="f1")
    )  # fmt: skip
    assert outcome == "added"
    assert store.document("c", "d") == document
    chunks = store.document_chunks("c", "d")
    one, two = (chunk.id for chunk in chunks)
    assert chunks == [
        Chunk(one, "d", 0, 0, 4, "第一句。", document.title, document.uri, ("Part 0",)),
        Chunk(two, "d", 1, 5, 16, "Second one.", document.title, document.uri, ("Part 1",)),
    ]  # fmt: skip
    assert all(document.text[c.start : c.end] == c.text for c in chunks)


def test_the_fingerprint_says_whether_a_source_is_unchanged(store, make):
    assert store.fingerprint("c", "d") is None
    store.put_document("c", make.prepared("d", fingerprint="one"))
    assert store.fingerprint("c", "d") == "one"
    store.put_document("c", make.prepared("d", fingerprint="two"))
    assert store.fingerprint("c", "d") == "two"
    assert store.fingerprint("other", "d") is None


def test_an_update_replaces_everything_of_the_earlier_version(store, make):
    old = Triple("a", "p", "b", source="reader")
    store.put_document("c", make.prepared("d", ["Old one.", "Old two."], triples=[(old, 0)]))
    before = {chunk.id for chunk in store.document_chunks("c", "d")}
    assert store.put_document("c", make.prepared("d", ["New."])) == "updated"
    (chunk,) = store.document_chunks("c", "d")
    assert chunk.text == "New."
    assert chunk.id not in before
    assert store.chunks("c", sorted(before)) == {}
    assert list(store.iter_triples("c", 0, 99)) == []
    assert store.document("c", "d").text == "New."
    assert store.state("c").chunks == 1


def test_a_chunk_id_is_never_used_again(store, make):
    store.put_document("c", make.prepared("d"))
    seen = {chunk.id for chunk in store.document_chunks("c", "d")}
    store.delete_document("c", "d")
    for collection in ("c", "other"):
        store.put_document(collection, make.prepared("d"))
        ids = {chunk.id for chunk in store.document_chunks(collection, "d")}
        assert not ids & seen
        seen |= ids


def test_a_deleted_document_is_gone_with_its_chunks(store, make):
    store.put_document("c", make.prepared("d"))
    store.put_document("c", make.prepared("kept"))
    store.delete_document("c", "d")
    with pytest.raises(DocumentNotFoundError) as raised:
        store.document("c", "d")
    assert raised.value.details == {"collection": "c", "document_id": "d"}
    assert store.document_chunks("c", "d") == []
    assert [d.id for d in store.documents("c", 10, None, None)] == ["kept"]


def test_an_unknown_document_cannot_be_deleted_and_nothing_changes(store, make):
    store.put_document("other", make.prepared("d"))
    before = store.state("c")
    with pytest.raises(DocumentNotFoundError):
        store.delete_document("c", "d")
    assert store.state("c") == before


def test_chunks_answers_the_live_ones_among_many_ids(store, make):
    passages = [f"Passage {n}." for n in range(1200)]
    store.put_document("c", make.prepared("d", passages))
    store.put_document("other", make.prepared("x"))
    chunks = store.document_chunks("c", "d")
    foreign = [chunk.id for chunk in store.document_chunks("other", "x")]
    asked = [chunk.id for chunk in reversed(chunks)] + foreign + [10**9, -1]
    assert store.chunks("c", asked) == {chunk.id: chunk for chunk in chunks}
    assert [chunk.text for chunk in chunks] == passages
    assert store.chunks("c", []) == {}


def test_listings_are_paged_by_id(store, make):
    ids = sorted([*UNICODE_IDS, "a", "B", "b", "10", "9"])
    for document_id in ids:
        store.put_document("c", make.prepared(document_id))
    paged, after = [], None
    while page := store.documents("c", 2, after, None):
        paged += [info.id for info in page]
        after = paged[-1]
    assert paged == ids


def test_a_listing_tells_about_each_document(store, make):
    store.put_document("c", make.prepared("d", ["一二。", "34"], uri="u", metadata={"k": [1]}))
    (info,) = store.documents("c", 10, None, None)
    assert (info.id, info.title, info.uri, info.media_type) == (
        "d",
        "Title of d",
        "u",
        "text/plain",
    )
    assert (info.metadata, info.characters, info.chunks) == ({"k": [1]}, 6, 2)
    assert info.updated_at.endswith("+00:00")


@pytest.mark.parametrize(
    ("contains", "found"),
    [
        ("100%", ["a"]), ("%", ["a"]), ("_", ["b"]), ("a_b", ["b"]), ("\\", ["c"]), ("京大", ["d"]),
        ("FILE", ["b"]), ("zzz", []), ("", ["a", "b", "c", "d"]), ("'", []),
    ],
)  # fmt: skip
def test_contains_means_the_characters_themselves(store, make, contains, found):
    store.put_document("c", make.prepared("a", title="up 100% now"))
    store.put_document("c", make.prepared("b", title="t", uri="file:///a_b"))
    store.put_document("c", make.prepared("c", title="back\\slash"))
    store.put_document("c", make.prepared("d", title="北京大学"))
    assert [info.id for info in store.documents("c", 10, None, contains)] == found


@pytest.mark.parametrize("document_id", UNICODE_IDS)
def test_any_text_is_an_id(store, make, document_id):
    store.create_collection(document_id)
    store.put_document(document_id, make.prepared(document_id))
    assert store.document(document_id, document_id).id == document_id
    assert [c.document_id for c in store.document_chunks(document_id, document_id)] == [
        document_id
    ] * 2
    store.delete_document(document_id, document_id)
    assert store.documents(document_id, 10, None, None) == []


def test_a_document_without_passages_is_a_document(store, make):
    store.put_document("c", make.prepared("d", []))
    assert store.document("c", "d").text == ""
    assert store.state("c").chunks == 0


def test_collections_never_see_each_other(store, make):
    triple = Triple("a", "p", "b")
    store.put_document("c", make.prepared("d", ["Of c."], triples=[(triple, 0)]))
    store.put_document("other", make.prepared("d", ["Of other."]))
    store.add_triples("other", [Triple("x", "p", "y")])
    (mine,), (theirs,) = store.document_chunks("c", "d"), store.document_chunks("other", "d")
    assert (mine.text, theirs.text) == ("Of c.", "Of other.")
    assert store.chunks("c", [mine.id, theirs.id]) == {mine.id: mine}
    assert [chunk.id for chunk in store.iter_chunks("other", 0, 99)] == [theirs.id]
    assert [i.tolist() for i, _ in store.iter_vectors("other", "m", 0, 99)] == [[theirs.id]]
    assert [t.subject for t in store.iter_triples("c", 0, 99)] == ["a"]
    assert [t.subject for t in store.iter_triples("other", 0, 99)] == ["x"]
    assert store.remove_triples("c", [Triple("x", "p", "y")]) == 0
    store.delete_document("c", "d")
    assert store.removed("other", "chunk", 0, 99).tolist() == []
    assert store.removed("c", "chunk", 0, 99).tolist() == [mine.id]
    assert store.document("other", "d").text == "Of other."


def test_deleting_a_collection_takes_all_of_it_and_nothing_else(store, make):
    old = store.state("c")
    for collection in ("c", "other"):
        store.put_document(collection, make.prepared("d"))
        store.add_triples(collection, [Triple("a", "p", "b")])
    store.delete_collection("c")
    assert store.collections() == [CollectionCounts("other", documents=1, chunks=2, triples=1)]
    with pytest.raises(UnknownCollectionError):
        store.state("c")
    again = store.create_collection("c")
    assert again.id != old.id
    assert (again.sequence, again.chunks, again.checksum) == (0, 0, 0)
    assert list(store.iter_chunks("c", 0, 99)) == []
    assert store.removed("c", "chunk", 0, 99).tolist() == []


def test_creating_a_collection_again_leaves_it_as_it_is(store, make):
    store.put_document("c", make.prepared("d"))
    before = store.state("c")
    assert store.create_collection("c") == before


def test_every_method_refuses_an_unknown_collection(store, make):
    none = "nowhere"
    for call in (
        lambda: store.state(none),
        lambda: store.delete_collection(none),
        lambda: store.fingerprint(none, "d"),
        lambda: store.put_document(none, make.prepared("d")),
        lambda: store.document(none, "d"),
        lambda: store.documents(none, 1, None, None),
        lambda: store.delete_document(none, "d"),
        lambda: store.chunks(none, [1]),
        lambda: store.document_chunks(none, "d"),
        lambda: list(store.iter_chunks(none, 0, 1)),
        lambda: list(store.iter_vectors(none, "m", 0, 1)),
        lambda: store.removed(none, "chunk", 0, 1),
        lambda: list(store.iter_chunks_without_vector(none, "m", 0)),
        lambda: store.put_vectors(none, "m", [1], np.zeros((1, 8))),
        lambda: store.add_triples(none, [Triple("a", "p", "b")]),
        lambda: store.remove_triples(none, [Triple("a", "p", "b")]),
        lambda: list(store.iter_triples(none, 0, 1)),
    ):
        with pytest.raises(UnknownCollectionError) as raised:
            call()
        assert raised.value.details == {"collection": none}
    assert "c, other" in raised.value.message


def test_feedback_gets_ids_in_order(store):
    first = store.add_feedback({"answer": "a1", "good": True, "评论": "很好"})
    assert store.add_feedback({}) > first > 0


def test_feedback_is_read_the_newest_first(store):
    bodies: list[dict[str, object]] = [
        {"answer_id": "1", "collection": "c"},
        {"answer_id": "2", "评论": "很好"},
        {"answer_id": "3", "collection": "c"},
    ]
    first, second, third = (store.add_feedback(body) for body in bodies)
    found = store.feedback(10, None, None)
    assert [(entry.id, entry.body) for entry in found] == [
        (third, bodies[2]),
        (second, bodies[1]),
        (first, bodies[0]),
    ]
    assert all(entry.created_at.startswith("20") for entry in found)
    assert [entry.id for entry in store.feedback(1, third, None)] == [second]
    assert [entry.id for entry in store.feedback(10, None, "c")] == [third, first]
    assert store.feedback(10, first, None) == store.feedback(10, None, "none") == []


def test_a_closed_store_says_so(store, make):
    store.close()
    with pytest.raises(StoreError):
        store.state("c")
    with pytest.raises(StoreError):
        store.put_document("c", make.prepared("d"))
