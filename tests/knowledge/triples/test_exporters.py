"""What is written is read again as it was, in every format."""

import json

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from knowledge.errors import InvalidInputError
from knowledge.triples.base import Extraction, NoExtraction
from knowledge.triples.exporters import FORMATS, write_triples
from knowledge.triples.importers import make_triple, read_triples
from knowledge.types import Document, Triple

TRICKY = st.sampled_from(
    [
        "a/b",
        "100%",
        "%20",
        'say "x"',
        "it's",
        "北京",
        "a_b",
        "isA",
        "#1",
        "\\n",
        "a,b",
        "é",
        "🎉",
        "..",
    ]
)
PART = st.lists(TRICKY | st.text(max_size=6), min_size=1, max_size=3).map(" ".join)


@st.composite
def triples(draw):
    made = []
    for parts in draw(st.lists(st.tuples(PART, PART, PART), min_size=1, max_size=6)):
        try:
            made.append(make_triple(*parts))
        except ValueError:
            assume(False)
    return made


def parts(found) -> list[tuple[str, str, str]]:
    return [(t.subject, t.predicate, t.object) for t in found]


@pytest.mark.parametrize("file_format", FORMATS)
@given(stored=triples())
def test_an_export_is_imported_as_the_same_triples(file_format, stored):
    data = "".join(write_triples(stored, file_format)).encode()
    found = parts(read_triples(data, f"x.{file_format}"))
    if file_format in ("nt", "ttl"):
        assert set(found) == set(parts(stored))  # RDF knows neither order nor repeats
    else:
        assert found == parts(stored)


EXAMPLE = [Triple("a/b c", "is_A", 'x "y", 中', document_id="d", source="reader", confidence=0.5)]


@pytest.mark.parametrize(
    ("file_format", "lines"),
    [
        ("tsv", ["subject\tpredicate\tobject\n", 'a/b c\tis_A\tx "y", 中\n']),
        ("csv", ["subject,predicate,object\n", 'a/b c,is_A,"x ""y"", 中"\n']),
        (
            "nt",
            ['<urn:footing:entity/a%2Fb%20c> <urn:footing:predicate/is%5FA> "x \\"y\\", 中" .\n'],
        ),
    ],
)
def test_lines_of_a_format(file_format, lines):
    assert list(write_triples(EXAMPLE, file_format)) == lines


def test_turtle_is_written_as_ntriples():
    assert list(write_triples(EXAMPLE, "ttl")) == list(write_triples(EXAMPLE, "nt"))


def test_json_lines_tell_where_a_triple_came_from():
    (line,) = write_triples(EXAMPLE, "jsonl")
    assert json.loads(line) == {
        "subject": "a/b c", "predicate": "is_A", "object": 'x "y", 中', "source": "reader",
        "document_id": "d", "confidence": 0.5,
    }  # fmt: skip
    assert "中" in line


def test_an_unknown_format_is_refused_at_once():
    with pytest.raises(InvalidInputError, match="tsv, csv, jsonl, ttl, nt"):
        write_triples([], "xml")


def test_no_extraction_reads_nothing():
    assert NoExtraction().extract(Document("d", "t", "Paris is in France."), []) == Extraction()
    assert NoExtraction.name == "none"
