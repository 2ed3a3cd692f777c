"""Readers: where in the evidence the answer is, and how likely it is an answer at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from knowledge.text import comparable, language_of
from knowledge.types import Evidence
from service.calibration.logistic import Logistic, load_model
from service.generators.base import Question
from service.generators.look import Looked, SentenceLook, span_text
from service.generators.signals import Candidate
from service.generators.spans import Span

# Sentences that a reading offers at most.
_OFFERED = 5


@dataclass(frozen=True, slots=True)
class Pointed:
    """A sentence that may answer.

    Attributes:
        score: in logits.
        span: the answer within the sentence, where the reader can tell.
    """

    candidate: Candidate
    score: float
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """Sentences that may answer, best first, and what to make of the first.

    Attributes:
        found: at most a few.
        answerability: calibrated probability that the first one answers the question.
    """

    found: list[Pointed]
    answerability: float


class Reader(Protocol):
    """Finds the answer in evidence; may find nothing.

    Attributes:
        name: shown in answers.
    """

    name: str

    def read(self, question: Question, evidence: Sequence[Evidence]) -> Reading:
        """The best sentences for the question over all evidence jointly."""
        ...


class SentenceReader:
    """Ranks sentences by their signals, and says from the winner's how likely it answers.

    Two regressions a language, fitted by `service.tuning.fit_signals`: one ranks sentences, one
    weighs the winner's signals and its lead over the others.

    Args:
        look: what is known of each sentence.
        name: shown in answers.
        model: name of the file of weights under `service/models`.
    """

    def __init__(self, look: SentenceLook, name: str, model: str) -> None:
        self.name = name
        self._look = look
        weights = load_model(model)
        self._rank = {lang: Logistic.from_json(weights[lang]["rank"]) for lang in ("en", "zh")}
        self._answer = {lang: Logistic.from_json(weights[lang]["answer"]) for lang in ("en", "zh")}

    def read(self, question: Question, evidence: Sequence[Evidence]) -> Reading:
        """The best sentences for the question over all evidence jointly."""
        language = language_of(question.text)
        looked = self._look(question, evidence)
        if not looked.candidates:
            return Reading([], 0.0)
        question.check()
        logits = self._rank[language].logits(looked.table, self._look.names)
        order = np.argsort(-logits, kind="stable").tolist()
        looked, logits = looked.order(order), logits[order]
        summary = summarise(looked, logits, self._look.names, question.readable)
        found = [
            Pointed(c, float(logit), span)
            for c, logit, span in zip(looked.candidates, logits, looked.spans, strict=True)
        ]
        return Reading(found[:_OFFERED], self._answer[language].probability_of(summary))


def summarise(
    looked: Looked, logits: NDArray[np.float64], names: Sequence[str], readable: float
) -> Mapping[str, float]:
    """What the answerability regression sees: the winner's signals, read again, and its lead.

    Args:
        looked: sentences, best first.
        logits: their scores, in the same order.
        names: of the columns of their signals.
        readable: share of the question that the embedder can read.
    """
    texts = [comparable(c.text) for c in looked.candidates]
    others = [x for t, x in zip(texts[1:], logits[1:], strict=True) if t != texts[0]]
    table = looked.table
    summary = {f"top_{name}": float(v) for name, v in zip(names, table[0], strict=True)}
    summary |= {f"top_{n}": v for n, v in looked.closely(looked.candidates[0]).items()}
    summary |= {f"max_{n}": float(table[:, list(names).index(n)].max()) for n in _MAXIMA}
    summary["top_logit"] = float(logits[0])
    summary["lead"] = min(4.0, float(logits[0] - max(others, default=logits[0] - 4.0)))
    summary["readable"] = readable
    if "span_share" in names:
        summary |= _rivals(looked, table[:, list(names).index("span_share")])
    return summary


_MAXIMA = ("sentence_coverage", "passage_coverage", "similarity")


def _rivals(looked: Looked, share: NDArray[np.float64]) -> dict[str, float]:
    """How much of the weight is on another answer than the winner's, and how much on nothing."""
    said = [
        comparable(span_text(c, s)) for c, s in zip(looked.candidates, looked.spans, strict=True)
    ]
    other = [x for text, x in zip(said, share.tolist(), strict=True) if text != said[0]]
    return {"rival_share": max(other, default=0.0), "nothing": 1.0 - float(share.sum())}
