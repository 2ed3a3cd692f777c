from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pytest

from knowledge.types import Evidence
from service.calibration.logistic import Logistic
from service.generators.base import Question
from service.generators.second_opinion import SecondOpinion, opinion_signals
from service.generators.signals import Candidate, find_candidates
from service.generators.spans import Span, SpanScorer, Stretch

EVIDENCE = [
    Evidence("passage", "The bridge was opened in 1932. It was designed by John Bradfield.")
]
CANDIDATES = find_candidates(EVIDENCE)
QUESTION = Question("When was the bridge opened?", lambda _: 1.0)
# A plain weighing whose figures can be checked by hand.
BY_HAND = {lang: Logistic(("margin", "said"), np.array([1.0, 2.0]), 0.0) for lang in ("en", "zh")}


def pointed(*found: tuple[int, str, float]) -> list[Span | None]:
    """Spans that a reader points at: sentence, text, log-odds against nothing."""
    spans: list[Span | None] = [None] * len(CANDIDATES)
    for sentence, text, odds in found:
        start = CANDIDATES[sentence].text.index(text)
        spans[sentence] = Span(start, start + len(text), odds)
    return spans


class Scripted(SpanScorer):
    """Points at the same whatever is asked."""

    around: Mapping[int, Sequence[Stretch]] | None = None

    def __init__(self, spans: list[Span | None]) -> None:
        self.spans = spans

    def score(
        self,
        question: str,
        evidence: Sequence[Evidence],
        candidates: Sequence[Candidate],
        interrupt: Callable[[], None] = lambda: None,
        around: Mapping[int, Sequence[Stretch]] | None = None,
    ) -> list[Span | None]:
        self.around = around
        return self.spans


def _opinion(
    spans: list[Span | None], weights: Mapping[str, Logistic] | None = None
) -> SecondOpinion:
    return SecondOpinion(Scripted(spans), weights)


def said(spans: list[Span | None], text: str) -> float:
    """The share of the odds that a draft is credited with."""
    return float(np.exp(opinion_signals(CANDIDATES, spans, text)["said"])) - 0.05


def test_the_draft_is_credited_with_the_odds_on_what_it_says():
    # Odds of 3 and 1: three quarters of what is pointed at, and one.
    spans = pointed((0, "1932", np.log(3.0)), (1, "John Bradfield", 0.0))
    assert said(spans, "The bridge was opened in 1932.") == pytest.approx(0.75)
    assert said(spans, "Bradfield opened it.") == pytest.approx(0.125)
    assert said(spans, "1932 was the year of John Bradfield.") == pytest.approx(1.0)
    assert said(spans, "It was opened in 1933.") == pytest.approx(0.0)


def test_the_surest_span_says_how_sure_the_reader_is_but_never_decides_alone():
    for odds, margin in ((2.5, 2.5), (30.0, 8.0), (-30.0, -8.0)):
        spans = pointed((0, "1932", odds), (1, "John Bradfield", odds - 1))
        assert opinion_signals(CANDIDATES, spans, "1932")["margin"] == pytest.approx(margin)


def test_nothing_found_is_nothing_said():
    signals = opinion_signals([], [], "1932")
    assert (signals["margin"], np.exp(signals["said"])) == (-8.0, pytest.approx(0.05))


def test_both_are_weighed():
    opinion = _opinion(pointed((0, "1932", np.log(2.0))), BY_HAND)
    # Odds of 2 * 1.05 ** 2 where it is said what the reader points at, of 2 * 0.05 ** 2 where not.
    assert opinion.answerability(QUESTION, EVIDENCE, ["In 1932."]) == pytest.approx(
        0.6880, abs=1e-4
    )
    assert opinion.answerability(QUESTION, EVIDENCE, ["In 1950."]) == pytest.approx(
        0.0050, abs=1e-4
    )


@pytest.mark.parametrize("text", [QUESTION.text, "大桥何时开通？"])
def test_what_ships_prefers_a_draft_that_says_what_the_reader_points_at(text):
    opinion = _opinion(pointed((0, "1932", 4.0)))
    question = Question(text, lambda _: 1.0)
    agreed = opinion.answerability(question, EVIDENCE, ["It was opened in 1932."])
    other = opinion.answerability(question, EVIDENCE, ["It was designed by John Bradfield."])
    assert agreed > 0.5 > other


@pytest.mark.parametrize(
    ("statements", "sentences"),
    [
        (["Opened in 1932."], [0]),
        (["John Bradfield designed it."], [1]),
        (["John Bradfield designed it.", "Opened in 1932."], [1, 0]),
        (["悉尼的一座桥。"], []),  # shares no term: wherever it stands
    ],
)
def test_it_reads_around_the_sentences_that_say_most_of_each_statement(statements, sentences):
    scripted = Scripted(pointed())
    SecondOpinion(scripted, BY_HAND).answerability(QUESTION, EVIDENCE, statements)
    stretches = [(CANDIDATES[n].start, CANDIDATES[n].end) for n in sentences]
    assert scripted.around == ({0: stretches} if stretches else {})
