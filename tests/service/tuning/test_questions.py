"""Questions with the evidence that search finds for them."""

import gzip

import pytest

from indexes.embedding.hashing import HashingEmbedder
from service.evidence import from_search
from service.generators import signals
from service.generators.look import SentenceLook
from service.tuning.questions import (
    Asked,
    examples,
    extractive_set,
    read_rows,
    sample_questions,
)


@pytest.fixture(scope="module")
def embedder() -> HashingEmbedder:
    return HashingEmbedder()


@pytest.fixture
def rows(make_rows, as_json):
    """Nine questions, each about a passage of its own."""
    return [as_json(row) for row in make_rows(9)]


@pytest.mark.parametrize("hide", [0.0, 0.3])
def test_an_example_is_what_the_reader_sees(rows, embedder, tmp_path, hide):
    searcher, asked = extractive_set(rows, rows, embedder, tmp_path, hide)
    look = SentenceLook(embedder)
    found = list(examples(searcher, look, asked))
    assert len(found) == len(asked) == len(rows)
    for case, example in zip(asked, found, strict=True):
        assert example.table.shape == (len(example.texts), len(signals.NAMES))
        assert example.answerable is bool(case.answers)
        right = [t for t, r in zip(example.texts, example.right, strict=True) if r]
        assert bool(right) is bool(case.answers)
        assert all(case.answers[0] in text for text in right)
        assert (example.right <= example.says).all()
    assert look.names == signals.NAMES
    if not hide:
        assert all(case.answers for case in asked)


def test_of_what_is_hidden_nothing_is_seen(rows, embedder, tmp_path):
    searcher, asked = extractive_set(rows, rows, embedder, tmp_path, 0.3)
    year_of = {row["question"]: row["answers"][0]["text"] for row in rows}
    hidden = [case for case in asked if case.without]
    removed = [case for case in asked if case.removed]
    assert hidden
    assert removed
    for case, example in zip(asked, examples(searcher, SentenceLook(embedder), asked), strict=True):
        if not case.answers:
            assert not any(year_of[case.question] in text for text in example.texts)
        if case.removed:  # the other sentences of the passage remain
            assert any(case.question.split()[3] in text for text in example.texts)


def test_only_some_are_asked_and_all_contexts_are_searched(rows, embedder, tmp_path):
    searcher, asked = extractive_set(rows, rows[:2], embedder, tmp_path, 0.0)
    assert {case.question for case in asked} == {row["question"] for row in rows[:2]}
    found = from_search(searcher.search("default", rows[8]["question"], 3))
    assert rows[8]["context"] in {evidence.text for evidence in found}


def test_beside_a_question_about_a_handbook_no_other_handbook_is_shown(rows, embedder, tmp_path):
    named = [{**row, "title": f"Book {n % 3} › Section {n}"} for n, row in enumerate(rows)]
    book_of = {row["context"]: row["title"].partition(" › ")[0] for row in named}
    asked_of = {row["question"]: row["title"].partition(" › ")[0] for row in named}
    searcher, asked = extractive_set(named, named, embedder, tmp_path, 0.0, titled=True)
    for case, example in zip(asked, examples(searcher, SentenceLook(embedder), asked), strict=True):
        own = "".join(c for c, book in book_of.items() if book == asked_of[case.question])
        assert example.texts
        assert all(text in own for text in example.texts)
        assert example.right.any()
        assert (example.says == example.right).all()


def test_an_unanswerable_question_stays_one(rows, embedder, tmp_path):
    unanswerable = [{**row, "answers": [], "answerable": False} for row in rows]
    _, asked = extractive_set(rows, unanswerable, embedder, tmp_path, 1.0)
    assert {(case.answers, case.without, case.removed) for case in asked} == {((), None, ())}


def test_rows_are_read_plain_and_compressed(rows, tmp_path, write_jsonl):
    plain = write_jsonl(tmp_path / "rows.jsonl", [*rows, ""])
    packed = tmp_path / "rows.jsonl.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    assert read_rows(plain) == read_rows(packed) == rows


@pytest.mark.parametrize("name", ["tune", "test"])
def test_the_sample_questions_are_bilingual(name):
    cases = sample_questions(name)
    assert {language for language, _ in cases} == {"en", "zh"}
    assert all(isinstance(case, Asked) and case.question for _, case in cases)
    assert {bool(case.answers) for _, case in cases} == {True, False}
