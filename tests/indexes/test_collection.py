"""The indexes of one collection together, and what a change of the embedder does."""

import threading

import numpy as np
import pytest

from indexes.collection import CollectionIndexes
from indexes.embedding.hashing import HashingEmbedder
from knowledge.text import content_terms
from knowledge.types import Triple


@pytest.fixture
def open_indexes(library, tmp_path):
    def open_with(embedder=None):
        chosen = embedder or library.embedder
        indexes = CollectionIndexes(library.store, "c", tmp_path / "1", chosen, exact_limit=10)
        indexes.refresh()
        return indexes

    return open_with


def nearest(indexes, embedder, question) -> list[int]:
    return [hit.id for hit in indexes.vectors.search(embedder.encode([question])[0], 3)]


def test_every_index_follows_the_store(library, open_indexes):
    indexes = open_indexes()
    ids = library.put("d", "A dog.", "北京的公园", triples=[(Triple("Dog", "is", "animal"), 0)])
    indexes.refresh()
    sequence = library.store.state("c").sequence
    assert (indexes.vectors.sequence, indexes.keywords.sequence, indexes.graph.sequence) == (
        (sequence,) * 3
    )
    assert nearest(indexes, library.embedder, "北京的公园")[0] == ids[1]
    assert [h.id for h in indexes.keywords.search(content_terms("dog"), 3)] == ids[:1]
    assert indexes.graph.knows("dog")


def test_a_changed_embedder_gets_its_own_vectors(library, open_indexes, caplog):
    caplog.set_level("INFO")
    ids = library.put("a", *[f"Passage number {n} speaks of topic{n}." for n in range(300)])
    more = library.put("b", "Another topic.", title="标题")
    first = open_indexes()
    first.save()
    before = library.store.state("c")
    changed = HashingEmbedder(48)
    indexes = open_indexes(changed)
    assert nearest(indexes, changed, "Passage number 7 speaks of topic7.")[0] == ids[7]
    assert library.store.state("c") == before
    stored = list(library.store.iter_vectors("c", changed.name, 0, 99))
    assert [int(i) for batch, _ in stored for i in batch] == ids + more
    chunks = library.store.chunks("c", ids + more)
    expected = changed.encode([chunks[i].indexed_text for i in ids + more])
    np.testing.assert_allclose(np.concatenate([v for _, v in stored]), expected, atol=1e-3)
    # Going back finds what was encoded before.
    library.embedder.encode = None
    assert open_indexes().vectors.sequence == before.sequence
    # An operator who waits for a start is told why, and nobody is told when nothing is to be done.
    waiting, done = [message for message in caplog.messages if "embedded" in message]
    assert changed.name in waiting
    assert done == "collection c: 301 passages embedded"
    caplog.clear()
    open_indexes(changed)
    assert not [message for message in caplog.messages if "embedded" in message]


def test_passages_of_another_model_that_come_later_are_embedded_too(library, open_indexes):
    library.put("a", "A dog.")
    indexes = open_indexes()
    (late,) = library.put("b", "A cat sleeps.", embedder=HashingEmbedder(8))
    indexes.refresh()
    assert nearest(indexes, library.embedder, "A cat sleeps.")[0] == late
    assert len(indexes.vectors) == 2


def absorbed() -> None:
    """Wait for the threads that build graphs."""
    for thread in threading.enumerate():
        if thread.name == "absorb":
            thread.join()


def test_a_grown_index_is_absorbed_beside_the_searches(library, open_indexes):
    ids = library.put("a", *[f"Passage number{n}." for n in range(40)])
    indexes = open_indexes()
    assert nearest(indexes, library.embedder, "Passage number7.")[0] == ids[7]
    absorbed()
    assert indexes.vectors.graph_size == 40
    assert nearest(indexes, library.embedder, "Passage number7.")[0] == ids[7]


def test_what_was_absorbed_is_kept(library, open_indexes):
    library.put("a", *[f"Passage {n}." for n in range(40)])
    indexes = open_indexes()
    absorbed()
    indexes.save()
    again = open_indexes()
    assert (again.vectors.graph_size, again.vectors.needs_absorbing) == (40, False)


def test_saving_waits_for_no_graph_and_keeps_what_is_still_to_be_absorbed(library, open_indexes):
    indexes = open_indexes()
    ids = library.put("a", *[f"Passage number{n}." for n in range(40)])
    # As if the graph took minutes, as it does for a million vectors.
    with indexes.vectors._absorbing:
        indexes.refresh()
        indexes.save()
        assert indexes.vectors.graph_size == 0
    absorbed()
    again = open_indexes()
    assert nearest(again, library.embedder, "Passage number7.")[0] == ids[7]
    absorbed()
    assert (again.vectors.graph_size, again.vectors.needs_absorbing) == (40, False)
    assert nearest(again, library.embedder, "Passage number7.")[0] == ids[7]
