"""What derived indexes follow: sequence numbers, checksums, windows of changes, vectors."""

import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.store.base import KEPT_MODELS
from knowledge.types import Triple

MASK = (1 << 64) - 1
FOREVER = 10**6


def expected_checksum(ids) -> int:
    """splitmix64, in integers of any size."""
    total = 0
    for i in ids:
        z = (i + 0x9E3779B97F4A7C15) & MASK
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        total += z ^ (z >> 31)
    return total & ((1 << 62) - 1)


def ids_of(chunks) -> list[int]:
    return [chunk.id for chunk in chunks]


def test_every_committed_change_takes_one_sequence_number(store, make):
    triple = Triple("a", "p", "b")
    changes: list[Callable[[], object]] = [
        lambda: store.put_document("c", make.prepared("d")),
        lambda: store.put_document("c", make.prepared("d")),
        lambda: store.add_triples("c", [triple, Triple("x", "p", "y")]),
        lambda: store.remove_triples("c", [triple]),
        lambda: store.delete_document("c", "d"),
    ]
    for n, change in enumerate(changes, 1):
        change()
        assert store.state("c").sequence == n
    assert store.state("other").sequence == 0


def test_what_changes_no_row_takes_no_sequence_number(store):
    there, not_there = Triple("a", "p", "b"), Triple("x", "p", "y")
    store.add_triples("c", [there])
    before = store.state("c")
    assert store.add_triples("c", [there]) == store.add_triples("c", []) == 0
    assert store.remove_triples("c", [not_there]) == store.remove_triples("c", []) == 0
    assert store.state("c") == before


def test_windows_are_open_below_and_closed_above(store, make):
    for n, document_id in enumerate(["a", "b", "c"], 1):
        store.put_document("c", make.prepared(document_id))
        assert store.state("c").sequence == n
    a, b, c = (ids_of(store.document_chunks("c", d)) for d in "abc")
    assert ids_of(store.iter_chunks("c", 0, 3)) == a + b + c
    assert ids_of(store.iter_chunks("c", 1, 2)) == b
    assert ids_of(store.iter_chunks("c", 3, 3)) == []
    store.delete_document("c", "b")
    store.put_document("c", make.prepared("a"))
    assert ids_of(store.iter_chunks("c", 0, 3)) == c
    assert store.removed("c", "chunk", 0, 3).tolist() == []
    assert store.removed("c", "chunk", 3, 4).tolist() == b
    assert sorted(store.removed("c", "chunk", 4, 5).tolist()) == a
    assert ids_of(store.iter_chunks("c", 4, 5)) == ids_of(store.document_chunks("c", "a"))


def test_vectors_come_back_in_half_precision_in_the_order_of_ids(store, make):
    vectors = make.unit(2500)
    store.put_document("c", make.prepared("d", ["x"] * 2500, vectors=vectors))
    batches = list(store.iter_vectors("c", "m", 0, 1))
    ids = np.concatenate([batch[0] for batch in batches])
    found = np.concatenate([batch[1] for batch in batches])
    assert ids.tolist() == ids_of(store.document_chunks("c", "d"))
    assert found.dtype == np.float32
    np.testing.assert_array_equal(found, vectors.astype(np.float16).astype(np.float32))


def test_vectors_have_the_window_and_the_model_of_their_chunks(store, make):
    store.put_document("c", make.prepared("a", ["x"], model="m"))
    store.put_document("c", make.prepared("b", ["x"], model="n"))
    a, b = (ids_of(store.document_chunks("c", d)) for d in "ab")

    def ids(model, after, upto) -> list[int]:
        return [i for batch, _ in store.iter_vectors("c", model, after, upto) for i in batch]

    assert (ids("m", 0, 2), ids("n", 0, 2), ids("m", 1, 2), ids("n", 1, 2)) == (a, b, [], b)


def test_chunks_that_a_model_has_not_embedded_are_found_and_filled(store, make):
    for document_id in "ab":
        store.put_document("c", make.prepared(document_id, model="old"))
    a, b = (ids_of(store.document_chunks("c", d)) for d in "ab")
    assert ids_of(store.iter_chunks_without_vector("c", "old", 0)) == []
    assert ids_of(store.iter_chunks_without_vector("c", "new", 0)) == a + b
    assert ids_of(store.iter_chunks_without_vector("c", "new", 1)) == b
    before = store.state("c")
    vectors = make.unit(3)
    store.put_vectors("c", "new", [*b, 10**9], vectors)
    assert ids_of(store.iter_chunks_without_vector("c", "new", 0)) == a
    ((ids, found),) = store.iter_vectors("c", "new", 0, 2)
    assert ids.tolist() == b
    np.testing.assert_array_equal(found, vectors[:2].astype(np.float16).astype(np.float32))
    assert store.state("c") == before


def _ids_by_model(store, models, collection="c") -> dict[str, list[int]]:
    found = {m: store.iter_vectors(collection, m, 0, FOREVER) for m in models}
    return {m: [i for ids, _ in batches for i in ids] for m, batches in found.items()}


def test_vectors_of_two_models_stand_beside_each_other(store, make):
    store.put_document("c", make.prepared("d", model="old"))
    ids = ids_of(store.document_chunks("c", "d"))
    ((_, before),) = store.iter_vectors("c", "old", 0, 1)
    store.put_vectors("c", "new", ids, make.unit(2))
    assert _ids_by_model(store, ["old", "new"]) == {"old": ids, "new": ids}
    ((_, after),) = store.iter_vectors("c", "old", 0, 1)
    np.testing.assert_array_equal(after, before)
    store.delete_document("c", "d")
    assert _ids_by_model(store, ["old", "new"]) == {"old": [], "new": []}


