"""Names of what an RDF file speaks of: labels, aliases, nodes without names; always the same."""

import os
import random
import subprocess
import sys

import pytest

from knowledge.graph import KnowledgeGraph
from knowledge.linking import link_entities
from knowledge.triples.importers import read_triples

PREFIXES = """@prefix : <http://example.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix foaf: <http://example.org/terms#> .
"""
TWO_LANGUAGES = """:Q677 rdfs:label "Iron"@en, "Eisen"@de, "铁元素"@zh ; skos:altLabel "Ferrum" ;
    :meltingPoint "1538 ℃" .
"""


def read(text) -> list[tuple[str, str, str]]:
    found = read_triples((PREFIXES + text).encode(), "x.ttl")
    return [(t.subject, t.predicate, t.object) for t in found]


@pytest.mark.parametrize(
    ("labels", "name"),
    [
        ('rdfs:label "B", "A", "甲"', "A"),
        ('rdfs:label "A" ; skos:prefLabel "B"', "B"),
        ('foaf:name "A" ; rdfs:label "B"', "B"),
        ('foaf:name "B" ; skos:altLabel "A"', "B"),
        ('rdfs:label "A"@en, "A"@fr', "A"),
    ],
)
def test_of_several_labels_the_best_is_the_name(labels, name):
    found = read(f":Q1 {labels} ; :kind :thing .")
    assert (name, "kind", "thing") in found
    assert {subject for subject, _, _ in found} == {name}


def test_the_other_labels_are_aliases():
    assert read(TWO_LANGUAGES) == [
        ("Eisen", "alt label", "Ferrum"),
        ("Eisen", "label", "Iron"),
        ("Eisen", "label", "铁元素"),
        ("Eisen", "melting point", "1538 ℃"),
    ]
    names = 'skos:prefLabel "A", "B" ; foaf:name "C" ; skos:hiddenLabel "D" ; skos:altLabel "A"'
    assert read(f":Q1 {names} . skos:altLabel rdfs:label 'alternative label' .") == [
        ("A", "hidden label", "D"),
        ("A", "label", "C"),
        ("A", "pref label", "B"),
    ]


@pytest.mark.parametrize("said", ["iron", "铁元素", "Eisen", "Ferrum"])
def test_a_thing_is_linked_by_all_its_labels(store, said):
    store.add_triples("c", read_triples((PREFIXES + TWO_LANGUAGES).encode(), "x.ttl"))
    graph = KnowledgeGraph()
    graph.refresh(store, "c")
    (mention,) = link_entities(f"{said}?", graph)
    assert "1538 ℃" in {t.object for t in graph.triples_of(mention.entity)}


NAMELESS = """:Paris :address [ :street "Rue X" ; :city :Paris ] , [ :street "Rue Y" ] .
:a :list ( 1 2 3 ) . :b :list ( 1 2 4 ) . :a :knows [ :likes [ :likes _:x ] ] .
_:x :knows _:y . _:y :knows _:x ; :age 5 . :a :sees [] . :b :sees [] . [] :of "nobody" .
"""


def _in_another_process(seed: int) -> str:
    code = (
        "import sys; from knowledge.triples.importers import read_triples\n"
        "for t in read_triples(sys.stdin.buffer.read(), 'x.ttl'): print(repr(t.verbalise()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input=PREFIXES + TWO_LANGUAGES + NAMELESS, text=True,
        capture_output=True, check=True, env={**os.environ, "PYTHONHASHSEED": str(seed)},
    )  # fmt: skip
    return done.stdout


def test_a_file_gives_the_same_triples_in_the_same_order_each_time():
    first = _in_another_process(1)
    assert first.count("\n") > 30
    assert _in_another_process(2) == first


def test_what_is_said_of_a_node_without_a_name_tells_it_from_others():
    found = read(NAMELESS)
    streets = {o: s for s, p, o in found if p == "street"}
    assert streets["Rue X"] != streets["Rue Y"]
    assert {s.startswith("unnamed ") for s in streets.values()} == {True}
    assert {o for s, p, o in found if (s, p) == ("Paris", "address")} == set(streets.values())
    seen = {o for _, p, o in found if p == "sees"}
    assert len(seen) == 2


def test_lists_that_differ_at_their_end_are_two():
    found = read(NAMELESS)
    for name, last in (("a", "3"), ("b", "4")):
        (node,) = [o for s, p, o in found if (s, p) == (name, "list")]
        values = []
        while node != "nil":
            said = {p: o for s, p, o in found if s == node}
            values.append(said["first"])
            node = said["rest"]
        assert values == ["1", "2", last]


def test_nodes_in_a_circle_are_told_apart_by_what_is_said_of_them():
    knows = {(s, o) for s, p, o in read(NAMELESS) if p == "knows" and s != "a"}
    ((x, y), (also_y, also_x)) = sorted(knows)
    assert (x, y) == (also_x, also_y)
    assert x != y


def test_a_node_without_an_iri_has_the_name_of_its_label():
    assert read(':a :knows [ rdfs:label "Bob" ; :age 5 ] .') == [
        ("Bob", "age", "5"),
        ("a", "knows", "Bob"),
    ]


def test_the_order_of_statements_and_other_statements_change_no_name():
    lines = ['_:1 <u:p> "x" .', "_:1 <u:q> _:2 .", '_:2 <u:p> "y" .', "<u:a> <u:p> _:1 ."]

    def triples(rows) -> set[str]:
        data = "\n".join(rows).encode()
        return {t.verbalise() for t in read_triples(data, "x.nt")}

    shuffled = random.Random(1).sample(lines, len(lines))  # noqa: S311 - a fixed order
    assert triples(shuffled) == triples(lines)
    assert triples([*lines, '_:9 <u:p> "z" .']) > triples(lines)
