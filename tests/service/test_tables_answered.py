"""Questions about what tables state, over real files with the shipped models."""

import re

import pytest

from service.bootstrap import build
from service.config import Settings
from service.ingest.files import from_paths
from service.pipeline import Ask

FERRIES = """name,built,length,passengers,home port
MS Aurora Borealis,1998,142 m,1200,Kiel
MS Hilda Marin,2007,0.21 km,2350,Turku
MS Sankt Olof,1986,97 m,800,Visby
"""
BRIDGES = """# 大桥

| 桥名 | 全长 | 建成年份 | 设计单位 |
|---|---|---|---|
| 青岚大桥 | 1820 米 | 1994 | 南江设计院 |
| 云渡大桥 | 3.4 公里 | 2011 | 北桥公司 |
"""


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    folder = tmp_path_factory.mktemp("files")
    (folder / "ferries.csv").write_text(FERRIES, "utf-8")
    (folder / "bridges.md").write_text(BRIDGES, "utf-8")
    footing = build(Settings(data=tmp_path_factory.mktemp("data")))
    known = footing.ingester.known("default")
    incoming = from_paths([folder], 10_000_000, known)
    assert all(o.status == "added" for o in footing.ingester.ingest("default", incoming))
    yield footing
    footing.close()


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("How many passengers does MS Hilda Marin have?", "2350"),
        ("What is the home port of MS Sankt Olof?", "Visby"),
        ("Which has more passengers, MS Hilda Marin or MS Sankt Olof?", "MS Hilda Marin"),
        (
            "Which has the smaller length, MS Hilda Marin or MS Aurora Borealis?",
            "MS Aurora Borealis",
        ),
        ("云渡大桥的全长是多少？", "3.4 公里"),
        ("青岚大桥和云渡大桥哪座的全长更长？", "云渡大桥"),
    ],
)
def test_a_cell_answers_what_is_asked_of_its_row(tables, question, answer):
    found = tables.pipeline.ask(Ask(question))
    assert (found.status, found.short_answer) == ("answered", answer)
    assert found.citations


@pytest.mark.parametrize(
    ("question", "file", "row"),
    [
        ("What is the home port of MS Sankt Olof?", "ferries.csv", "MS Sankt Olof"),
        ("云渡大桥的全长是多少？", "bridges.md", "云渡大桥"),
        ("Which has more passengers, MS Hilda Marin or MS Sankt Olof?", "ferries.csv", "MS"),
    ],
)
def test_the_citation_of_a_cell_leads_to_its_row(tables, question, file, row):
    found = tables.pipeline.ask(Ask(question))
    cited = [citation for citation in found.citations if citation.kind != "passage"]
    assert cited
    for citation in cited:
        (hop,) = citation.hops
        document = tables.store.document("default", citation.document_id)
        assert citation.uri.endswith(file)
        assert citation.title == document.title
        assert (hop.title, hop.uri) == (citation.title, citation.uri)
        assert (hop.start, hop.end) == (citation.start, citation.end)
        stated = document.text[citation.start : citation.end]
        assert row in stated
        assert {hop.subject, hop.object} <= set(re.split(r"\s*[|;:,\n]\s*", stated))


@pytest.mark.parametrize(
    "question",
    [
        "What is the top speed of MS Hilda Marin?",
        "Which has more cabins, MS Hilda Marin or MS Sankt Olof?",
        "云渡大桥的造价是多少？",
    ],
)
def test_what_no_column_says_is_not_answered(tables, question):
    assert tables.pipeline.ask(Ask(question)).status == "abstained"
