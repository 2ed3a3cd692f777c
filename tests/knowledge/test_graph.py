"""The graph follows the store, joins aliases, and walks outwards from an entity."""

import tempfile
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.graph import KnowledgeGraph
from knowledge.store.sqlite import SqliteStore
from knowledge.text import comparable
from knowledge.types import Triple

FOREVER = 10**6
NAMES = ["a", "B", "ｂ", "c", "北京", "D d", "e"]
TRIPLE = st.builds(
    Triple,
    st.sampled_from(NAMES),
    st.sampled_from(["p", "q", "Alias", "别名"]),
    st.sampled_from(NAMES),
)
# From a small pool, so that what is removed is often there.
STEPS = st.lists(TRIPLE, min_size=1, max_size=6).flatmap(
    lambda pool: st.lists(
        st.tuples(
            st.sampled_from(["add", "remove"]),
            st.lists(st.sampled_from(pool), max_size=4),
            st.booleans(),
        ),
        max_size=12,
    )
)


def graph_of(store) -> KnowledgeGraph:
    graph = KnowledgeGraph()
    graph.refresh(store, "c")
    return graph


def seen(graph) -> dict[str, Any]:
    """All that a graph answers about the names."""
    names = sorted({comparable(name) for name in NAMES})
    return {
        "size": (len(graph), graph.entities, graph.sequence),
        "names": [
            (n, graph.knows(n), sorted(graph.names(n)), graph.canonical(n)) for n in names
        ],
        "triples": [graph.triples_of(n) for n in names],
        "near": [graph.neighbourhood(n, 2, 1000) for n in names],
    }  # fmt: skip


@settings(max_examples=40)
@given(STEPS)
def test_a_graph_that_followed_is_the_graph_built_anew(steps):
    with tempfile.TemporaryDirectory() as directory:
        store = SqliteStore(Path(directory) / "s")
        store.create_collection("c")
        following = graph_of(store)
        for kind, triples, look in steps:
            change = store.add_triples if kind == "add" else store.remove_triples
            change("c", triples)
            if look:
                following.refresh(store, "c")
        following.refresh(store, "c")
        assert seen(following) == seen(graph_of(store))
        stored = list(store.iter_triples("c", 0, FOREVER))
        store.close()
    assert len(following) == len(stored)
    ends = {comparable(end) for t in stored for end in (t.subject, t.object)}
    assert following.entities == len(ends)
    assert all(following.knows(end) for end in ends)


@settings(max_examples=40)
@given(st.lists(TRIPLE, max_size=12), st.integers(1, 3))
def test_the_neighbourhood_is_what_breadth_first_search_reaches(triples, hops):
    with tempfile.TemporaryDirectory() as directory:
        store = SqliteStore(Path(directory) / "s")
        store.create_collection("c")
        store.add_triples("c", triples)
        graph, stored = graph_of(store), list(store.iter_triples("c", 0, FOREVER))
        store.close()
    plain: nx.Graph[str] = nx.Graph()
    for t in stored:
        plain.add_edge(
            graph.canonical(comparable(t.subject)), graph.canonical(comparable(t.object))
        )
    for name in {comparable(n) for n in NAMES}:
        start = graph.canonical(name)
        reach = nx.single_source_shortest_path_length(plain, start) if start in plain else {}
        expected = {}
        for t in stored:
            ends = [graph.canonical(comparable(end)) for end in (t.subject, t.object)]
            distance = min((reach[end] for end in ends if end in reach), default=99) + 1
            if distance <= hops:
                expected[t.id] = distance
        found = graph.neighbourhood(name, hops, 1000)
        assert {t.id: distance for distance, t in found} == expected
        assert [distance for distance, _ in found] == sorted(expected.values())


@pytest.fixture
def graph(store):
    store.add_triples(
        "c",
        [
            Triple("United Nations", "abbreviation", "UN"),
            Triple("UN", "also known as", "联合国"),
            Triple("UN", "seat", "New York"),
            Triple("联合国", "成立于", "1945"),
            Triple("New York", "in", "USA"),
            Triple("USA", "president", "Biden"),
        ],
    )
    return graph_of(store)


