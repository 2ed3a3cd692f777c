"""Chooses the worked examples of a question: nearest by meaning and by type, one of them a refusal.

Where the embedder cannot read the question, as `all-MiniLM-L6-v2` alone cannot read Chinese,
nearness is by shared characters and pieces of words.
"""

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from indexes.embedding.base import Embedder
from knowledge.text import content_fragments, language_of
from service.generators.base import Question
from service.generators.prompts.examples import Example
from service.generators.question_type import answer_type

# Least share of a question that the embedder has to read for its vector to mean anything.
_READABLE = 0.8
# What it adds to the similarity, from 0 to 1, that a question asks for the same kind of answer.
_SAME_TYPE = 0.2


class Selector:
    """Chooses `count` examples of the question's language, none of another collection's.

    Args:
        examples: to choose from.
        embedder: gives meanings.
        count: how many; one of them is a refusal if there is any in the language.
    """

    def __init__(self, examples: Sequence[Example], embedder: Embedder, count: int) -> None:
        self._examples = tuple(examples)
        self._types = tuple(answer_type(e.question) for e in examples)
        self._embedder = embedder
        self._count = count

    def choose(self, question: Question) -> list[Example]:
        """The refusal first and the nearest last, closest to the question that follows."""
        language = language_of(question.text)
        nearness = self._nearness(question)
        order = sorted(range(len(self._examples)), key=lambda i: -nearness[i])
        shown = [e for i in order if (e := self._examples[i]).may_be_shown(question.collection)]
        near = [e for e in shown if e.language == language]
        refusals = [e for e in near if e.answer is None][:1]
        answers = [e for e in near if e.answer is not None]
        chosen = answers[: max(0, self._count - len(refusals))]
        return (refusals + chosen[::-1])[: self._count]

    def _nearness(self, question: Question) -> NDArray[np.float64]:
        kind = answer_type(question.text)
        same = np.array([kind == other for other in self._types], np.float64)
        readable = min(question.readable, self._embedder.readable(question.text))
        found = self._by_meaning if readable >= _READABLE else self._by_pieces
        return found(question.text) + _SAME_TYPE * same

    def _by_meaning(self, text: str) -> NDArray[np.float64]:
        vector = self._embedder.encode([text])[0]
        return np.asarray(self._vectors @ vector, np.float64)

    def _by_pieces(self, text: str) -> NDArray[np.float64]:
        """Dice coefficient of the pieces that the questions are about."""
        asked = content_fragments(text)
        shares = [2 * len(asked & p) / max(1, len(asked) + len(p)) for p in self._pieces]
        return np.array(shares, np.float64)

    @cached_property
    def _vectors(self) -> NDArray[np.float32]:
        return self._embedder.encode([e.question for e in self._examples])

    @cached_property
    def _pieces(self) -> list[set[str]]:
        return [content_fragments(e.question) for e in self._examples]
