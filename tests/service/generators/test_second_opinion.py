from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pytest

from knowledge.types import Evidence
from service.calibration.logistic import Logistic
from service.generators.base import Question
from service.generators.reader import Pointed, Reading
from service.generators.second_opinion import SecondOpinion, opinion_signals
from service.generators.signals import find_candidates
from service.generators.spans import Span

EVIDENCE = [
    Evidence("passage", "The bridge was opened in 1932. It was designed by John Bradfield.")
]
QUESTION = Question("When was the bridge opened?", lambda _: 1.0)
# A plain weighing whose figures can be checked by hand.
BY_HAND = {
    lang: Logistic(("answerable", "said"), np.array([1.0, 2.0]), 0.0) for lang in ("en", "zh")
}


def reading(answerability: float, *pointed: tuple[int, str, float]) -> Reading:
    """Spans that a reader points at: sentence, text, log-odds against nothing."""
    candidates = find_candidates(EVIDENCE)
    found = []
    for sentence, text, odds in pointed:
        start = candidates[sentence].text.index(text)
        span = Span(start, start + len(text), odds)
        found.append(Pointed(candidates[sentence], odds, span))
    return Reading(found, answerability)


@dataclass
class ScriptedReader:
    """Reads the same whatever is asked."""

    said: Reading
    name: str = "scripted"

    def read(self, question: Question, evidence: Sequence[Evidence]) -> Reading:
        return self.said


def said(read: Reading, text: str) -> float:
    """The share of the odds that a draft is credited with."""
    return float(np.exp(opinion_signals(read, text)["said"])) - 0.05


def test_the_draft_is_credited_with_the_odds_on_what_it_says():
    # Odds of 3, 1 and "nothing" (1): the first span has 0.6 of all, the second 0.2.
    read = reading(0.5, (0, "1932", np.log(3.0)), (1, "John Bradfield", 0.0))
    assert said(read, "The bridge was opened in 1932.") == pytest.approx(0.6)
    assert said(read, "Bradfield opened it.") == pytest.approx(0.1)
    assert said(read, "1932 was the year of John Bradfield.") == pytest.approx(0.8)
    assert said(read, "It was opened in 1933.") == pytest.approx(0.0)


def test_a_sure_reader_does_not_decide_alone():
    for answerability, bound in ((1.0, np.log(99)), (0.0, -np.log(99))):
        read = reading(answerability, (0, "1932", 0.0))
        assert opinion_signals(read, "1932")["answerable"] == pytest.approx(bound)


def test_nothing_found_is_nothing_said():
    assert said(Reading([], 0.0), "1932") == pytest.approx(0.0)


def test_both_are_weighed():
    read = reading(0.5, (0, "1932", np.log(1.0)))
    opinion = SecondOpinion(ScriptedReader(read), BY_HAND)
    # Odds of 0.55 ** 2 where half of the reader's odds are said, of 0.05 ** 2 where none are.
    assert opinion.answerability(QUESTION, EVIDENCE, "In 1932.") == pytest.approx(0.2322, abs=1e-4)
    assert opinion.answerability(QUESTION, EVIDENCE, "In 1950.") == pytest.approx(0.0025, abs=1e-4)


def test_what_ships_prefers_a_draft_that_says_what_the_reader_points_at():
    opinion = SecondOpinion(ScriptedReader(reading(0.8, (0, "1932", 4.0))))
    for question in (QUESTION, Question("大桥何时开通？", lambda _: 1.0)):
        agreed = opinion.answerability(question, EVIDENCE, "It was opened in 1932.")
        other = opinion.answerability(question, EVIDENCE, "It was designed by John Bradfield.")
        assert agreed > 0.5 > other
