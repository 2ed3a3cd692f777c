"""What search found as evidence: passages, paths that a person can read, triples."""

import pytest

from indexes.paths import Path
from knowledge.types import Chunk, Triple
from service import evidence
from service.answer import Hop
from service.pipeline import Ask

DIRECTED = Triple("Gaby", "director", "Luis Mandoki", id=1, document_id="films", chunk_id=7)
BORN = Triple("Luis Mandoki", "place of birth", "Mexico City", id=2)


def test_a_path_reads_as_it_is_walked_and_says_where_each_hop_is_from():
    item = evidence.path_evidence(Path((DIRECTED, BORN), 0.5))
    assert (item.kind, item.title, item.score) == ("path", "Gaby", 0.5)
    assert item.text == (
        "Gaby — director — Luis Mandoki → Luis Mandoki — place of birth — Mexico City"
    )
    assert evidence.hops(item, item.triples) == [
        Hop(
            subject="Gaby",
            predicate="director",
            object="Luis Mandoki",
            source="imported",
            document_id="films",
            chunk_id=7,
        ),
        Hop(
            subject="Luis Mandoki",
            predicate="place of birth",
            object="Mexico City",
            source="imported",
        ),
    ]


def test_what_was_read_from_a_document_is_called_by_it():
    born = Triple("Luis Mandoki", "born", "1954", document_id="films", chunk_id=7, start=3, end=9)
    other = Triple("Luis Mandoki", "born", "1956", id=3, document_id="lives", chunk_id=8)
    chunks = {
        chunk_id: Chunk(chunk_id, name, 0, 0, 50, "...", f"About {name}", f"file:///{name}.md")
        for chunk_id, name in ((7, "films"), (8, "lives"))
    }
    item = evidence.triple_evidence(born, 1.0, chunks)
    assert evidence.place(item) == ("About films", "file:///films.md")
    assert (item.title, item.start, item.end) == ("Luis Mandoki", 3, 9)
    (hop,) = evidence.hops(item, item.triples)
    assert (hop.title, hop.uri, hop.start, hop.end) == ("About films", "file:///films.md", 3, 9)

    within = evidence.path_evidence(Path((DIRECTED, born), 0.5), chunks)
    assert evidence.place(within) == ("About films", "file:///films.md")
    across = evidence.path_evidence(Path((DIRECTED, other), 0.5), chunks)
    assert evidence.place(across) == ("Gaby", None)
    assert [hop.uri for hop in evidence.hops(across, across.triples)] == [
        "file:///films.md",
        "file:///lives.md",
    ]
    assert evidence.place(evidence.triple_evidence(BORN, 1.0, chunks)) == ("Luis Mandoki", None)


def test_a_path_within_one_document_is_of_that_document():
    again = Triple("Luis Mandoki", "born", "1954", document_id="films")
    assert evidence.path_evidence(Path((DIRECTED, again), 0.5)).document_id == "films"
    assert evidence.path_evidence(Path((DIRECTED, BORN), 0.5)).document_id is None


@pytest.mark.parametrize(
    ("triples", "question", "answer"),
    [
        (
            [DIRECTED, BORN],
            "What is the place of birth of the director of Gaby?",
            "Mexico City",
        ),
        (
            [Triple("红高粱", "导演", "张艺谋"), Triple("张艺谋", "出生地", "西安")],
            "红高粱的导演的出生地是哪里？",
            "西安",
        ),
        (
            [Triple("Gaby", "director", "Luis Mandoki"), Triple("Anna", "spouse", "Luis Mandoki")],
            "Who is the spouse of the director of Gaby?",
            "Anna",
        ),
    ],
)
def test_an_answer_over_two_triples_cites_the_path(make_footing, triples, question, answer):
    footing = make_footing(threshold=0.0)
    footing.store.add_triples("default", triples)
    given = footing.pipeline.ask(Ask(question, steps=False))
    assert given.short_answer == answer
    assert [hop.object for hop in given.citations[0].hops] == [t.object for t in triples]
    assert given.citations[0].kind == "path"
    taken = footing.pipeline.ask(Ask(question))
    assert taken.short_answer == answer
    assert [hop.object for c in taken.citations for hop in c.hops] == [t.object for t in triples]


def test_an_answer_on_a_triple_that_another_contradicts_says_so(make_footing):
    footing = make_footing(threshold=0.0)
    footing.store.add_triples(
        "default",
        [
            Triple("张艺谋", "出生地", "西安"),
            Triple("张艺谋", "出生地", "北京"),
            Triple("张艺谋", "职业", "导演"),
        ],
    )
    given = footing.pipeline.ask(Ask("张艺谋的出生地是哪里？", include_evidence=True))
    cited = {c.hops[0].object: [hop.object for hop in c.conflicts] for c in given.citations}
    other = {"西安": ["北京"], "北京": ["西安"]}
    assert cited
    assert all(others == other[said] for said, others in cited.items())
    (occupation,) = [e for e in given.evidence if e.hops and e.hops[0].predicate == "职业"]
    assert occupation.conflicts == []
