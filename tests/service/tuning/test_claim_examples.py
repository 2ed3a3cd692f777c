"""Claims made from questions and passages: labels that hold, and no class told by its length."""

from collections import defaultdict
from dataclasses import replace

import pytest

from knowledge.text import comparable
from service.rewriting.statements import statement_of
from service.tuning.claim_examples import from_answers, from_sentences

LANGUAGES = ("en", "zh")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_supported_statement_is_the_right_answer_beside_a_passage_that_says_it(make_rows, lang):
    rows = {r.id: r for r in make_rows(60, lang)}
    supported = [c for c in from_answers(list(rows.values()), 1) if c.label == "supported"]
    assert len(supported) == len(rows)
    for claim in supported:
        row = rows[claim.id]
        answer = row.context[slice(*row.spans[0])]
        assert claim.claim == statement_of(row.question, answer, lang)
        assert answer in claim.evidence
        assert claim.evidence in row.context


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_wrong_answer_stands_beside_the_passage_that_says_the_right_one(make_rows, lang):
    rows = {r.id: r for r in make_rows(60, lang)}
    wrong = [c for c in from_answers(list(rows.values()), 1) if c.label == "unsupported"]
    assert len(wrong) > 10
    for claim in wrong:
        row = rows[claim.id]
        answer = row.context[slice(*row.spans[0])]
        assert comparable(answer) not in comparable(claim.claim)
        assert answer in claim.evidence


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_right_answer_with_not_enough_evidence_stands_beside_text_that_lacks_it(make_rows, lang):
    rows = {r.id: r for r in make_rows(60, lang)}
    lacking = [c for c in from_answers(list(rows.values()), 1) if c.label == "not_enough"]
    assert len(lacking) > 10
    for claim in lacking:
        row = rows[claim.id]
        answer = row.context[slice(*row.spans[0])]
        assert answer in claim.claim
        assert comparable(answer) not in comparable(claim.evidence)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_statement_stands_on_both_sides(make_rows, lang):
    """Neither the claim alone nor the evidence alone gives the label away."""
    labels: dict[str, set[str]] = defaultdict(set)
    around: dict[str, set[str]] = defaultdict(set)
    for claim in from_answers(make_rows(60, lang), 1):
        labels[claim.claim].add(claim.label)
        around[claim.evidence].add(claim.label)
    assert sum({"supported", "not_enough"} <= found for found in labels.values()) > 10
    assert sum({"supported", "unsupported"} <= found for found in around.values()) > 10


@pytest.mark.parametrize("lang", LANGUAGES)
def test_made_sentences_are_the_passages_or_corrupted_ones(make_rows, lang):
    rows = {r.id: r for r in make_rows(80, lang)}
    made = list(from_sentences(list(rows.values()), 2))
    assert {c.label for c in made} == {"supported", "unsupported"}
    for claim in made:
        context = rows[claim.id].context
        assert claim.evidence in context
        if claim.label == "supported":
            assert claim.claim.rstrip("。.") in claim.evidence
        else:
            assert claim.claim not in context


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("made", [from_answers, from_sentences])
def test_neither_claims_nor_evidence_tell_their_class_by_length(make_rows, made, lang):
    lengths: dict[tuple[str, str], list[int]] = defaultdict(list)
    for claim in made(make_rows(400, lang), 5):
        of = "supported" if claim.label == "supported" else "other"
        lengths[of, "claim"].append(len(claim.claim))
        lengths[of, "evidence"].append(len(claim.evidence))
    mean = {key: sum(found) / len(found) for key, found in lengths.items()}
    for part in ("claim", "evidence"):
        assert mean["other", part] == pytest.approx(mean["supported", part], rel=0.25)


def test_rows_without_an_answer_or_a_rule_teach_nothing(make_rows):
    unanswerable = [replace(r, spans=()) for r in make_rows(5)]
    no_rule = [replace(r, question="Why is it so?") for r in make_rows(5)]
    assert list(from_answers([*unanswerable, *no_rule], 0)) == []


def test_a_passage_teaches_one_sentence_however_many_questions_it_has(make_rows):
    row = make_rows(1)[0]
    once = list(from_sentences([row], 3))
    assert once
    assert list(from_sentences([row] * 9, 3)) == once


@pytest.mark.parametrize("made", [from_answers, from_sentences])
def test_a_seed_fixes_every_choice(make_rows, made):
    rows = make_rows(40)
    once, again, other = (list(made(rows, seed)) for seed in (1, 1, 2))
    assert once == again
    assert once != other


def test_what_is_called_unsupported_is_not_said_by_the_evidence(make_rows):
    for claim in from_sentences(make_rows(400), 2):
        if claim.label == "unsupported":
            first, _, second = claim.claim.rstrip(".").rpartition(", and ")
            assert not (first and first in claim.evidence and second in claim.evidence)
