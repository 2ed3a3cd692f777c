"""What fits the shipped combinations: made claims, and fits that can be foreseen."""

import json
import random

import numpy as np
import pytest

from indexes.embedding.hashing import HashingEmbedder
from service.calibration import Logistic
from service.generators import signals as reader_signals
from service.generators.reader import SentenceLook
from service.groundedness.signals import SIGNALS
from service.tuning import fit_checker, fit_signals
from service.tuning.corruptions import corrupt, shorten
from service.tuning.questions import (
    Asked,
    examples,
    extractive_set,
    handbook_questions,
    read_rows,
)


@pytest.fixture
def draw():
    return random.Random(7)  # noqa: S311 - a fixed draw


@pytest.mark.parametrize(
    ("sentence", "possible"),
    [
        ("The bridge was tall.", {"The bridge was not tall."}),
        ("Data raises the higher score.", {"Data raises the lower score."}),
        ("这是一种方法。", {"这不是一种方法。"}),
        ("准确率提高了。", {"准确率降低了。"}),
        ("Nothing to change here.", {None}),
        ("没有可改之处。", {None}),
        ("It was not.", {None}),
    ],
)
def test_a_corrupted_sentence_says_something_else(draw, sentence, possible):
    assert {corrupt(sentence, draw) for _ in range(20)} == possible


@pytest.mark.parametrize("sentence", ["Opened in 1932 by 5 men", "共 3.5 米", "0 errors"])
def test_a_corrupted_number_is_another_number(draw, sentence):
    for _ in range(30):
        changed = corrupt(sentence, draw)
        assert changed is not None
        assert changed != sentence


def test_a_shortened_sentence_keeps_whole_clauses(draw):
    sentence = "The bridge is old, it was opened in 1932, and it is tall."
    for _ in range(10):
        short = shorten(sentence, draw)
        assert short is not None
        assert sentence.startswith(short)
    assert shorten("One clause only.", draw) is None
    assert shorten("a, b", draw) is None
    assert shorten("长城是古代的工程，长度为8851公里。", draw) is not None


CASES = [
    ("The bridge was opened in 1932. It has eight lanes.", "The bridge was opened in 1932.", True),
    ("The bridge was opened in 1932. It has eight lanes.", "It has eight lanes.", True),
    ("Coffee is made of beans.", "Coffee is of beans.", True),
    ("The bridge was opened in 1932. It has eight lanes.", "The bridge opened in 1945.", False),
    ("Coffee is made of beans.", "Coffee is not made of beans.", False),
    ("Coffee is made of beans.", "Penguins swim in winter.", False),
]


def test_a_fitted_checker_tells_its_own_cases_apart_by_signs_that_make_sense():
    fitted = fit_checker.fit(CASES, HashingEmbedder())
    assert set(fitted["weights"]) == set(SIGNALS)
    for name, weight in fitted["weights"].items():
        assert weight >= 0 if name in fit_checker._FOR else weight <= 0, name
    table = fit_checker.table_of(CASES, HashingEmbedder())
    probabilities = Logistic.from_json(fitted).probability(table, SIGNALS)
    assert min(probabilities[:3]) > max(probabilities[3:])


@pytest.fixture
def squad(tmp_path):
    """A small QA file: ten contexts with a question each."""
    rows = []
    for n in range(10):
        context = (
            f"The tower number {n} was opened in {1900 + n}, and it is high. "
            f"Tower {n} has more visitors than others. It is built of stone, not of glass."
        )
        question = f"When was the tower number {n} opened?"
        answers = [{"text": str(1900 + n)}]
        rows.append(
            {"context": context, "question": question, "answers": answers, "answerable": True}
        )
    path = tmp_path / "squad.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def test_made_cases_are_of_both_kinds_and_the_supported_ones_hold(squad):
    cases = list(fit_checker.made(squad, 8))
    assert {supported for _, _, supported in cases} == {True, False}
    for context, claim, supported in cases:
        if supported and ", and " not in claim:
            assert claim in context
        assert claim != context


def test_labelled_cases_are_read(tmp_path):
    path = tmp_path / "claims.jsonl"
    rows = [
        {"evidence": ["One.", "Two."], "claim": "One.", "label": "supported"},
        {"evidence": "One.", "claim": "Three.", "label": "unsupported"},
    ]
    path.write_text("\n".join(map(json.dumps, rows)))
    assert sorted(fit_checker.labelled(path, 2)) == [
        ("One.", "Three.", False),
        ("One. Two.", "One.", True),
    ]


def test_examples_are_what_the_reader_sees(squad, tmp_path):
    embedder = HashingEmbedder()
    searcher, asked = extractive_set(squad, embedder, tmp_path / "s", 10, 10, hide=0.3)
    assert len(read_rows(squad)) == len(asked) == 10
    found = list(examples(searcher, SentenceLook(embedder), asked))
    assert len(found) == 10
    for case, example in zip(asked, found, strict=True):
        assert example.table.shape == (len(example.texts), len(reader_signals.NAMES))
        assert example.answerable is bool(case.answers)
        right = [t for t, r in zip(example.texts, example.right, strict=True) if r]
        assert bool(right) is bool(case.answers)
        if case.without:  # its document is hidden
            assert not any(case.question.split()[5] + " was" in t for t in example.texts)
        for answer in case.removed:  # only the sentences that hold it are
            assert not any(answer in text for text in example.texts)
        assert all(case.answers[0] in text for text in right)


def test_a_fitted_reader_ranks_right_sentences_first(squad, tmp_path):
    embedder = HashingEmbedder()
    searcher, asked = extractive_set(squad, embedder, tmp_path / "s", 10, 10, hide=0.4)
    seen = list(examples(searcher, SentenceLook(embedder), asked))
    fitted = fit_signals.fit({"en": (seen, seen)}, {"en": seen})
    assert 0.0 < fitted["threshold"] < 1.0
    rank = Logistic.from_json(fitted["en"]["rank"])
    assert rank.names == reader_signals.NAMES
    for example in seen:
        if example.right.any():
            best = int(np.argmax(rank.probability(example.table, reader_signals.NAMES)))
            assert example.right[best]
    answer = fitted["en"]["answer"]["weights"]
    assert {"lead", "readable", "top_logit"} <= set(answer)
    assert answer["readable"] == 0.0  # it never varied


def test_the_sample_questions_are_bilingual():
    cases = handbook_questions("tune")
    assert {language for language, _ in cases} == {"en", "zh"}
    assert all(isinstance(case, Asked) and case.question for _, case in cases)
