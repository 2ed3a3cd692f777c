"""Paths of two triples: which are walked, and what they have to say."""

import pytest

from indexes.graph_walk import walk
from knowledge.graph import KnowledgeGraph
from knowledge.types import Triple

FACTS = [
    Triple("Gaby", "directed by", "Luis Mandoki"),
    Triple("Gaby", "starring", "Liv Ullmann"),
    Triple("Luis Mandoki", "place of birth", "Mexico City"),
    Triple("Luis Mandoki", "nationality", "Mexican"),
    Triple("Liv Ullmann", "place of birth", "Tokyo"),
    Triple("Paris, Texas", "directed by", "Wim Wenders"),
    Triple("Wings of Desire", "directed by", "Wim Wenders"),
    Triple("红高粱", "导演", "张艺谋"),
    Triple("张艺谋", "出生地", "西安"),
    Triple("红高粱", "主演", "巩俐"),
    Triple("巩俐", "出生地", "沈阳"),
]


@pytest.fixture
def graph(library):
    library.store.add_triples("c", FACTS)
    made = KnowledgeGraph()
    made.refresh(library.store, "c")
    return made


def paths(question, graph):
    found = walk(question, graph, lambda term: 0.5, 20).paths
    return [[(t.subject, t.predicate, t.object) for t in path.triples] for path in found]


def test_two_triples_answer_what_one_cannot(graph):
    assert paths("What is the place of birth of the director of Gaby?", graph) == [
        [("Gaby", "directed by", "Luis Mandoki"), ("Luis Mandoki", "place of birth", "Mexico City")]
    ]


def test_chinese(graph):
    assert paths("红高粱的导演的出生地是哪里？", graph) == [
        [("红高粱", "导演", "张艺谋"), ("张艺谋", "出生地", "西安")]
    ]


def test_a_path_joins_two_things_that_are_named(graph):
    (path,) = paths("What do Paris, Texas and Wings of Desire have in common?", graph)
    assert path == [
        ("Paris, Texas", "directed by", "Wim Wenders"),
        ("Wings of Desire", "directed by", "Wim Wenders"),
    ]


def test_a_second_triple_that_says_nothing_asked_is_no_path(graph):
    assert paths("Who directed Gaby?", graph) == []
    assert paths("红高粱的导演是谁？", graph) == []


def test_a_hub_costs_little(library):
    triples = [Triple("hub", "linked to", f"thing {n}") for n in range(3000)]
    triples += [Triple(f"thing {n}", "colour", f"shade {n}") for n in range(3000)]
    library.store.add_triples("c", triples)
    made = KnowledgeGraph()
    made.refresh(library.store, "c")
    found = walk("Which colour has what is linked to the hub?", made, lambda term: 0.5, 20)
    assert len(found.paths) == 4
