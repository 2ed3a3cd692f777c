"""The shipped reader: which sentences of the evidence it points at."""

import pytest

from indexes.embedding.hashing import HashingEmbedder
from knowledge.errors import DeadlineExceededError
from service.deadline import Deadline
from service.generators.base import Question
from service.generators.look import SentenceLook
from service.generators.reader import Reading, SentenceReader

READER = SentenceReader(SentenceLook(HashingEmbedder()), "sentences", "reader_signals")


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
    assert reading.found[0].candidate.text == best
    assert 0.0 < reading.answerability < 1.0
    scores = [pointed.score for pointed in reading.found]
    assert scores == sorted(scores, reverse=True)
    assert {pointed.span for pointed in reading.found} == {None}


def test_a_reading_offers_five_sentences_at_most(passages):
    evidence = passages(*(f"The bridge number {n} was opened in {1900 + n}." for n in range(9)))
    reading = READER.read(Question("When was the bridge opened?", lambda term: 0.5), evidence)
    assert len(reading.found) == 5


def test_the_shipped_reader_finds_nothing_in_nothing():
    assert READER.read(Question("Why?", lambda term: 0.5), []) == Reading([], 0.0)


def test_the_shipped_reader_says_the_same_the_second_time(passages):
    question, evidence = Question("When was it?", lambda term: 0.5), passages("It was in 1932.")
    assert READER.read(question, evidence) == READER.read(question, evidence)


def test_the_shipped_reader_stops_at_the_deadline(passages):
    question = Question("When?", lambda term: 0.5, check=Deadline(cancelled=True).check)
    with pytest.raises(DeadlineExceededError):
        READER.read(question, passages("It was in 1932."))
