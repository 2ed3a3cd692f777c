"""Answering some and refusing the rest: thresholds and what they give. Pure functions."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_LEAST_ANSWERED = 20


@dataclass(frozen=True, slots=True)
class Scored:
    """One question with what was drafted for it.

    Attributes:
        score: of the draft, higher for surer.
        value: F1 of the draft, 0 where the question cannot be answered.
        right: whether the draft is a right answer.
        answerable: whether there is one.
    """

    score: float
    value: float
    right: bool
    answerable: bool


def f1_at(threshold: float, cases: Sequence[Scored]) -> float:
    """Mean F1 of SQuAD 2.0 when drafts below the threshold are withheld."""
    kept = [c.value if c.score >= threshold else float(not c.answerable) for c in cases]
    return float(np.mean(kept))


def best_threshold(cases: Sequence[Scored]) -> float:
    """The threshold with the highest mean F1."""
    order, _ = _by_score(cases)
    gains = np.array([cases[i].value - float(not cases[i].answerable) for i in order])
    reached = np.concatenate([[0.0], np.cumsum(gains)])
    possible = _cuts(cases, order)
    return _between(cases, order, int(possible[reached[possible].argmax()]))


def threshold_for_precision(precision: float, cases: Sequence[Scored]) -> float:
    """The lowest threshold at which this share of what is answered is right; inf if there is none.

    Args:
        precision: wanted share of right among the answered.
        cases: to choose on; at least 20 must be answered.
    """
    order, right = _by_score(cases)
    possible = _cuts(cases, order)
    possible = possible[possible >= _LEAST_ANSWERED]
    enough = possible[np.cumsum(right)[possible - 1] / possible >= precision]
    return _between(cases, order, int(enough[-1])) if len(enough) else float("inf")


def answered_rightly(threshold: float, cases: Sequence[Scored]) -> tuple[float, float]:
    """Share of the answerable that is answered rightly, and share of right among the answered."""
    answered = [c for c in cases if c.score >= threshold]
    right = sum(c.right for c in answered)
    answerable = sum(c.answerable for c in cases)
    return right / max(1, answerable), right / max(1, len(answered))


def in_turn(
    precision: float, cases: Sequence[Scored], groups: Sequence[str]
) -> tuple[float, float, float]:
    """Each group at the thresholds that are best for all the others.

    Args:
        precision: wanted share of right among the answered.
        cases: of all groups.
        groups: which group each case is of, such as the article it asks about; two at least.

    Returns:
        Mean F1 of all cases; and at the threshold for `precision` the share of the answerable that
        is answered rightly, and the share of right among the answered.
    """
    f1, right, answered = 0.0, 0, 0
    for group in dict.fromkeys(groups):
        own = [c for c, of in zip(cases, groups, strict=True) if of == group]
        others = [c for c, of in zip(cases, groups, strict=True) if of != group]
        f1 += f1_at(best_threshold(others), own) * len(own)
        sure = threshold_for_precision(precision, others)
        released = [c for c in own if c.score >= sure]
        right += sum(c.right for c in released)
        answered += len(released)
    answerable = sum(c.answerable for c in cases)
    return f1 / len(cases), right / max(1, answerable), right / max(1, answered)


def _by_score(cases: Sequence[Scored]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    order = np.argsort([-c.score for c in cases], kind="stable")
    return order, np.array([float(cases[i].right) for i in order])


def _cuts(cases: Sequence[Scored], order: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many of `order` a threshold can let through: equal scores pass together or not at all."""
    scores = np.array([cases[i].score for i in order])
    falls = np.flatnonzero(scores[:-1] > scores[1:]) + 1
    return np.unique(np.concatenate([[0], falls, [len(order)]])).astype(np.int64)


def _between(cases: Sequence[Scored], order: NDArray[np.int64], answered: int) -> float:
    """A threshold that lets the first `answered` of `order` through, halfway to the next."""
    if answered == 0:
        return float("inf")
    last = cases[order[answered - 1]].score
    following = last if answered == len(order) else cases[order[answered]].score
    return float(last + following) / 2
