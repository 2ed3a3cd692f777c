"""A second opinion on drafts: those that a source says and that do not answer are withheld."""

import numpy as np
import pytest

from service.calibration.logistic import Logistic
from service.generators.base import Draft
from service.generators.second_opinion import SecondOpinion
from service.generators.spans import SpanScorer
from service.models.network import load_network
from service.pipeline import Ask

BRIDGE = "When was the Harbour bridge opened?"
RIGHT = "The Harbour bridge in Sydney was opened in 1932."
WRONG = "The Harbour bridge in Sydney was opened in 1945."


@pytest.fixture
def opinion():
    """One whose chance is fixed: the reader is real, its weight is not."""
    scorer = SpanScorer(load_network("reader"))

    def make(chance: float) -> SecondOpinion:
        odds = float(np.log(chance / (1 - chance)))
        always = Logistic(("margin", "said"), np.zeros(2), odds)
        return SecondOpinion(scorer, {"en": always, "zh": always})

    return make


def test_support_is_multiplied_by_the_chance_that_the_draft_answers(liar, pipeline, opinion):
    alone = pipeline(liar(RIGHT)).ask(Ask(BRIDGE))
    doubted = pipeline(liar(RIGHT), opinion=opinion(0.6)).ask(Ask(BRIDGE))
    assert alone.status == doubted.status == "answered"
    assert doubted.support == pytest.approx(0.6 * alone.support, abs=0.01)
    assert [s.detail for s in doubted.trace if s.step == "opinion"] == [
        "by what the reader finds, the draft answers with chance 0.60"
    ]
    assert doubted.timings_ms["opinion"] > 0
    assert "opinion" not in alone.timings_ms


def test_a_supported_draft_that_does_not_answer_is_withheld(liar, pipeline, opinion):
    answer = pipeline(liar(RIGHT), opinion=opinion(0.1), rounds=0).ask(Ask(BRIDGE))
    assert (answer.status, answer.abstain_reason) == ("abstained", "not_answerable")


def test_a_revised_draft_gets_one_too(liar, pipeline, opinion):
    also = f"{RIGHT} It is painted green."
    steps = ("revise", "trim")
    answer = pipeline(liar(also, RIGHT), opinion=opinion(0.9), steps=steps).ask(Ask(BRIDGE))
    assert answer.text == RIGHT
    assert [s.step for s in answer.trace].count("opinion") == 2


def test_nothing_is_asked_about_a_draft_of_which_nothing_can_be_released(liar, pipeline, opinion):
    answer = pipeline(liar(WRONG), opinion=opinion(0.9), rounds=0).ask(Ask(BRIDGE))
    assert (answer.status, answer.abstain_reason) == ("abstained", "contradicted")
    assert "opinion" not in answer.timings_ms


class Heard(SecondOpinion):
    """Finds a draft the likelier the more evidence there is, and keeps what it was asked about."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []
        self.read: list[list[str]] = []

    def answerability(self, question, evidence, statements) -> float:
        self.asked.append(list(statements))
        self.read.append([item.text for item in evidence])
        return 0.9 if len(evidence) > 1 else 0.5


def test_only_what_may_be_released_is_held_to_answer(liar, pipeline):
    heard = Heard()
    # Nor its marks: what cites [1] does not say "1".
    also = f"{RIGHT[:-1]} [1]. It was opened by Mary Penrose and is painted green."
    pipeline(liar(also), opinion=heard, rounds=0).ask(Ask(BRIDGE))
    assert heard.asked == [[RIGHT]]


def test_it_reads_what_the_released_sentences_cite(liar, pipeline):
    heard = Heard()
    answer = pipeline(liar(RIGHT), opinion=heard, top_k=3).ask(Ask(BRIDGE))
    assert heard.read == [[citation.text for citation in answer.citations]]
    assert len(answer.citations) == 1


def test_more_evidence_is_heard_anew(liar, pipeline):
    heard = Heard()
    also = f"{RIGHT} Espresso was invented by Angelo Moriondo."
    answer = pipeline(liar(also), opinion=heard, steps=("lookup", "trim")).ask(Ask(BRIDGE))
    assert [step.step for step in answer.trace].count("opinion") == len(heard.asked) == 2
    assert answer.support > 0.6


class Sure:
    """Says itself how likely its draft answers."""

    name = "sure"
    revises = False

    def __init__(self, draft: Draft) -> None:
        self._draft = draft

    def generate(self, question, evidence, revision=None) -> Draft:
        return self._draft


@pytest.mark.parametrize("draft", [Draft(RIGHT, answerability=0.9), Draft("")])
def test_what_a_generator_knows_itself_stands_and_a_refusal_needs_no_opinion(
    pipeline, opinion, draft
):
    examined = pipeline(Sure(draft), opinion=opinion(0.1)).examine(Ask(BRIDGE))
    assert examined.draft == draft
    assert "opinion" not in {step.step for step in examined.answer.trace}
