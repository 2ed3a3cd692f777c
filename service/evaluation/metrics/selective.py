"""Risk against coverage: what is wrong of what is answered, for every threshold. Pure functions.

Risk is the share of wrong drafts among those answered; answering what cannot be answered is wrong.
Cases with equal scores pass a threshold together or not at all.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.evaluation.metrics.table import NOT_APPLICABLE, Column


@dataclass(frozen=True, slots=True)
class RiskCoverage:
    """The curve, from the strictest threshold that answers anything to the laxest.

    Attributes:
        answered: how many pass, rising, shape (k,).
        errors: how many of those are wrong, shape (k,).
        thresholds: least score that passes, falling, shape (k,).
        cases: how many there are in all.
    """

    answered: NDArray[np.int64]
    errors: NDArray[np.int64]
    thresholds: Column
    cases: int

    @property
    def coverage(self) -> Column:
        """Share of the cases that is answered."""
        return self.answered / max(1, self.cases)

    @property
    def risk(self) -> Column:
        """Share of the answered that is wrong."""
        return self.errors / self.answered


def risk_coverage(score: Column, right: Column) -> RiskCoverage:
    """The curve of drafts with these scores.

    Args:
        score: higher for surer, shape (n,).
        right: 1 where the draft is right, shape (n,).
    """
    order = np.argsort(-score, kind="stable")
    ranked = score[order]
    wrong = np.cumsum(1 - right[order]).astype(np.int64)
    last = np.flatnonzero(np.append(ranked[:-1] > ranked[1:], True)) if len(ranked) else order
    return RiskCoverage(last + 1, wrong[last], ranked[last], len(score))


def aurc(score: Column, right: Column) -> float:
    """Area under the risk-coverage curve: mean risk over all coverages (Geifman et al., 2019).

    Among equal scores the expected order counts, so that ties neither help nor harm.
    """
    if not len(score):
        return NOT_APPLICABLE
    curve = risk_coverage(score, right)
    answered = np.concatenate([[0], curve.answered])
    errors = np.concatenate([[0], curve.errors])
    at = np.arange(1, len(score) + 1)
    return float(np.mean(np.interp(at, answered, errors) / at))


def excess_aurc(score: Column, right: Column) -> float:
    """AURC above that of a score that ranks every right draft first (Geifman et al., 2019)."""
    return aurc(score, right) - aurc(right, right) if len(score) else NOT_APPLICABLE


def coverage_at_risk(risk: float, score: Column, right: Column) -> float:
    """The largest share that can be answered with at most this share of it wrong; 0 if none."""
    if not len(score):
        return NOT_APPLICABLE
    curve = risk_coverage(score, right)
    allowed = curve.coverage[(curve.risk <= risk) & (curve.thresholds > 0)]
    return float(allowed.max(initial=0.0))
