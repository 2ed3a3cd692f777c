"""A generator that another one stands in for when it fails."""

import logging
from collections.abc import Sequence
from dataclasses import replace

from knowledge.errors import GeneratorFailedError
from knowledge.types import Evidence
from service.generators.base import Draft, Generator, Question, Revision, Sampling

_log = logging.getLogger(__name__)


class FallbackGenerator:
    """Drafts with one generator, and with the other where that one fails; the draft says so.

    Attributes:
        asked: the generator that is meant to draft.

    Args:
        asked: the same.
        instead: stands in for it.
    """

    def __init__(self, asked: Sampling, instead: Generator) -> None:
        self.asked = asked
        self._instead = instead
        self.name = asked.name
        self.revises = asked.revises

    def generate(
        self, question: Question, evidence: Sequence[Evidence], revision: Revision | None = None
    ) -> Draft:
        """Draft an answer; errors are those of the one that stands in."""
        try:
            return self.asked.generate(question, evidence, revision)
        except GeneratorFailedError as error:
            return self._stand_in(question, evidence, error)

    def sample(self, question: Question, evidence: Sequence[Evidence], count: int) -> list[Draft]:
        """Several drafts, or the one of the generator that stands in."""
        try:
            return self.asked.sample(question, evidence, count)
        except GeneratorFailedError as error:
            return [self._stand_in(question, evidence, error)]

    def close(self) -> None:
        """Close the generator that was asked."""
        self.asked.close()

    def _stand_in(
        self, question: Question, evidence: Sequence[Evidence], error: GeneratorFailedError
    ) -> Draft:
        _log.warning("%s stands in: %s", self._instead.name, error.message)
        draft = self._instead.generate(question, evidence)
        return replace(draft, written_by=f"{self._instead.name} (instead of {self.name})")
