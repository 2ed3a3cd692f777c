"""A second opinion on what a language model drafts: does it answer what was asked?

A checker tells whether evidence says a sentence, not whether the sentence answers the question: a
quoted sentence about something else is supported. The extractive reader looks for the answer by
itself. How sure it is that there is one, and how much of what it points at the draft says, tell a
draft that answers from one that does not. Both are weighed by a regression with one set of weights
a language, fitted by `benchmarks.generation.fit_opinion`.
"""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence

from knowledge.text import comparable, language_of
from knowledge.types import Evidence
from service.calibration.logistic import Logistic, load_model
from service.generators.base import Question
from service.generators.look import span_text
from service.generators.reader import Reader, Reading
from service.generators.spans import shares

MODEL = "second_opinion"
# A reader that is surer than this is taken to be this sure, so that one signal never decides alone.
_SUREST = 0.99
# Added to the share of the odds that a draft says: nothing of them is bad, not infinitely so.
_NEVER = 0.05
# Words, and single Chinese characters.
_PIECE = re.compile(r"[\u3400-\u9fff]|[^\W\u3400-\u9fff]+")


class SecondOpinion:
    """Says how likely a draft answers its question.

    Args:
        reader: finds the answer by itself; one that points at spans.
        weights: by language; those that ship by default.
    """

    def __init__(self, reader: Reader, weights: Mapping[str, Logistic] | None = None) -> None:
        self._reader = reader
        shipped = load_model(MODEL) if weights is None else {}
        self._weigh = weights or {lang: Logistic.from_json(shipped[lang]) for lang in ("en", "zh")}

    def answerability(self, question: Question, evidence: Sequence[Evidence], text: str) -> float:
        """Probability that `text`, if the evidence says it, is the answer.

        Args:
            question: what was asked; its `check` is called while reading.
            evidence: what the draft was written from.
            text: of the draft.
        """
        reading = self._reader.read(question, evidence)
        return self._weigh[language_of(question.text)].probability_of(
            opinion_signals(reading, text)
        )


def opinion_signals(reading: Reading, text: str) -> dict[str, float]:
    """What is weighed, by name.

    Args:
        reading: of the question, by a reader that points at spans.
        text: of the draft.

    Returns:
        `answerable`: log-odds that the evidence holds an answer at all. `said`: logarithm of the
        share of the reader's odds, "nothing" included, that is on what the draft says.
    """
    sure = min(max(reading.answerability, 1 - _SUREST), _SUREST)
    odds = shares([pointed.span for pointed in reading.found])
    said = Counter(_PIECE.findall(comparable(text)))
    agreed = sum(
        float(share) * _covered(span_text(pointed.candidate, pointed.span), said)
        for pointed, share in zip(reading.found, odds, strict=True)
    )
    return {"answerable": math.log(sure / (1 - sure)), "said": math.log(agreed + _NEVER)}


def _covered(span: str, said: Counter[str]) -> float:
    """Share of a span's pieces that a text says."""
    wanted = Counter(_PIECE.findall(comparable(span)))
    return (wanted & said).total() / wanted.total() if wanted else 0.0