def test_vectors_of_the_models_used_last_stay(store, make):
    for collection in ("c", "other"):
        store.put_document(collection, make.prepared("d", model="m0"))
    ids = ids_of(store.document_chunks("c", "d"))
    state = store.state("c")
    models = ["m0", "m1", "m2", "m3"]

    def use(model) -> list[str]:
        store.put_vectors("c", model, ids, make.unit(2))
        store.use_embedder("c", model)
        return [m for m, found in _ids_by_model(store, models).items() if found]

    assert [len(use(model)) for model in ("m0", "m1", "m2", "m0")] == [1, 2, 3, 3]
    assert KEPT_MODELS == 3
    assert use("m3") == ["m0", "m2", "m3"]
    assert use("m1") == ["m0", "m1", "m3"]
    assert store.state("c") == state
    assert len(list(store.iter_vectors("other", "m0", 0, FOREVER))) == 1


def test_an_iteration_may_be_overtaken_by_a_delete(store, make):
    for document_id in "abc":
        store.put_document("c", make.prepared(document_id, [f"Of {document_id}."]))
    chunks = store.iter_chunks("c", 0, FOREVER)
    texts = [next(chunks).text]
    store.delete_document("c", "b")
    store.delete_document("c", "c")
    # Those deleted meanwhile may come or not; nothing else happens.
    texts += [chunk.text for chunk in chunks]
    assert texts in (["Of a."], ["Of a.", "Of b."], ["Of a.", "Of b.", "Of c."])


OPERATION = st.one_of(
    st.tuples(st.just("put"), st.sampled_from("xyz"), st.integers(0, 3)),
    st.tuples(st.just("delete"), st.sampled_from("xyz"), st.just(0)),
    st.tuples(st.just("add"), st.sampled_from("xyz"), st.just(0)),
    st.tuples(st.just("remove"), st.sampled_from("xyz"), st.just(0)),
    st.tuples(st.just("look"), st.just(""), st.just(0)),
)


class Follower:
    """A derived index reduced to what it holds."""

    def __init__(self) -> None:
        self.sequence, self.chunks, self.triples = 0, dict[int, str](), dict[int, str]()

    def follow(self, store, collection) -> None:
        upto = store.state(collection).sequence
        for i in store.removed(collection, "chunk", self.sequence, upto).tolist():
            self.chunks.pop(i, None)
        for i in store.removed(collection, "triple", self.sequence, upto).tolist():
            self.triples.pop(i, None)
        for chunk in store.iter_chunks(collection, self.sequence, upto):
            self.chunks[chunk.id] = chunk.text
        for triple in store.iter_triples(collection, self.sequence, upto):
            self.triples[triple.id] = triple.subject
        self.sequence = upto


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    operations=st.lists(st.tuples(st.sampled_from(["c", "other"]), OPERATION), max_size=25),
)
def test_following_changes_ends_where_the_store_is(open_store, make, operations):
    with tempfile.TemporaryDirectory() as directory:
        store = open_store(Path(directory))
        documents: dict[str, dict[str, list[str]]] = {"c": {}, "other": {}}
        imported: dict[str, set[str]] = {"c": set(), "other": set()}
        sequences = {name: store.create_collection(name).sequence for name in documents}
        followers = {name: Follower() for name in documents}
        for name, (kind, item, size) in operations:
            texts = [f"{item}{n} of {name}." for n in range(size)]
            triple = Triple(item, "p", name)
            changed = True
            if kind == "look":
                followers[name].follow(store, name)
                continue
            if kind == "put":
                read = [(Triple(f"{item} read", "p", "o", source="r"), 0)] if size else []
                store.put_document(name, make.prepared(item, texts, triples=read))
                documents[name][item] = texts
            elif kind == "delete":
                if documents[name].pop(item, None) is None:
                    continue
                store.delete_document(name, item)
            elif kind == "add":
                changed = item not in imported[name]
                assert store.add_triples(name, [triple]) == changed
                imported[name].add(item)
            else:
                changed = item in imported[name]
                assert store.remove_triples(name, [triple]) == changed
                imported[name].discard(item)
            sequences[name] += changed
        for name, held in documents.items():
            state = store.state(name)
            live = {chunk.id: chunk.text for chunk in store.iter_chunks(name, 0, FOREVER)}
            assert sorted(live.values()) == sorted(t for texts in held.values() for t in texts)
            assert state.sequence == sequences[name]
            assert (state.chunks, state.checksum) == (len(live), expected_checksum(live))
            followers[name].follow(store, name)
            assert followers[name].chunks == live
            subjects = [*imported[name], *(f"{i} read" for i, texts in held.items() if texts)]
            assert sorted(followers[name].triples.values()) == sorted(subjects)
            with_vector = [i for ids, _ in store.iter_vectors(name, "m", 0, FOREVER) for i in ids]
            assert with_vector == sorted(live)
        store.close()


@pytest.mark.parametrize("kind", ["chunk", "triple"])
def test_no_id_is_removed_twice(store, make, kind):
    for n in range(4):
        store.put_document("c", make.prepared("d", ["x"], triples=[(Triple("a", "p", "b"), 0)]))
        store.add_triples("c", [Triple(f"s{n}", "p", "b")])
        store.remove_triples("c", [Triple(f"s{n}", "p", "b")])
    removed = store.removed("c", kind, 0, FOREVER).tolist()
    assert len(removed) == (3 if kind == "chunk" else 7)
    assert len(set(removed)) == len(removed)