def test_aliases_are_one_entity_under_its_least_name(graph):
    group = {"united nations", "un", "联合国"}
    assert all(graph.names(name) == group for name in group)
    assert {graph.canonical(name) for name in group} == {"un"}
    assert graph.names("new york") == {"new york"}
    assert graph.canonical("nobody") == "nobody"


def test_triples_are_found_under_every_name(graph):
    objects = ["UN", "联合国", "New York", "1945"]
    for name in ("un", "united nations", "联合国"):
        assert [t.object for t in graph.triples_of(name)] == objects
    assert [t.object for t in graph.triples_of("un", 2)] == objects[:2]
    assert graph.triples_of("nobody") == []


def test_neighbours_come_by_distance_up_to_the_limit(graph):
    def near(hops, limit=100) -> list[tuple[int, str]]:
        return [(d, t.object) for d, t in graph.neighbourhood("联合国", hops, limit)]

    first = [(1, "UN"), (1, "联合国"), (1, "New York"), (1, "1945")]
    assert near(1) == first
    assert near(2) == [*first, (2, "USA")]
    assert near(3) == [*first, (2, "USA"), (3, "Biden")]
    assert near(9) == near(3)
    assert near(3, limit=3) == first[:3]
    assert graph.neighbourhood("nobody", 2, 10) == []


def test_an_alias_taken_back_parts_the_names(graph, store):
    store.remove_triples("c", [Triple("UN", "also known as", "联合国")])
    graph.refresh(store, "c")
    assert graph.names("联合国") == {"联合国"}
    assert graph.canonical("united nations") == "un"
    assert [t.object for t in graph.triples_of("联合国")] == ["1945"]


def test_a_name_without_triples_is_forgotten(graph, store):
    store.remove_triples("c", [Triple("USA", "president", "Biden")])
    graph.refresh(store, "c")
    assert not graph.knows("biden")
    assert graph.knows("usa")


def test_a_triple_that_came_and_went_unseen_changes_nothing(graph, store):
    before = len(graph)
    store.add_triples("c", [Triple("x", "p", "y")])
    store.remove_triples("c", [Triple("x", "p", "y")])
    graph.refresh(store, "c")
    assert len(graph) == before
    assert not graph.knows("x")
    assert graph.sequence == store.state("c").sequence


def test_graphs_of_two_collections_are_apart(graph, store):
    store.create_collection("other")
    other = KnowledgeGraph()
    other.refresh(store, "other")
    assert (len(other), other.entities) == (0, 0)


def test_a_coined_name_stands_for_the_only_thing_that_goes_on_with_one_more_code(store):
    rows = [("H100 SXM", "80 GB"), ("A100 40GB", "40 GB"), ("A100 80GB", "80 GB"),
            ("V100 test report", "1"), ("V100 notes", "2"), ("GPT-4 report", "3")]  # fmt: skip
    added = store.add_triples("c", [Triple(name, "has", value) for name, value in rows])
    graph = graph_of(store)
    assert added == len(rows)
    assert graph.called("h100") == ["h100 sxm"]
    assert not any(graph.knows(name) for name in ("a100", "v100", "gpt-4"))
    store.add_triples("c", [Triple("H100", "is a", "GPU")])
    graph.refresh(store, "c")
    assert graph.called("h100") == ["h100"]


def test_what_is_no_subject_any_more_is_no_longer_meant_by_its_coined_name(store):
    store.add_triples("c", [Triple("Rack 4", "holds", "H100 SXM")])
    store.add_triples("c", [Triple("H100 SXM", "memory", "80 GB")])
    graph = graph_of(store)
    assert graph.called("h100") == ["h100 sxm"]
    store.remove_triples("c", [Triple("H100 SXM", "memory", "80 GB")])
    graph.refresh(store, "c")
    assert graph.knows("h100 sxm")
    assert not graph.knows("h100")
    assert not graph_of(store).knows("h100")
