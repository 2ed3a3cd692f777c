"""A reader that points where it is told, and drafts of the extractive generator with it."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from knowledge.types import Evidence
from service.generators.base import Draft, Question
from service.generators.extractive import ExtractiveGenerator
from service.generators.reader import Pointed, Reading
from service.generators.signals import find_candidates
from service.generators.spans import Span


class ScriptedReader:
    """Points at the sentences it is told, with the scores and within them the spans it is told."""

    name = "scripted"

    def __init__(
        self,
        *scores: tuple[str, float],
        spans: Mapping[str, str] = MappingProxyType({}),
        answerability: float = 0.8,
    ) -> None:
        self._scores = dict(scores)
        self._spans = spans
        self._answerability = answerability

    def read(self, question: Question, evidence: Sequence[Evidence]) -> Reading:
        found = [
            Pointed(c, self._scores[c.text], self._span(c.text))
            for c in find_candidates(evidence)
            if c.text in self._scores
        ]
        return Reading(sorted(found, key=lambda p: -p.score), self._answerability)

    def _span(self, sentence: str) -> Span | None:
        if sentence not in self._spans:
            return None
        start = sentence.index(self._spans[sentence])
        return Span(start, start + len(self._spans[sentence]), 1.0)


def drafted(question, evidence, *scores, **spans) -> Draft:
    """What is drafted when the reader gives sentences these scores and spans."""
    generator = ExtractiveGenerator(ScriptedReader(*scores, **spans))
    return generator.generate(Question(question, lambda term: 0.5), evidence)
