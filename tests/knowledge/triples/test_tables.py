"""What tables state, by their rows: files as parsers write them, and Markdown in a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.chunking import chunk_text
from knowledge.parsers.base import ParsedDocument
from knowledge.parsers.tables import CsvParser
from knowledge.triples.extraction import read_document
from knowledge.triples.patterns import PatternExtractor
from knowledge.triples.tables import MOST_TRIPLES, table_triples
from knowledge.types import Document

MODELS = """# Sizes

| Model | Layers | Context length |
|:---|---:|---|
| LLaMA-7B | 32 | 2,048 |
| LLaMA-65B | 80 | - |
| **Mistral 7B** | 32 | `8192` |

After it.
"""


def said(text: str, title: str = "", media_type: str = "text/markdown") -> list[str]:
    document = Document("d", title, text, media_type=media_type)
    return [triple.verbalise() for triple in table_triples(document, title)]


def of_csv(data: str) -> Document:
    (parsed,) = CsvParser().parse(data.encode(), "things.csv")
    assert isinstance(parsed, ParsedDocument)
    return Document("d", parsed.title, parsed.text, media_type=parsed.media_type)


def test_a_row_says_of_its_name_what_each_column_says():
    assert said(MODELS) == [
        "LLaMA-7B — Layers — 32",
        "LLaMA-7B — Context length — 2,048",
        "LLaMA-65B — Layers — 80",
        "Mistral 7B — Layers — 32",
        "Mistral 7B — Context length — 8192",
    ]


def test_the_extractor_ties_them_to_their_row_and_passage():
    document = Document("d", "Sizes", MODELS)
    read = read_document(PatternExtractor(), document, chunk_text(MODELS))
    found = {t.verbalise(): (MODELS[t.start : t.end], p) for t, p in read.triples}
    assert found["LLaMA-65B — Layers — 80"] == ("| LLaMA-65B | 80 | - |", 0)


def test_files_of_values_keep_what_stands_in_a_cell():
    document = of_csv(
        "评测集,年份,first_authors,备注\n"
        "C-Eval,2023,Y. Huang; J. He,用时: 2 天\n"
        "HumanEval,2021,M. Chen,见: 附录; 另见: 表 2\n"
        "MMLU,2020,,\n"
    )
    assert [t.verbalise() for t in table_triples(document)] == [
        "C-Eval — 年份 — 2023",
        "C-Eval — first authors — Y. Huang; J. He",
        "C-Eval — 备注 — 用时: 2 天",
        "HumanEval — 年份 — 2021",
        "HumanEval — first authors — M. Chen",
        "MMLU — 年份 — 2020",
    ]  # what a cell says may look like a further column: it is left out then
    row = next(t for t in table_triples(document) if t.subject == "HumanEval")
    assert document.text[row.start : row.end].startswith("评测集: HumanEval; 年份: 2021")


def test_a_running_number_names_nothing_and_the_next_column_does():
    table = "| No. | Town | People |\n|-|-|-|\n| 1 | Bern | 134,000 |\n| 2 | 苏黎世 | 427,000 |"
    assert said(table) == [
        "Bern — No. — 1",
        "Bern — People — 134,000",
        "苏黎世 — No. — 2",
        "苏黎世 — People — 427,000",
    ]


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param("| 2019 | 5 |\n| 2020 | 6 |", id="years"),
        pytest.param("| 3 May 1950 | 5 |\n| 4 May 1950 | 6 |", id="dates"),
        pytest.param("| 12 GB | 5 |\n| 24 GB | 6 |", id="quantities"),
        pytest.param("| Ann | 5 |\n| Ann | 6 |\n| Bob | 7 |\n| Bob | 8 |", id="names that repeat"),
        pytest.param("| It rains. Stay. | 5 |\n| It snows. Go. | 6 |", id="sentences"),
        pytest.param("| | 5 |\n| | 6 |", id="no name"),
    ],
)
def test_a_table_without_a_naming_column_says_nothing(rows):
    assert said(f"| What | Count |\n|---|---|\n{rows}") == []


def test_a_name_that_comes_twice_and_a_sum_are_left_out():
    rows = "\n".join(f"| Person {c} | {ord(c)} |" for c in "ABCDEFGHIJ")
    found = said(f"| Who | Points |\n|---|---|\n{rows}\n| Person A | 1 |\n| Total | 900 |")
    assert len(found) == 9
    assert not any("Person A" in f or "Total" in f for f in found)


def test_a_list_of_properties_is_about_the_document():
    table = "| Property | Value |\n|---|---|\n| Born | 1912 |\n| Field | logic |"
    assert said(table, "Alan Turing") == [
        "Alan Turing — Born — 1912",
        "Alan Turing — Field — logic",
    ]
    assert said(table) == []


def test_the_first_row_names_the_columns_where_the_header_is_blank():
    table = "| | | |\n|---|---|---|\n| Team | Wins | Losses |\n| Lions | 3 | 1 |\n| Bears | 2 | 2 |"
    assert said(table)[0] == "Lions — Wins — 3"


def test_bars_that_are_no_table_say_nothing():
    assert said("| a | b |\n\n| c | d |") == []
    assert said("```\n| Model | Layers |\n|---|---|\n| LLaMA | 32 |\n```") == []
    assert said("Size: 3; Colour: red\nSize: 4; Colour: blue") == []


def test_escaped_bars_and_missing_cells():
    table = (
        "| Sign | Means | Since |\n|---|---|---|\n| A \\| B | either | \n| A and B | both | 1900 |"
    )
    assert said(table) == [
        "A | B — Means — either",
        "A and B — Means — both",
        "A and B — Since — 1900",
    ]


def test_a_huge_table_ends_somewhere():
    data = "name,size\n" + "\n".join(f"thing {n},{n}" for n in range(MOST_TRIPLES + 10))
    assert len(list(table_triples(of_csv(data)))) == MOST_TRIPLES


PIECES = st.sampled_from(
    [
        "|",
        "\\|",
        "---",
        ":-:",
        "\n",
        " ",
        "a",
        "Name",
        "值",
        "2019",
        "; ",
        ": ",
        "Size: ",
        "```",
        "",
    ]
)


@given(st.lists(PIECES, max_size=60).map("".join), st.sampled_from(["text/markdown", "text/csv"]))
def test_never_crashes_and_offsets_hold_what_is_said(text, media_type):
    document = Document("d", "T", text, media_type=media_type)
    for triple in table_triples(document, "T"):
        row = text[triple.start : triple.end]
        assert row == row.strip() != ""
        assert "\n" not in row
        assert triple.object.split()[0].replace("|", "") in row.replace("\\|", "")
