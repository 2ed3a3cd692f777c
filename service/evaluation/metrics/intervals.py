"""How sure a figure is: percentile bootstrap intervals over cases (Efron, 1979)."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from service.evaluation.metrics.table import Metric, Table

RESAMPLES = 400
LEVEL = 0.95
_SEED = 20261121


def bootstrap(
    table: Table, metrics: Sequence[Metric], resamples: int = RESAMPLES
) -> Mapping[str, list[float] | None]:
    """Intervals of several metrics from the same resamples; None where there is no value.

    Args:
        table: the cases; they are drawn anew with replacement, whole rows at a time.
        metrics: what to say of each draw.
        resamples: how many draws; the draws are the same every time.
    """
    if not len(table):
        return {metric.name: None for metric in metrics}
    drawn = np.array([[metric(t) for metric in metrics] for t in resampled(table, resamples)])
    return {metric.name: interval(drawn[:, i]) for i, metric in enumerate(metrics)}


def resampled(table: Table, resamples: int = RESAMPLES) -> Iterator[Table]:
    """Tables of as many rows, drawn with replacement; the same for the same length."""
    generator = np.random.default_rng(_SEED)
    for _ in range(resamples):
        yield table.take(generator.integers(0, len(table), len(table)))


def interval(
    drawn: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
) -> list[float] | None:
    """Bounds of the middle 95% of the drawn values that exist."""
    known = drawn[~np.isnan(drawn)]
    if not len(known):
        return None
    low, high = np.quantile(known, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return [float(low), float(high)]
