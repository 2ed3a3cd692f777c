"""The extractive generator: which sentences it takes, how it joins them, what it points at."""

from collections.abc import Sequence

import pytest

from indexes.embedding.hashing import HashingEmbedder
from knowledge.errors import DeadlineExceededError
from knowledge.types import Evidence, Triple
from service.claims import split_claims
from service.deadline import Deadline
from service.evidence import triple_evidence
from service.generators.base import Draft, Question
from service.generators.extractive import ExtractiveGenerator
from service.generators.reader import Reading, SignalReader
from service.generators.signals import find_candidates


class ScriptedReader:
    """Points at the sentences it is told, with the scores it is told."""

    name = "scripted"

    def __init__(self, *scores: tuple[str, float], answerability: float = 0.8) -> None:
        self._scores = dict(scores)
        self._answerability = answerability

    def read(self, question: Question, evidence: Sequence[Evidence]) -> Reading:
        found = [
            (c, self._scores[c.text]) for c in find_candidates(evidence) if c.text in self._scores
        ]
        return Reading(sorted(found, key=lambda pair: -pair[1]), self._answerability)


def _draft(question, evidence, *scores) -> Draft:
    generator = ExtractiveGenerator(ScriptedReader(*scores))
    return generator.generate(Question(question, lambda term: 0.5), evidence)


def test_the_best_sentence_word_for_word(passages):
    draft = _draft(
        "When?", passages("Coffee is hot.", "It is old. The bridge was opened in 1932."),
        ("The bridge was opened in 1932.", 3.0), ("Coffee is hot.", 1.0),
    )  # fmt: skip
    assert draft == Draft("The bridge was opened in 1932.", "1932", 0.8, (1,))


@pytest.mark.parametrize(
    ("before", "sentence"),
    [
        ("The bridge is in Sydney.", "It was opened in 1932."),
        ("The bridge is in Sydney.", "However, trams left in 1958."),
        ("长城很长。", "它位于中国。"),
        ("长城很长。", "因此很有名。"),
    ],
)
def test_a_sentence_that_leans_on_the_one_before_brings_it_along(passages, before, sentence):
    separator = "" if before.endswith("。") else " "
    draft = _draft("?", passages(f"{before}{separator}{sentence}"), (sentence, 1.0))
    assert draft.text == f"{before}{separator}{sentence}"
    assert draft.stands_on == (0,)


def test_a_sentence_that_only_begins_alike_stands_alone(passages):
    draft = _draft("?", passages("Trains came. Italy has bridges."), ("Italy has bridges.", 1.0))
    assert draft.text == "Italy has bridges."


def test_a_second_sentence_as_good_as_the_first_is_released_with_it(passages):
    evidence = passages("Coffee is hot.", "Tea is hot.", "Milk is cold.")
    scores = [("Coffee is hot.", 2.0), ("Tea is hot.", 1.5), ("Milk is cold.", 1.4)]
    draft = _draft("What is hot?", evidence, *scores)
    assert (draft.text, draft.stands_on) == ("Coffee is hot. Tea is hot.", (0, 1))
    scores[1:] = [("Tea is hot.", 0.9), ("Milk is cold.", 0.8)]
    assert _draft("What is hot?", evidence, *scores).text == "Coffee is hot."


def test_the_same_sentence_twice_is_said_once(passages):
    evidence = passages("Coffee is hot.", "Coffee is hot.")
    assert _draft("?", evidence, ("Coffee is hot.", 2.0)).text == "Coffee is hot."


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("The café opened in 1990.", "The bar opened in 1991."),
        ("The café’s owner — “Zoë” — left.", "The bar opened in 1991."),
        ("长城很长。", "长城很老。"),
        ("长城很长！", "The wall is old."),
        ("a heading without an end", "The bar opened in 1991."),
        (
            "a long line of a list that has no full stop and goes on for a while",
            "another such line",
        ),
        ("长城 — 位于 — 中国", "长城很老。"),
    ],
)
def test_sentences_put_together_stay_separate_claims(passages, first, second):
    draft = _draft("?", passages(first, second), (first, 2.0), (second, 1.9))
    assert [claim.text for claim in split_claims(draft.text)] == [first, second]


def test_lists_and_wrapped_lines_become_running_text(passages):
    text = "- The bridge was opened\n  in 1932."
    (candidate,) = find_candidates(passages(text))
    draft = _draft("When?", passages(text), (candidate.text, 1.0))
    assert draft.text == "The bridge was opened in 1932."


def test_a_triple_answers_with_its_object():
    item = triple_evidence(Triple("长城", "位于", "中国"))
    draft = _draft("长城位于哪里？", [item], (item.text, 1.0))
    assert (draft.text, draft.short_answer) == ("长城 — 位于 — 中国", "中国")


@pytest.mark.parametrize(
    ("question", "sentence", "short"),
    [
        ("How many lanes?", "The bridge carries eight lanes.", "eight"),
        ("How many lanes?", "The bridge carries eight lanes and two rails.", None),
        ("Is it old?", "The bridge was opened in 1932.", None),
        ("明长城有多少公里？", "明长城总长度为8851公里。", "8851"),
    ],
)
def test_a_short_answer_is_the_only_value_of_the_kind_asked_for(
    passages, question, sentence, short
):
    assert _draft(question, passages(sentence), (sentence, 1.0)).short_answer == short


def test_nothing_found_is_an_empty_draft():
    assert _draft("?", []) == Draft("", answerability=0.0)


READER = SignalReader(HashingEmbedder())


@pytest.mark.parametrize(
    ("question", "evidence", "best"),
    [
        (
            "When was the bridge opened?",
            ["Coffee is hot. Tea is cold.", "The bridge is long. The bridge was opened in 1932."],
            "The bridge was opened in 1932.",
        ),
        (
            "明长城总长度是多少公里？",
            ["咖啡很热。", "长城很老。明长城总长度为8851公里。"],
            "明长城总长度为8851公里。",
        ),
    ],
)
def test_the_shipped_reader_points_at_the_answer(passages, question, evidence, best):
    reading = READER.read(Question(question, lambda term: 0.5), passages(*evidence))
    assert reading.candidates[0][0].text == best
    assert 0.0 < reading.answerability < 1.0
    scores = [score for _, score in reading.candidates]
    assert scores == sorted(scores, reverse=True)


def test_the_shipped_reader_finds_nothing_in_nothing():
    assert READER.read(Question("Why?", lambda term: 0.5), []) == Reading([], 0.0)


def test_the_shipped_reader_says_the_same_the_second_time(passages):
    question, evidence = Question("When was it?", lambda term: 0.5), passages("It was in 1932.")
    assert READER.read(question, evidence) == READER.read(question, evidence)


def test_the_shipped_reader_stops_at_the_deadline(passages):
    question = Question("When?", lambda term: 0.5, check=Deadline(cancelled=True).check)
    with pytest.raises(DeadlineExceededError):
        READER.read(question, passages("It was in 1932."))


def test_an_abbreviation_at_the_end_does_not_join_two_claims():
    triple = triple_evidence(Triple("LoRA", "introduced by", "Edward Hu et al."))
    sentence = "LoRA was presented by a team at Microsoft."
    passage = Evidence(kind="passage", text=sentence)
    reader = ScriptedReader((triple.text, 2.0), (sentence, 1.9))
    draft = ExtractiveGenerator(reader).generate(
        Question("Who introduced LoRA?", lambda _: 1.0), [triple, passage]
    )
    assert [claim.text for claim in split_claims(draft.text)] == [triple.text, sentence]
