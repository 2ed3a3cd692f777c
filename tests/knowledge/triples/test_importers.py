"""Triples from files: every format, and errors that name the line to mend."""

import gzip
import json
import tracemalloc

import pytest

from knowledge.errors import InvalidInputError
from knowledge.triples.importers import MAX_ERRORS, MAX_PART, make_triple, read_triples
from knowledge.types import Triple

PARIS = ("Paris", "capital of", "France")
BEIJING = ("北京", "首都", "中国")
TURTLE = """@prefix ex: <http://example.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""


def read(text, name) -> list[tuple[str, str, str]]:
    data = text if isinstance(text, bytes) else text.encode()
    return [(t.subject, t.predicate, t.object) for t in read_triples(data, name)]


FILES = {
    "x.csv": "Paris,capital of,France\n北京,首都,中国\n",
    "x.tsv": "Paris\tcapital of\tFrance\n北京\t首都\t中国\n",
    "x.jsonl": '{"subject": "Paris", "predicate": "capital of", "object": "France"}\n'
    '{"object": "中国", "predicate": "\\u9996都", "subject": "北京", "source": "x"}\n',
    "x.ttl": '<urn:x/Paris> <urn:x/capital_of> "France" .\n<urn:x/北京> <urn:x/首都> "中国" .\n',
    "x.nt": '<http://e/Paris> <http://e/capital_of> "France" .\n'
    "<http://e/北京> <http://e/首都> <http://e/中国> .\n",
}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("wrap", ["plain", "bom", "gz", "crlf", "blank lines", "upper case", "GZ"])
def test_every_format_in_every_wrapping(name, wrap):
    data = FILES[name].encode()
    if wrap == "bom":
        data = b"\xef\xbb\xbf" + data
    elif wrap == "gz":
        data, name = gzip.compress(data), f"{name}.gz"
    elif wrap == "GZ":
        data, name = gzip.compress(data), f"{name.upper()}.GZ"
    elif wrap == "crlf":
        data = data.replace(b"\n", b"\r\n")
    elif wrap == "blank lines":
        data = b"\n" + data.replace(b"\n", b"\n\n  \n") + b"\n"
    elif wrap == "upper case":
        name = name.upper()
    assert sorted(read(data, name)) == [PARIS, BEIJING]


@pytest.mark.parametrize(
    "text",
    [
        "subject,predicate,object\nParis,capital of,France",
        "Object,Subject,PREDICATE\nFrance,Paris,capital of",
        "note,object, subject ,predicate\nx,France,Paris,capital of",
        "subject,predicate,object,confidence\nParis,capital of,France,0.5",
        "subject,predicate,object,\nParis,capital of,France,",
        "Paris,capital of,France,,",
        '"Paris","capital of",France',
        "  Paris ,capital \t of, France ",
    ],
)
def test_a_header_gives_the_order_of_columns(text):
    assert read(text, "x.csv") == [PARIS]


def test_quotes_belong_to_csv_and_are_characters_in_tsv():
    assert read('"a, ""b""",is,"two\nlines"\n', "x.csv") == [('a, "b"', "is", "two lines")]
    assert read('"a\tis\t5" disk\n', "x.tsv") == [('"a', "is", '5" disk')]


def test_numbers_are_values_in_json():
    assert read('{"subject": "a", "predicate": "height", "object": 1.5}', "x.jsonl") == [
        ("a", "height", "1.5")
    ]


def test_resources_are_named_by_their_label_else_by_the_end_of_their_iri():
    text = TURTLE + (
        'ex:Q90 ex:capitalOf ex:Q142 ; rdfs:label "Paris" .\n'
        'ex:Q142 rdfs:label "France" .\n'
        "ex:P1 rdfs:label 'isIn' . ex:Q142 ex:P1 <http://e/x#West_Europe/> .\n"
        '<http://e/a%2Fb%20c%E4%B8%AD> ex:HTTPVersion "1.1" .\n'
    )
    assert sorted(read(text, "x.ttl")) == [
        ("France", "isIn", "West Europe"),
        ("Paris", "capital of", "France"),
        ("a/b c中", "HTTPVersion", "1.1"),
    ]


def test_a_second_name_is_an_alias_triple():
    text = TURTLE + 'ex:Q1 rdfs:label "Peking" . ex:Q1 ex:altLabel "北京" .'
    assert read(text, "x.ttl") == [("Peking", "alt label", "北京")]


@pytest.mark.parametrize(
    ("end", "words"),
    [
        ("bornInCity", "born in city"),
        ("pageID", "page ID"),
        ("capital_of", "capital of"),
        ("HTTPVersion", "HTTPVersion"),
        ("首都", "首都"),
    ],
)
def test_predicates_become_words(end, words):
    assert read(f"<u:x/camelCase> <u:x/{end}> <u:x/b> .", "x.nt") == [("camelCase", words, "b")]


