"""`footing graph show` and `footing graph export`."""

import csv
import io

import networkx as nx
import pytest
import rdflib


@pytest.fixture
def linked(filled, tmp_path):
    """A second hop, and a passage about the entity."""
    (tmp_path / "more.tsv").write_text("Angelo Moriondo\tborn in\tTurin\n")
    (tmp_path / "espresso.md").write_text("# Espresso\n\nA small cup that wakes you up.")
    assert filled("triples", "import", tmp_path / "more.tsv").status == 0
    assert filled("ingest", tmp_path / "espresso.md").status == 0
    return filled


def test_what_is_around_an_entity_with_its_sources(linked):
    ran = linked("graph", "show", "Espresso", "--hops", 2)
    lines = ran.out.splitlines()
    assert (ran.status, lines[:3]) == (
        0,
        [
            "Espresso",
            "  espresso — invented by — Angelo Moriondo (imported)",
            "    Angelo Moriondo — born in — Turin (imported)",
        ],
    )
    assert lines[3].startswith("  mentioned in Espresso (espresso-")
    assert len(lines) == 4


def test_an_entity_that_is_known_by_one_more_word(linked, tmp_path):
    (tmp_path / "chips.tsv").write_text("H100 SXM\tmemory\t80 GB\nespresso\tlikes\tH100 SXM\n")
    assert linked("triples", "import", tmp_path / "chips.tsv").status == 0
    ran = linked("graph", "show", "h100")
    assert ran.out.splitlines() == [
        "h100 (also h100 sxm)",
        "  H100 SXM — memory — 80 GB (imported)",
        "  espresso — likes — H100 SXM (imported)",
    ]


def test_json(linked):
    (found,) = linked("graph", "show", "espresso", "--json").rows
    assert [(t["distance"], t["object"]) for t in found["triples"]] == [(1, "Angelo Moriondo")]
    assert [p["title"] for p in found["passages"]] == ["Espresso"]
    assert found["truncated"] is False


def test_more_than_the_limit_is_said(linked):
    ran = linked("graph", "show", "Angelo Moriondo", "--limit", 1)
    assert ran.out.count(" — ") == 2
    assert "there is more than is shown" in ran.out


def test_an_unknown_entity_and_an_unknown_collection(linked):
    assert "nothing is known of it" in linked("graph", "show", "penguin").out
    ran = linked("graph", "show", "espresso", "--collection", "nowhere")
    assert (ran.status, ran.out) == (2, "")
    assert "there is no collection 'nowhere'" in ran.err


def test_graphml_is_read_by_networkx(linked):
    graph = nx.parse_graphml(linked("graph", "export", "--format", "graphml").out)
    edges = {(a, b, data["predicate"], data["source"]) for a, b, data in graph.edges(data=True)}
    assert edges == {
        ("espresso", "Angelo Moriondo", "invented by", "imported"),
        ("Angelo Moriondo", "Turin", "born in", "imported"),
    }


def test_turtle_is_read_by_rdflib(linked):
    graph = rdflib.Graph().parse(data=linked("graph", "export").out, format="turtle")
    assert {str(o) for o in graph.objects()} == {"Angelo Moriondo", "Turin"}


def test_csv_says_where_each_triple_is_from(linked):
    rows = list(csv.DictReader(io.StringIO(linked("graph", "export", "--format", "csv").out)))
    assert [(r["subject"], r["object"], r["source"], r["document_id"]) for r in rows] == [
        ("espresso", "Angelo Moriondo", "imported", ""),
        ("Angelo Moriondo", "Turin", "imported", ""),
    ]


def test_an_unknown_format_is_refused(linked):
    ran = linked("graph", "export", "--format", "pdf")
    assert (ran.status, ran.out) == (2, "")
    assert "use one of ttl, graphml, csv" in ran.err
