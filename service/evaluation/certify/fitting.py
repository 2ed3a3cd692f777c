"""Fits the map from scores to the probability of being right; which kind depends on how many cases.

Temperature below 30 cases, Platt below 2,000, isotonic above: each with as many degrees of freedom
as that many cases can pay for. Counted are the cases that fit, a third of a file
(`calibrate.FITTING`), so a file needs three times as many. A temperature cannot shift, which is
what scores need most: two numbers beat one from 30 cases on (EXPERIMENTS.md). A language gets a map
of its own when it has cases enough that its difference from the others is not their noise.
"""

from typing import Any

import numpy as np
from scipy.optimize import minimize
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression

from service.calibration.scale import IDENTITY, Scale, logit
from service.evaluation.certify.labelled import Labelled
from service.evaluation.metrics.table import Column

PLATT_FROM, ISOTONIC_FROM = 30, 2000
# Fewer cases than this, or fewer of either outcome, leave a language with the common map.
LEAST_CASES, LEAST_OF_EACH = 100, 20
# A few cases can be told apart by their score without an error by chance; a map as steep as that
# would call nearly everything certain.
_STEEPEST = 5.0
# Knots of an isotonic map: more would be noise.
_KNOTS = 24


def fit_scales(cases: Labelled) -> dict[str, Scale]:
    """Maps by language, `all` for the languages that have too few cases."""
    scored = cases.take(cases.score > 0)
    scales = {"all": fit_scale(scored.score, scored.right)}
    for language in sorted(set(scored.lang.tolist())):
        own = scored.take(scored.lang == language)
        if len(own) >= LEAST_CASES and _both(own.right, LEAST_OF_EACH):
            scales[language] = fit_scale(own.score, own.right)
    return scales


def fit_scale(score: Column, right: Column) -> Scale:
    """The map that suits as many cases as there are.

    Args:
        score: in (0, 1], shape (n,).
        right: 1 where the draft is right, shape (n,).
    """
    if not _both(right, 2):
        return IDENTITY
    if len(score) < PLATT_FROM:
        return _temperature(score, right)
    return _platt(score, right) if len(score) < ISOTONIC_FROM else _isotonic(score, right)


def _temperature(score: Column, right: Column) -> Scale:
    """One divisor of the logits (Guo et al., 2017)."""
    x = logit(score)

    def loss(inverse: Any) -> float:  # noqa: ANN401 - scipy's array
        z = float(inverse[0]) * x
        return float(np.mean(np.logaddexp(0, z) - right * z))

    found = minimize(loss, np.array([1.0]), bounds=[(0.05, _STEEPEST)])
    return Scale(kind="temperature", cases=len(score), slope=round(float(found.x[0]), 6))


def _platt(score: Column, right: Column) -> Scale:
    """Slope and shift of the logits (Platt, 1999)."""
    fitted = LogisticRegression(C=1e4).fit(logit(score)[:, None], right)
    slope, shift = float(fitted.coef_[0][0]), float(fitted.intercept_[0])
    if slope <= 0:  # the score says nothing, or the contrary: better leave it alone
        return IDENTITY
    if slope > _STEEPEST:
        return _temperature(score, right)
    return Scale(kind="platt", cases=len(score), slope=round(slope, 6), shift=round(shift, 6))


def _isotonic(score: Column, right: Column) -> Scale:
    """A rising step function (Zadrozny and Elkan, 2002), drawn through the middle of its steps."""
    fitted = IsotonicRegression(y_min=0.0, y_max=1.0, out_of_bounds="clip").fit(score, right)
    at = np.unique(np.quantile(score, np.linspace(0, 1, _KNOTS)))
    chance = np.maximum.accumulate(np.clip(fitted.predict(at), 0.0, 1.0))
    # Ties would be answered together or not at all: keep the order of the scores within a step.
    tilted = np.clip(chance * 0.998 + 0.001 + 0.001 * (at - 0.5), 0.0, 1.0)
    knots = tuple(at.round(6).tolist()), tuple(np.maximum.accumulate(tilted).round(6).tolist())
    return Scale(kind="isotonic", cases=len(score), knots=knots)


def _both(right: Column, least: int) -> bool:
    return least <= float(right.sum()) <= len(right) - least
