"""How far probabilities are from what happens. Pure functions."""

from dataclasses import dataclass

import numpy as np

from service.evaluation.metrics.table import NOT_APPLICABLE, Column

BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """Cases whose probability lies in [low, high): mean probability and share that came true."""

    low: float
    high: float
    n: int
    confidence: float
    accuracy: float


def reliability(chance: Column, happened: Column, bins: int = BINS) -> list[Bin]:
    """Bins of equal width that hold any case.

    Args:
        chance: probabilities, shape (n,).
        happened: 1 where it came true, shape (n,).
        bins: how many.
    """
    place = np.minimum((chance * bins).astype(int), bins - 1)
    return [
        Bin(
            low=b / bins,
            high=(b + 1) / bins,
            n=int((place == b).sum()),
            confidence=float(chance[place == b].mean()),
            accuracy=float(happened[place == b].mean()),
        )
        for b in range(bins)
        if (place == b).any()
    ]


def expected_calibration_error(chance: Column, happened: Column, bins: int = BINS) -> float:
    """Mean gap between probability and frequency over bins of equal width (Naeini et al., 2015)."""
    if not len(chance):
        return NOT_APPLICABLE
    found = reliability(chance, happened, bins)
    return float(sum(b.n * abs(b.confidence - b.accuracy) for b in found) / len(chance))


def brier(chance: Column, happened: Column) -> float:
    """Mean squared distance of probability and outcome (Brier, 1950)."""
    return float(np.mean((chance - happened) ** 2)) if len(chance) else NOT_APPLICABLE
