"""Monotone maps from a score to the probability of being right, as plain numbers in JSON.

Which kind is fitted from how many cases is decided where they are fitted
(`service/evaluation/certify/fitting.py`); here they are only read and applied.
"""

from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pydantic import BaseModel, ConfigDict, model_validator

_EDGE = 1e-4

ScaleKind = Literal["identity", "temperature", "platt", "isotonic"]


def logit(score: ArrayLike) -> NDArray[np.float64]:
    """Log-odds of scores in [0, 1], those at the edges held off by 0.0001."""
    p = np.clip(np.asarray(score, dtype=np.float64), _EDGE, 1 - _EDGE)
    return np.log(p / (1 - p))


class Scale(BaseModel):
    """A monotone map of [0, 1] onto probabilities.

    Attributes:
        kind: `temperature` and `platt` are `sigmoid(slope * logit(score) + shift)` (Platt, 1999;
            Guo et al., 2017), `isotonic` is linear between knots (Zadrozny and Elkan, 2002).
        cases: how many it was fitted on.
        knots: scores, rising, and their probabilities, never falling.
    """

    model_config = ConfigDict(frozen=True)

    kind: ScaleKind = "identity"
    cases: int = 0
    slope: float = 1.0
    shift: float = 0.0
    knots: tuple[tuple[float, ...], tuple[float, ...]] = ((), ())

    @model_validator(mode="after")
    def _monotone(self) -> "Scale":
        scores, chances = self.knots
        if self.slope < 0 or len(scores) != len(chances):
            raise ValueError("a scale must rise, and have a probability for every knot")
        if self.kind == "isotonic" and (not scores or _falls(scores) or _falls(chances)):
            raise ValueError("the knots of an isotonic scale must rise")
        return self

    def apply(self, scores: ArrayLike) -> NDArray[np.float64]:
        """Probabilities for scores, any shape. A score of 0 stays 0: it cannot be released."""
        raw = np.asarray(scores, dtype=np.float64)
        if self.kind == "identity":
            return raw
        if self.kind == "isotonic":
            mapped = np.interp(raw, *self.knots)
        else:
            mapped = 1.0 / (1.0 + np.exp(-(self.slope * logit(raw) + self.shift)))
        return np.where(raw > 0, mapped, 0.0)

    def __call__(self, score: float) -> float:
        """The probability for one score."""
        return float(self.apply(score))


def _falls(values: tuple[float, ...]) -> bool:
    return any(b < a for a, b in pairwise(values))


IDENTITY = Scale()
