"""Several threads and several processes on one store."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest

from knowledge.errors import DocumentNotFoundError
from knowledge.types import Document, Span, Triple

FOREVER = 10**6


def in_another_thread(function) -> Any:
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(function).result()


def test_a_snapshot_does_not_see_what_is_written_meanwhile(store, make):
    store.put_document("c", make.prepared("d", ["Old."]))
    with store.snapshot():
        before = store.state("c")

        def write():
            store.put_document("c", make.prepared("d", ["New.", "More."]))
            store.add_triples("c", [Triple("a", "p", "b")])
            return store.state("c")

        after = in_another_thread(write)
        assert after.sequence == before.sequence + 2
        assert store.state("c") == before
        assert [c.text for c in store.document_chunks("c", "d")] == ["Old."]
        assert [c.text for c in store.iter_chunks("c", 0, FOREVER)] == ["Old."]
        assert list(store.iter_triples("c", 0, FOREVER)) == []
        with store.snapshot():
            assert store.state("c") == before
        # Leaving an inner snapshot does not end the outer one.
        assert store.document("c", "d").text == "Old."
    assert store.state("c") == after
    assert [c.text for c in store.document_chunks("c", "d")] == ["New.", "More."]


def test_a_snapshot_ends_with_an_exception_too(store, make):
    with pytest.raises(DocumentNotFoundError), store.snapshot():
        store.document("c", "none")
    in_another_thread(lambda: store.put_document("c", make.prepared("d")))
    assert store.state("c").sequence == 1


def test_a_thread_may_write_inside_its_own_snapshot(store, make):
    with store.snapshot():
        before = store.state("c")
        store.put_document("c", make.prepared("d"))
        assert store.state("c") == before
    assert store.state("c").sequence == 1


def test_threads_that_write_at_once_lose_nothing(store, make):
    def write(worker):
        for n in range(8):
            store.put_document("c", make.prepared(f"{worker}-{n}", [f"{worker} {n}."]))
            store.put_document("c", make.prepared("shared", [f"By {worker}."]))
            store.add_triples("c", [Triple(f"{worker}", "wrote", f"{n}")])

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    state = store.state("c")
    assert state.sequence == 4 * 8 * 3
    texts = sorted(chunk.text for chunk in store.iter_chunks("c", 0, FOREVER))
    (shared,) = store.document_chunks("c", "shared")
    assert texts == sorted([f"{w} {n}." for w in range(4) for n in range(8)] + [shared.text])
    assert state.chunks == len(texts)
    triples = {(t.subject, t.object) for t in store.iter_triples("c", 0, FOREVER)}
    assert triples == {(str(w), str(n)) for w in range(4) for n in range(8)}


def test_readers_see_whole_documents_while_they_are_replaced(store, make):
    store.put_document("c", make.prepared("d", ["0", "0"]))

    def write():
        for n in range(1, 30):
            store.put_document("c", make.prepared("d", [str(n)] * (n % 3 + 1)))

    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(write)
        while not writing.done():
            with store.snapshot():
                state, chunks = store.state("c"), store.document_chunks("c", "d")
                text = store.document("c", "d").text
            assert " ".join(chunk.text for chunk in chunks) == text
            assert len({chunk.text for chunk in chunks}) == 1
            assert state.chunks == len(chunks)
        writing.result()


def test_a_second_store_on_the_same_files_sees_every_change(store, open_store, make, tmp_path):
    second = open_store(tmp_path)
    assert second.state("c") == store.state("c")
    store.put_document("c", make.prepared("d", ["By the first."]))
    assert second.document("c", "d").text == "By the first."
    second.put_document("c", make.prepared("d", ["By the second."]))
    second.create_collection("third")
    assert store.document("c", "d").text == "By the second."
    assert store.state("c") == second.state("c")
    assert store.state("third").sequence == 0


def test_two_stores_may_write_by_turns_from_threads(store, open_store, make, tmp_path):
    second = open_store(tmp_path)

    def write(opened, name):
        for n in range(10):
            opened.put_document("c", make.prepared(f"{name}{n}"))

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(write, [store, second], "ab"))
    assert store.state("c").sequence == 20
    assert [d.id for d in second.documents("c", 99, None, None)] == [
        f"{name}{n}" for name in "ab" for n in range(10)
    ]


def test_what_was_written_is_there_when_the_store_is_opened_again(open_store, make, tmp_path):
    first = open_store(tmp_path)
    first.create_collection("c")
    first.put_document("c", make.prepared("d", triples=[(Triple("a", "p", "b"), 0)]))
    state, chunks = first.state("c"), first.document_chunks("c", "d")
    triples = list(first.iter_triples("c", 0, FOREVER))
    first.close()
    again = open_store(tmp_path)
    assert again.state("c") == state
    assert again.document_chunks("c", "d") == chunks
    assert list(again.iter_triples("c", 0, FOREVER)) == triples


@pytest.mark.parametrize("fault", ["vectors", "position", "surrogate", "metadata"])
def test_a_document_that_cannot_be_stored_leaves_nothing(store, make, fault):
    store.put_document("c", make.prepared("d", ["Old."]))
    before, chunks = store.state("c"), store.document_chunks("c", "d")
    broken = {
        "vectors": lambda: make.prepared("d", ["a", "b"], vectors=make.unit(1)),
        "position": lambda: make.prepared("d", ["a"], triples=[(Triple("a", "p", "b"), 5)]),
        "surrogate": lambda: make.prepared("d", ["a"], title="\ud800"),
        "metadata": lambda: make.prepared("d", ["a"], metadata={"k": object()}),
    }[fault]()
    with pytest.raises((ValueError, IndexError, TypeError)):
        store.put_document("c", broken)
    assert store.state("c") == before
    assert store.document_chunks("c", "d") == chunks
    assert store.removed("c", "chunk", 0, FOREVER).tolist() == []
    # And the store goes on.
    assert store.put_document("c", make.prepared("d", ["New."])) == "updated"


def test_an_import_that_fails_half_way_leaves_nothing(store):
    with pytest.raises(UnicodeEncodeError):
        store.add_triples("c", [Triple("a", "p", "b"), Triple("\ud800", "p", "b")])
    assert list(store.iter_triples("c", 0, FOREVER)) == []
    assert store.state("c").sequence == 0


def test_vectors_of_a_wrong_count_are_refused_whole(store, make):
    store.put_document("c", make.prepared("d", ["a", "b"], model="old"))
    ids = [chunk.id for chunk in store.document_chunks("c", "d")]
    with pytest.raises(ValueError, match="zip"):
        store.put_vectors("c", "new", ids, make.unit(1))
    assert [c.id for c in store.iter_chunks_without_vector("c", "new", 0)] == ids


def test_the_document_is_a_plain_value(make):
    prepared = make.prepared("d", ["Ab.", "C."])
    assert prepared.document == Document("d", "Title of d", "Ab. C.")
    assert prepared.spans == [Span(0, 3, ("Part 0",)), Span(4, 6, ("Part 1",))]
    np.testing.assert_allclose(np.linalg.norm(prepared.vectors, axis=1), 1, rtol=1e-6)
