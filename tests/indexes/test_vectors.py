"""Dense search against brute force: exact, HNSW, both at once, with deletes, while absorbing."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import numpy as np
import pytest

from indexes.vectors import VectorIndex

SMALL = 10  # an exact limit that a few documents exceed


def open_index(library, tmp_path, exact_limit=SMALL) -> VectorIndex:
    index = VectorIndex(tmp_path / "vectors", "random", library.dimension, exact_limit)
    index.refresh(library.store, "c")
    return index


def fill(library, documents=30, size=20) -> None:
    for n in range(documents):
        library.put_vectors(f"d{n:02}", size)


def ids_of(hits) -> list[int]:
    return [hit.id for hit in hits]


def recall(index, library, k=10, queries=60) -> float:
    found = 0
    for query in library.unit(queries):
        found += len(set(library.nearest(query, k)) & set(ids_of(index.search(query, k))))
    return float(found / (queries * k))


def assert_holds_the_live_chunks(index, library) -> None:
    live = library.live()
    assert len(index) == len(live)
    query = library.unit(1)[0]
    assert set(ids_of(index.search(query, len(live) or 1))) <= live


def test_exact_search_is_brute_force(library, tmp_path):
    fill(library, documents=10)
    index = open_index(library, tmp_path, exact_limit=1000)
    assert not index.needs_absorbing
    ids, vectors = library.vectors()
    for query in library.unit(20):
        hits = index.search(query, 7)
        assert ids_of(hits) == library.nearest(query, 7)
        assert [hit.rank for hit in hits] == list(range(1, 8))
        scores = dict(zip(ids.tolist(), (vectors @ query).tolist(), strict=True))
        assert [h.score for h in hits] == pytest.approx([scores[h.id] for h in hits], abs=1e-5)


def test_an_empty_index_finds_nothing(library, tmp_path):
    index = open_index(library, tmp_path)
    assert index.search(library.unit(1)[0], 5) == []
    assert not index.needs_absorbing
    index.absorb()
    assert len(index) == 0


def test_fewer_chunks_than_asked_for_are_all_found(library, tmp_path):
    library.put_vectors("d", 3)
    index = open_index(library, tmp_path)
    assert set(ids_of(index.search(library.unit(1)[0], 50))) == library.live()


def test_deleted_and_replaced_chunks_are_never_found(library, tmp_path, caplog):
    fill(library, documents=6)
    index = open_index(library, tmp_path, exact_limit=1000)
    library.store.delete_document("c", "d01")
    library.put_vectors("d02", 5)
    index.refresh(library.store, "c")
    for query in library.unit(10):
        assert ids_of(index.search(query, 85)) == library.nearest(query, 85)
    assert len(index) == 4 * 20 + 5
    assert "rebuilding" not in caplog.text


def test_hnsw_finds_nearly_what_brute_force_finds(library, tmp_path):
    fill(library)
    index = open_index(library, tmp_path)
    assert index.needs_absorbing
    assert index.graph_size == 0
    index.absorb()
    assert (index.graph_size, len(index), index.needs_absorbing) == (600, 600, False)
    assert recall(index, library) >= 0.95


def test_both_parts_are_searched_with_deletes_in_each(library, tmp_path):
    fill(library)
    index = open_index(library, tmp_path)
    index.absorb()
    for n in range(30, 34):
        library.put_vectors(f"d{n}", 20)
    for gone in ("d00", "d07", "d29", "d31"):  # three in the graph, one searched exactly
        library.store.delete_document("c", gone)
    index.refresh(library.store, "c")
    assert index.graph_size == 540
    assert_holds_the_live_chunks(index, library)
    assert recall(index, library) >= 0.95
    index.absorb()
    assert index.graph_size == 600
    assert_holds_the_live_chunks(index, library)
    assert recall(index, library) >= 0.95


def test_a_graph_with_many_dead_vectors_is_built_anew(library, tmp_path):
    fill(library)
    index = open_index(library, tmp_path)
    index.absorb()
    for n in range(14):
        library.store.delete_document("c", f"d{n:02}")
    index.refresh(library.store, "c")
    assert index.needs_absorbing
    assert recall(index, library) >= 0.95
    index.absorb()
    assert not index.needs_absorbing
    assert len(index._graph_ids) == index.graph_size == len(index) == 320
    assert len(index._dead) == 0
    assert_holds_the_live_chunks(index, library)
    assert recall(index, library) >= 0.95


def test_a_graph_in_which_all_are_dead_becomes_empty(library, tmp_path):
    fill(library, documents=20)
    index = open_index(library, tmp_path)
    index.absorb()
    for n in range(20):
        library.store.delete_document("c", f"d{n:02}")
    index.refresh(library.store, "c")
    assert index.search(library.unit(1)[0], 5) == []
    index.absorb()
    assert (len(index), index.graph_size, len(index._graph_ids)) == (0, 0, 0)
    library.put_vectors("new", 5)
    index.refresh(library.store, "c")
    assert set(ids_of(index.search(library.unit(1)[0], 5))) == library.live()


def test_searches_stay_right_while_vectors_are_absorbed(library, tmp_path):
    fill(library, documents=60)
    index = open_index(library, tmp_path)
    ids, vectors = library.vectors()
    done = Event()

    def search(seed):
        random, searches = np.random.default_rng(seed), 0
        while not done.is_set() or searches < 50:
            at = int(random.integers(len(ids)))
            hits = index.search(vectors[at], 3)
            assert hits[0].id == ids[at]
            assert hits[0].score == pytest.approx(1, abs=1e-2)
            assert len(set(ids_of(hits))) == 3
            searches += 1
        return searches

    with ThreadPoolExecutor(2) as pool:
        searching = [pool.submit(search, seed) for seed in range(2)]
        index.absorb()
        done.set()
        assert all(future.result() >= 50 for future in searching)
    assert index.graph_size == 1200


def test_what_is_deleted_while_it_waits_to_be_absorbed_is_not_found(library, tmp_path, monkeypatch):
    fill(library)
    index = open_index(library, tmp_path)
    add = index._graph.add

    def add_and_delete(vectors):
        # Another thread deletes between two slices: a document of each.
        for gone in ("d00", "d20"):
            if library.store.fingerprint("c", gone) is not None:
                library.store.delete_document("c", gone)
        index.refresh(library.store, "c")
        add(vectors)

    monkeypatch.setattr(index._graph, "add", add_and_delete)
    index.absorb()
    monkeypatch.undo()
    assert (len(index), index.graph_size) == (560, 560)
    assert_holds_the_live_chunks(index, library)
    assert recall(index, library) >= 0.95


def test_two_threads_may_absorb_and_save_at_once(library, tmp_path):
    fill(library, documents=20)
    index = open_index(library, tmp_path)

    def work(_):
        index.absorb()
        index.save()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(work, range(3)))
    assert (len(index), index.graph_size) == (400, 400)
    assert recall(open_index(library, tmp_path), library, queries=20) >= 0.95
