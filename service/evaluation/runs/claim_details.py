"""What a summary says of claims beside their metrics."""

from dataclasses import asdict
from typing import Any

import numpy as np

from service.evaluation.metrics.calibration import reliability
from service.evaluation.metrics.table import Column, Table


def claim_details(table: Table) -> dict[str, Any]:
    """Floors, reliability and speed."""
    known = table["ms"][~np.isnan(table["ms"])]
    seconds = float(known.sum()) / 1000
    return {
        "claims_per_second": round(len(known) / seconds, 3) if seconds else None,
        "floors": _floors(table),
        "reliability": [asdict(b) for b in reliability(table["score"], table["supported"])],
    }


def _floors(table: Table) -> dict[str, dict[str, float | None]]:
    """What can be had without reading: each at the threshold that suits these very cases best."""
    supported = table["supported"]
    if not 0 < supported.sum() < len(table):
        return {}
    share = float(supported.mean())
    return {
        "always_yes": {"balanced_accuracy": 0.5, "f1": 2 * share / (1 + share)},
        "length": {"balanced_accuracy": _best(table["length"], supported), "f1": None},
        "word_overlap": {"balanced_accuracy": _best(table["overlap"], supported), "f1": None},
    }


def _best(score: Column, supported: Column) -> float:
    """Balanced accuracy at the best of all thresholds."""
    order = np.argsort(-score, kind="stable")
    ranked, truth = score[order], supported[order]
    last = np.append(ranked[:-1] > ranked[1:], True)
    recall = np.cumsum(truth) / truth.sum()
    alarm = np.cumsum(1 - truth) / (1 - truth).sum()
    return float(max(0.5, ((recall + 1 - alarm) / 2)[last].max()))
