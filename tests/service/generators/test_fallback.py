"""What happens when a language model fails."""

from collections.abc import Sequence

import pytest

from knowledge.errors import DeadlineExceededError, GeneratorFailedError
from knowledge.types import Evidence
from service.generators.base import Draft, Question, Revision, Sampling
from service.generators.fallback import FallbackGenerator
from tests.servers.model_server import Fail, model_server

QUESTION = Question("When?", lambda _: 1.0)


class Quoting:
    """Stands in with a sentence of its own."""

    name = "extractive/test"
    revises = False

    def generate(
        self, question: Question, evidence: Sequence[Evidence], revision: Revision | None = None
    ) -> Draft:
        return Draft(evidence[0].text, answerability=0.9)


class Writing(Quoting):
    """Writes, or fails, as it is told."""

    name = "openai/test"
    revises = True
    closed = False

    def __init__(self, error: Exception | None = None) -> None:
        self._error = error

    def generate(
        self, question: Question, evidence: Sequence[Evidence], revision: Revision | None = None
    ) -> Draft:
        if self._error:
            raise self._error
        return Draft("Written.")

    def sample(self, question: Question, evidence: Sequence[Evidence], count: int) -> list[Draft]:
        return [self.generate(question, evidence)] * count

    def close(self) -> None:
        self.closed = True


EVIDENCE = [Evidence("passage", "Quoted.")]


def test_the_other_stands_in_and_the_draft_says_so():
    generator = FallbackGenerator(Writing(GeneratorFailedError("gone")), Quoting())
    expected = Draft(
        "Quoted.", answerability=0.9, written_by="extractive/test (instead of openai/test)"
    )
    assert generator.generate(QUESTION, EVIDENCE) == expected
    assert generator.sample(QUESTION, EVIDENCE, 3) == [expected]


def test_while_it_works_nobody_stands_in():
    generator = FallbackGenerator(Writing(), Quoting())
    assert generator.generate(QUESTION, EVIDENCE) == Draft("Written.")
    assert generator.sample(QUESTION, EVIDENCE, 2) == [Draft("Written.")] * 2
    assert (generator.name, generator.revises) == ("openai/test", True)
    assert isinstance(generator, Sampling)


def test_a_deadline_is_no_failure():
    generator = FallbackGenerator(Writing(DeadlineExceededError("late")), Quoting())
    with pytest.raises(DeadlineExceededError):
        generator.generate(QUESTION, EVIDENCE)


def test_closing_it_closes_the_one_that_was_asked():
    writing = Writing()
    FallbackGenerator(writing, Quoting()).close()
    assert writing.closed


def test_a_dead_server_ends_in_the_quoted_answer_when_configured_and_in_a_refusal_when_not(
    make_footing,
):
    from service.pipeline import Ask

    with model_server() as server:
        server.script = lambda _: [Fail(404, "no such model")]
        told = {"generator": "openai", "model": "m", "openai_base_url": server.base_url}
        ask = Ask("When was the Harbour bridge opened?")
        refused = make_footing(filled=True, **told).pipeline.ask(ask)
        assert (refused.status, refused.abstain_reason) == ("abstained", "generator_failed")
        quoting = make_footing(filled=True, generator_fallback="extractive", **told)
        answered = quoting.pipeline.ask(ask)
        assert answered.status == "answered"
        assert "1932" in answered.text
