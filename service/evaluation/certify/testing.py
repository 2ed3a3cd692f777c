"""A threshold with a promise: fixed sequence testing with an exact binomial bound. Pure functions.

"Share of the answered that is wrong" does not fall steadily with the threshold, so plain conformal
risk control does not fit. Thresholds are tested in an order that was fixed without the labels that
test them, each at the full level, until the first that fails (Learn then Test, Angelopoulos et al.
2021; the exact tail of the binomial as Geifman and El-Yaniv 2017).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import beta, binom

from service.evaluation.metrics.table import Column

_GRID = 200


@dataclass(frozen=True, slots=True)
class Outcome:
    """What passed at a threshold: how many cases, and how many of them wrong."""

    threshold: float
    answered: int
    errors: int


def p_value(risk: float, answered: int, errors: int) -> float:
    """Chance of so few errors among the answered if the true risk were `risk` or more."""
    return float(binom.cdf(errors, answered, risk)) if answered else 1.0


def upper_bound(confidence: float, answered: int, errors: int) -> float:
    """The largest risk that such an outcome does not rule out (Clopper and Pearson, 1934)."""
    if errors >= answered:
        return 1.0
    return float(beta.ppf(confidence, errors + 1, answered - errors))


def count(threshold: float, score: Column, right: Column) -> Outcome:
    """What passes a threshold."""
    passed = (score >= threshold) & (score > 0)
    return Outcome(threshold, int(passed.sum()), int((1 - right[passed]).sum()))


def sequence(risk: float, confidence: float, score: Column, right: Column) -> list[float]:
    """Thresholds in the order in which others are to test them, from strict to lax.

    It begins where these cases make success likeliest: a start so strict that too few are answered
    could never pass, and would end the sequence at once.

    Args:
        risk: that is to be promised.
        confidence: of the promise.
        score: calibrated, of cases that take no part in the test, shape (n,).
        right: 1 where their draft is right, shape (n,).
    """
    possible = np.unique(score[score > 0])
    if not len(possible):
        return []
    grid = np.unique(np.quantile(possible, np.linspace(0, 1, _GRID)))[::-1]
    tested = [count(float(t), score, right) for t in grid]
    chance = [p_value(risk, t.answered, t.errors) for t in tested]
    start = int(np.argmin(chance))
    # Not below half the cases that a spotless outcome needs.
    enough = [t.answered >= cases_without_error(risk, confidence) / 2 for t in tested]
    start = max(start, enough.index(True)) if any(enough) else start
    return [t.threshold for t in tested[start:]]


def certify(
    risk: float, confidence: float, thresholds: Sequence[float], score: Column, right: Column
) -> Outcome | None:
    """The laxest threshold of an unbroken row of successes; None if the first one fails.

    Args:
        risk: largest share of wrong among the answered that is accepted.
        confidence: that the promise holds, over the choice of these cases.
        thresholds: fixed without knowledge of `right`.
        score: calibrated, shape (n,).
        right: 1 where the draft is right, shape (n,).
    """
    passed: Outcome | None = None
    for threshold in thresholds:
        tested = count(threshold, score, right)
        if p_value(risk, tested.answered, tested.errors) > 1 - confidence:
            break
        passed = tested
    return passed


def cases_without_error(risk: float, confidence: float) -> int:
    """How many answered cases certify a risk if not one of them is wrong."""
    return math.ceil(math.log(1 - confidence) / math.log(1 - risk))


def answered_needed(risk: float, confidence: float, share_wrong: float) -> int | None:
    """How many answered cases certify a risk at an observed share of wrong; None if none would."""
    if share_wrong >= risk:
        return None
    answered = cases_without_error(risk, confidence)
    while p_value(risk, answered, round(answered * share_wrong)) > 1 - confidence:
        answered += max(1, answered // 1000)
    return answered
