"""What a model says of a claim beside a window: an embedder's similarity, or a trained checker."""

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from indexes.embedding.base import Embedder
from service.groundedness.entailment import Entailment
from service.groundedness.signals import ClaimView, Window
from service.models.pairs import PairEncoder

ENTAILMENT, REFUTATION = "entailment", "refutation"
_LOGIT = 6.0

Look = tuple[ClaimView, Sequence[Window]]


class PairSignals(Protocol):
    """Signals of claims and windows that a model gives.

    Attributes:
        names: of the signals.
        trained: whether the model was trained to check. It reads windows of many sentences then,
            and may find that one refutes a claim.
    """

    names: tuple[str, ...]
    trained: bool

    def tables(
        self, looks: Sequence[Look], interrupt: Callable[[], None]
    ) -> list[NDArray[np.float64]]:
        """For each claim the signals of its windows, shape (len(windows), len(names))."""
        ...


class Similarity:
    """Cosine of claim and window, less where the embedder cannot read the claim."""

    names: tuple[str, ...] = ("similarity",)
    trained = False

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def tables(
        self, looks: Sequence[Look], interrupt: Callable[[], None]
    ) -> list[NDArray[np.float64]]:
        """For each claim the similarity of its windows, shape (len(windows), 1)."""
        found = []
        for claim, windows in looks:
            interrupt()
            readable = self._embedder.readable(claim.text)
            vectors = self._embedder.encode([claim.text, *(w.text for w in windows)])
            found.append((vectors[1:] @ vectors[0] * readable)[:, None].astype(np.float64))
        return found


class TrainedSignals:
    """Log odds, within -6 and 6, that a window supports a claim and that it refutes it."""

    names: tuple[str, ...] = (ENTAILMENT, REFUTATION)
    trained = True

    def __init__(self, entailment: Entailment) -> None:
        self._entailment = entailment

    def tables(
        self, looks: Sequence[Look], interrupt: Callable[[], None]
    ) -> list[NDArray[np.float64]]:
        """For each claim both log odds of its windows, shape (len(windows), 2)."""
        pairs = [
            (claim.text, PairEncoder.passage(w.context, w.text))
            for claim, windows in looks
            for w in windows
        ]
        chances = self._entailment.score(pairs, interrupt)
        logits = np.clip(np.log(chances + 1e-6) - np.log(1 - chances + 1e-6), -_LOGIT, _LOGIT)
        ends = np.cumsum([len(windows) for _, windows in looks])[:-1]
        return np.split(logits, ends) if looks else []
