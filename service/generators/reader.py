"""Readers: where in the evidence the answer is, and how likely it is an answer at all."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from indexes.embedding.base import Embedder
from knowledge.text import comparable, language_of
from knowledge.types import Evidence
from service.calibration import Logistic, load_model
from service.generators import signals
from service.generators.base import Question
from service.generators.signals import Candidate

# Sentences that get a model's look after the lexical signals have ranked all of them.
_LOOKED_AT = 24
_REMEMBERED = 20_000


@dataclass(frozen=True, slots=True)
class Reading:
    """Sentences that may answer, best first, and what to make of the first.

    Attributes:
        candidates: at most a few, each with its score in logits.
        answerability: calibrated probability that the first one answers the question.
    """

    candidates: list[tuple[Candidate, float]]
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


class SentenceLook:
    """The sentences of evidence worth ranking, with all their signals."""

    def __init__(self, embedder: Embedder) -> None:
        self._encoder = _RememberingEncoder(embedder)

    def __call__(
        self, question: Question, evidence: Sequence[Evidence]
    ) -> tuple[list[Candidate], NDArray[np.float64]]:
        """The sentences worth ranking and their signals, shape (n, len(signals.NAMES))."""
        candidates = signals.find_candidates(evidence)
        if not candidates:
            return [], np.zeros((0, len(signals.NAMES)))
        table = signals.lexical_signals(question, evidence, candidates)
        first_look = table @ _FIRST_LOOK
        kept = np.sort(np.argsort(-first_look, kind="stable")[:_LOOKED_AT])
        candidates = [candidates[i] for i in kept]
        table = table[kept]
        question.check()
        vectors = self._encoder.encode([question.text, *(c.text for c in candidates)])
        similarity = vectors[1:] @ vectors[0] * question.readable
        table[:, signals.NAMES.index("similarity")] = similarity
        best_of: dict[int, float] = {}
        for c, s in zip(candidates, similarity.tolist(), strict=True):
            best_of[c.index] = max(best_of.get(c.index, -1.0), s)
        table[:, signals.NAMES.index("passage_similarity")] = [best_of[c.index] for c in candidates]
        return candidates, table


class SignalReader:
    """Selects sentences by plain signals and the encoder's similarity, combined by regressions.

    Two of them, fitted by `service.tuning.fit_signals`: one ranks sentences, one says from the
    winner's signals and its lead over the others whether it answers the question.
    """

    name = "sentences"

    def __init__(self, embedder: Embedder) -> None:
        self._look = SentenceLook(embedder)
        model = load_model("reader_signals")
        self._rank = {lang: Logistic.from_json(model[lang]["rank"]) for lang in ("en", "zh")}
        self._answer = {lang: Logistic.from_json(model[lang]["answer"]) for lang in ("en", "zh")}

    def read(self, question: Question, evidence: Sequence[Evidence]) -> Reading:
        """The best sentences for the question over all evidence jointly."""
        language = language_of(question.text)
        candidates, table = self._look(question, evidence)
        if not candidates:
            return Reading([], 0.0)
        question.check()
        probabilities = self._rank[language].probability(table, signals.NAMES)
        logits = np.log(probabilities + 1e-9) - np.log1p(1e-9 - probabilities)
        order = np.argsort(-logits, kind="stable")
        summary = summarise(
            [candidates[i].text for i in order], table[order], logits[order], question.readable
        )
        ranked = [(candidates[i], float(logits[i])) for i in order[:5]]
        return Reading(ranked, self._answer[language].probability_of(summary))


def _first_look() -> NDArray[np.float64]:
    weights = {
        "sentence_coverage": 1.0,
        "context_coverage": 1.0,
        "passage_coverage": 0.3,
        "type_present": 0.2,
        "rank": 0.3,
        "defines": 0.3,
    }
    return np.array([weights.get(name, 0.0) for name in signals.NAMES])


_FIRST_LOOK = _first_look()


def summarise(
    ranked_texts: Sequence[str],
    table: NDArray[np.float64],
    logits: NDArray[np.float64],
    readable: float,
) -> Mapping[str, float]:
    """What the answerability regression sees: the winner's signals and its lead.

    Args:
        ranked_texts: sentences, best first.
        table: their signals, in the same order.
        logits: their scores, in the same order.
        readable: share of the question that the embedder can read.
    """
    first = comparable(ranked_texts[0])
    others = [
        x for t, x in zip(ranked_texts[1:], logits[1:], strict=True) if comparable(t) != first
    ]
    summary = {f"top_{name}": float(v) for name, v in zip(signals.NAMES, table[0], strict=True)}
    summary |= {f"max_{n}": float(table[:, signals.NAMES.index(n)].max()) for n in _MAXIMA}
    summary["top_logit"] = float(logits[0])
    summary["lead"] = min(4.0, float(logits[0] - max(others, default=logits[0] - 4.0)))
    summary["readable"] = readable
    return summary


_MAXIMA = ("sentence_coverage", "passage_coverage", "similarity")


class _RememberingEncoder:
    """Keeps the vectors of recent sentences: popular passages are read again and again."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._known: OrderedDict[str, NDArray[np.float16]] = OrderedDict()
        self._lock = Lock()

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        with self._lock:
            found = {t: self._known[t] for t in texts if t in self._known}
            for text in found:
                self._known.move_to_end(text)
        unknown = [t for t in dict.fromkeys(texts) if t not in found]
        if unknown:
            vectors = self._embedder.encode(unknown).astype(np.float16)
            found |= dict(zip(unknown, vectors, strict=True))
            with self._lock:
                self._known.update({t: found[t] for t in unknown})
                while len(self._known) > _REMEMBERED:
                    self._known.popitem(last=False)
        return np.stack([found[t] for t in texts]).astype(np.float32)
