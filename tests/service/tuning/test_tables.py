"""The tables that ship with their questions, and how they are read."""

import json
from collections import Counter

import pytest

from indexes.embedding.hashing import HashingEmbedder
from knowledge.triples.tables import table_triples
from service.tuning import tables
from service.tuning.table_questions import table_set
from service.tuning.tables import TABLES, as_document, table_rows, written_tables
from tests.service.tuning.habits import guessed


@pytest.fixture
def written(tmp_path, monkeypatch):
    """Eleven tables of two boilers each; the weight of one stands in that of the other."""
    for language in TABLES:
        lines = [
            {
                "title": f"Boilers of make {n}",
                "header": ["model", "volume", "weight"],
                "rows": [[f"B{n}", f"{n}0 litres", "70 kg"], [f"C{n}", "500 litres", "170 kg"]],
                "questions": [
                    [1, f"How much fits into B{n}?", 0, 1],
                    [1, f"C{n} 有多重？", 1, 2],
                    [1, f"weight of B{n}?", 0, 2],
                    [0, f"How wide is B{n}?", 0, 2],
                ],
            }
            for n in range(11)
        ]
        text = "".join(json.dumps(line) + "\n" for line in lines)
        (tmp_path / f"{language}.jsonl").write_text(text, "utf-8")
    monkeypatch.setattr(tables, "FOLDER", tmp_path)


@pytest.mark.parametrize("language", TABLES)
def test_what_ships_asks_of_cells_that_are_there(language):
    found = written_tables(language, "all")
    assert len(found) == 160
    for table in found:
        assert Counter(asked.answerable for asked in table.questions) == {True: 6, False: 4}
        assert len({row[0] for row in table.rows}) == len(table.rows)
        assert all(len(row) == len(table.header) for row in table.rows)
        for asked in table.questions:
            assert asked.column > 0
            assert table.rows[asked.row][asked.column].strip()


@pytest.mark.parametrize("language", TABLES)
def test_wording_alone_hardly_tells_what_can_be_answered(language):
    asked = [
        (question.text, question.answerable, n)
        for n, table in enumerate(written_tables(language, "all"))
        for question in table.questions
    ]
    assert guessed(*zip(*asked, strict=True)) < 0.65


@pytest.mark.parametrize("language", TABLES)
def test_nearly_every_cell_of_what_ships_is_read_as_a_triple(language):
    """Else a collection of them would not show what is done with triples."""
    wanted, found = 0, 0
    for table in written_tables(language, "all"):
        read = {(t.subject, t.predicate, t.object) for t in table_triples(as_document(table))}
        cells = {
            (row[0], table.header[n], cell) for row in table.rows for n, cell in enumerate(row) if n
        }
        wanted, found = wanted + len(cells), found + len(cells & read)
    assert found > 0.9 * wanted


def test_the_parts_have_no_table_in_common(written):
    parts = {part: [t.id for t in written_tables("en", part)] for part in ("train", "calibrate")}
    assert len(parts["train"]) == 7
    assert parts["calibrate"] == ["table-en-1", "table-en-2"]
    assert [t.id for t in written_tables("en", "measure")] == ["table-en-0", "table-en-10"]


def test_a_cell_is_found_in_every_form_of_its_table(written):
    (table, _) = written_tables("zh", "measure")
    for form in (table.triple, table.labelled, table.markdown):
        for row in (0, 1):
            for column in (1, 2):
                text, (start, end) = form(row, column)
                assert text[start:end] == table.rows[row][column]
    assert table.triple(1, 1)[0] == "C0 — volume — 500 litres"
    assert table.labelled(0, 1)[0].splitlines()[0] == "model: B0; volume: 00 litres; weight: 70 kg"


def test_a_question_stands_beside_its_triple_its_table_and_another_triple(written):
    rows = [row for row in table_rows("en", "measure") if row.id.startswith("table-en-0-")]
    shown = {row.id.removeprefix("table-en-0-"): row for row in rows}
    assert set(shown) == {
        "0-0",
        "0-1",
        "0-x",
        "1-0",
        "1-1",
        "1-x",
        "2-0",
        "2-1",
        "2-x",
        "3-0",
        "3-1",
    }
    assert shown["0-0"].context == "B0 — volume — 00 litres"
    assert "500 litres" in shown["0-1"].context
    assert shown["0-x"].context in ("B0 — weight — 70 kg", "C0 — volume — 500 litres")
    cells = {"0": "00 litres", "1": "170 kg", "2": "70 kg"}
    for name, row in shown.items():
        answers = [row.context[slice(*span)] for span in row.spans]
        assert answers == ([] if name.endswith("x") or name[0] == "3" else [cells[name[0]]])
        assert bool(row.lure) != bool(answers)
    assert {row.lang for name, row in shown.items() if name.startswith("1")} == {"zh"}
    assert table_rows("en", "measure") == table_rows("en", "measure")


def test_tables_are_asked_as_one_collection(written, tmp_path):
    searcher, asked = table_set("calibrate", HashingEmbedder(), tmp_path)
    assert {hit.document_id for hit in searcher.search("default", "C1", 9).chunks.values()} > {
        "table-en-1",
        "table-zh-1",
    }
    # Of each of four tables; what 70 kg weighs is left out, since 170 kg holds it.
    assert len(asked) == 12
    assert not any("weight" in case.question for case in asked)
    first, second, third = asked[:3]
    assert (first.question, first.answers, first.gold) == (
        "How much fits into B1?", ("10 litres",), "table-en-1",
    )  # fmt: skip
    assert (second.answers, second.gold) == (("170 kg",), "table-en-1")
    assert (third.answers, third.gold) == ((), None)
