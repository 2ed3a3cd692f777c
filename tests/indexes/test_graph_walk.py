"""From the entities of a question to the triples that speak of it."""

import pytest

from indexes.graph_walk import GraphHits, walk
from knowledge.graph import KnowledgeGraph
from knowledge.types import Triple

FACTS = [
    Triple("Marie Curie", "born in", "Warsaw"),
    Triple("Marie Curie", "spouse", "Pierre Curie"),
    Triple("Marie Curie", "field", "physics"),
    Triple("Warsaw", "capital of", "Poland"),
    Triple("Poland", "currency", "zloty"),
    Triple("居里夫人", "别名", "Marie Curie"),
    Triple("居里夫人", "出生地", "华沙"),
]


@pytest.fixture
def graph(library):
    library.store.add_triples("c", FACTS)
    made = KnowledgeGraph()
    made.refresh(library.store, "c")
    return made


def objects(question, graph, limit=20, rarity=lambda term: 0.5) -> list[str]:
    return [triple.object for triple, _ in walk(question, graph, rarity, limit).triples]


def test_the_triple_that_a_question_asks_for_comes_first(graph):
    assert objects("Where was Marie Curie born?", graph)[0] == "Warsaw"
    assert objects("In which field did Marie Curie work?", graph)[0] == "physics"
    assert objects("居里夫人的出生地是哪里？", graph)[0] == "华沙"


def test_a_triple_whose_both_ends_are_named_comes_first(graph):
    assert objects("Are Marie Curie and Pierre Curie related?", graph)[0] == "Pierre Curie"
    assert objects("Marie Curie, physics, field born born", graph)[0] == "physics"


def test_scores_are_overlap_distance_and_both_ends(graph):
    """Asked terms: `capit`, `born`; weights 0.05 + rarity."""
    rarity = {"capit": 0.95, "born": 0.45}
    found = walk("Marie Curie born capital", graph, lambda term: rarity[term], 20)
    scores = {triple.object: score for triple, score in found.triples}
    assert scores["Warsaw"] == pytest.approx(0.5 / 1.5 + 0.25)
    assert scores["Poland"] == pytest.approx(1.0 / 1.5)  # two hops away
    assert scores["physics"] == pytest.approx(0.25)
    both = walk("Marie Curie physics", graph, lambda term: rarity[term], 20)
    assert both.triples[0][0].object == "physics"
    assert both.triples[0][1] == pytest.approx(0.25 + 0.5)


def test_what_is_three_hops_away_is_not_reached(graph):
    found = objects("Marie Curie", graph)
    assert set(found) == {"Warsaw", "Pierre Curie", "physics", "Marie Curie", "华沙", "Poland"}
    # Nothing asked: its own triples by id, then those of its neighbours.
    assert found[-1] == "Poland"
    assert objects("Marie Curie", graph, limit=2) == found[:2]


def test_a_number_that_many_things_have_leads_on_only_where_nothing_else_is_named(library):
    rows = [
        ("LLaMA-7B", "layers", "32"),
        ("LLaMA-7B", "heads", "32"),
        ("Mistral 7B", "layers", "32"),
    ]
    library.store.add_triples("c", [Triple(*row) for row in rows])
    graph = KnowledgeGraph()
    graph.refresh(library.store, "c")

    def subjects(question):
        return [t.verbalise() for t, _ in walk(question, graph, lambda term: 0.5, 20).triples]

    assert len(subjects("What has 32 layers?")) == 3
    assert "Mistral 7B" not in " ".join(subjects("Is 32 the rank of an adapter of LLaMA-7B?"))
    assert subjects("Has LLaMA-7B 32 heads?")[0] == "LLaMA-7B — heads — 32"


def test_a_question_about_no_entity_finds_nothing(graph):
    assert walk("What is the weather?", graph, lambda term: 1.0, 20) == GraphHits([], [], [])