def test_typed_and_tagged_literals_give_their_text():
    text = TURTLE + 'ex:a ex:b "chat"@fr, 5, true, "2020-01-01"^^<http://www.w3.org/2001/X#date> .'
    assert {o for _, _, o in read(text, "x.ttl")} == {"chat", "5", "true", "2020-01-01"}


ERRORS = [
    ("x.csv", "a,b,c\na,b\na,b,c,d\n,b,c\n", [2, 3, 4]),
    ("x.csv", 'a,b,c\n\n"d,e,f\ng,h,i\n', [4]),
    ("x.csv", 'a,b,c\n"a"b,c,d\n', [2]),
    ("x.csv", "subject,object,predicate,x\na,b\n", [2]),
    ("x.csv", b"a,b,c\nd,\xff,f\n", [2]),
    ("x.tsv", "a\tb\tc\na b c\n", [2]),
    ("x.tsv", f"a\tb\t{'c' * (MAX_PART + 1)}\n", [1]),
    ("x.jsonl", '\n{"subject": "a"}\nnope\n[1]\n{"subject":"","predicate":"b","object":"c"}\n',
     [2, 3, 4, 5]),
    ("x.jsonl", '{"subject": true, "predicate": "b", "object": null}', [1]),
    ("x.jsonl", "[" * 100_000, [1]),
    ("x.nt", '<u:a> <u:b> "x" .\n<u:a> <u:b>\n# fine\nfoo\n', [2, 4]),
    ("x.ttl", '<u:a> <u:b> "x" .\n\n<u:a> <u:b> ;;; .\n', [3]),
    ("x.ttl", '<u:a> <u:b> "x" .\n<u:a> <u:b> "y"\n', [2]),
    ("x.ttl", "<u:a> <u:b> ex:c .\n", [1]),
    ("x.ttl", '<u:a> <u:b> "x" .\n<u:a> <u:b', [2]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "lines"), ERRORS)
def test_errors_name_their_lines_and_nothing_is_imported(name, text, lines):
    data = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(InvalidInputError) as raised:
        read_triples(data, name)
    assert [error["line"] for error in raised.value.details["errors"]] == lines
    assert f"line {lines[0]}:" in raised.value.message
    assert "Nothing was imported" in raised.value.message
    json.dumps(raised.value.details)


@pytest.mark.parametrize("name", ["x.ttl", "x.nt"])
def test_an_empty_value_is_refused_with_its_statement(name):
    with pytest.raises(InvalidInputError, match="u:a u:b : object is empty"):
        read_triples(b'<u:a> <u:b> "" .', name)


def test_many_errors_are_counted_and_the_first_told():
    with pytest.raises(InvalidInputError) as raised:
        read_triples(b"a,b\n" * 50, "x.csv")
    assert raised.value.details["error_count"] == 50
    assert [e["line"] for e in raised.value.details["errors"]] == list(range(1, MAX_ERRORS + 1))
    assert "(and 49 more)" in raised.value.message


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.xml", b"<a/>"),
        ("noname", b"a,b,c"),
        ("x.csv", b""),
        ("x.csv", b"subject,predicate,object\n"),
        ("x.ttl", b"# only a comment\n"),
        ("x.csv.gz", b"a,b,c"),
        ("x.csv.gz", gzip.compress(b"a,b,c")[:-6]),
        ("x.csv.gz", b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03garbage" * 3),
    ],
)
def test_files_without_triples_are_refused(name, data):
    with pytest.raises(InvalidInputError):
        read_triples(data, name)


def test_a_packed_file_is_unpacked_up_to_the_limit_and_no_further():
    bomb = gzip.compress(b"a,b,c\n" + b" " * 30_000_000)
    tracemalloc.start()
    try:
        with pytest.raises(
            InvalidInputError, match=r"'x.csv.gz' unpacks to more than 1.0 MB. Split"
        ):
            read_triples(bomb, "x.csv.gz", max_bytes=1_000_000)
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("name", ["x.csv", "x.csv.gz", "X.CSV.GZ"])
def test_a_file_of_the_largest_size_is_read_and_one_more_byte_is_not(name):
    data = b"a,b,c\nd,e,f"
    packed = gzip.compress(data) if name.lower().endswith(".gz") else data
    assert len(read_triples(packed, name, max_bytes=len(data))) == 2
    with pytest.raises(InvalidInputError, match="Split it"):
        read_triples(packed, name, max_bytes=len(data) - 1)


def test_parts_are_cleaned_and_folded():
    assert make_triple(" a\x00\n b ", "p\u3000q", 3, confidence=0.5) == Triple(
        "a b", "p q", "3", confidence=0.5
    )
    longest = "长" * MAX_PART
    assert make_triple(longest, "p", "o").subject == longest


@pytest.mark.parametrize("part", [None, True, [], {}, "", " \x00\n", b"x"])
def test_parts_that_are_no_names_are_refused(part):
    for parts in ((part, "p", "o"), ("s", part, "o"), ("s", "p", part)):
        with pytest.raises(ValueError, match=r"subject|predicate|object"):
            make_triple(*parts)
