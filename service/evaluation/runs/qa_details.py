"""What a summary says of questions beside their metrics."""

from dataclasses import asdict
from typing import Any

import numpy as np

from service.evaluation.metrics.calibration import reliability
from service.evaluation.metrics.selective import risk_coverage
from service.evaluation.metrics.table import Table, mean
from service.evaluation.runs.gathered import Gathered

_POINTS = 200
_LATENCY_BINS = 24


def qa_details(table: Table, gathered: Gathered) -> dict[str, Any]:
    """Floors, curves, reasons and faults."""
    drafts = table.take(table["drafted"] > 0)
    languages = gathered.parts("lang")
    return {
        "answerable": int(table["answerable"].sum()),
        "answered": int(table["answered"].sum()),
        "floors": _floors(table),
        "abstained": gathered.reasons(),
        "by_lang_abstained": {name: gathered.reasons(rows) for name, rows in languages.items()},
        "faults": dict(gathered.faults),
        "risk_coverage": _curve(table),
        "reliability": [asdict(b) for b in reliability(drafts["score"], drafts["draft_right"])],
        "latency_histogram": _histogram(table),
    }


def _floors(table: Table) -> dict[str, dict[str, float]]:
    """What two who do not think would reach: one never answers, one always does."""
    if not len(table):
        return {}
    unanswerable = 1 - mean(table["answerable"])
    return {
        "always_abstain": {"em": unanswerable, "f1": unanswerable},
        "never_abstain": {
            "em": mean(table["draft_em"]),
            "f1": mean(table["draft_f1"]),
            "hallucination_rate": 1 - mean(table["draft_right"]),
        },
    }


def _curve(table: Table) -> list[list[float]]:
    curve = risk_coverage(table["score"], table["draft_right"])
    if not len(curve.answered):
        return []
    # What scores nothing passes no threshold.
    possible = np.flatnonzero(curve.thresholds > 0)
    chosen = possible
    if len(possible) > _POINTS:
        # Evenly over coverage: the many points of a large run would only thicken the line.
        chosen = possible[np.linspace(0, len(possible) - 1, _POINTS).round().astype(int)]
    return [
        [round(float(v), 6) for v in point]
        for point in zip(
            curve.coverage[chosen], curve.risk[chosen], curve.thresholds[chosen], strict=True
        )
    ]


def _histogram(table: Table) -> list[list[float]]:
    """Counts of cases by milliseconds, `[upper edge, count]`; the edges grow by one factor."""
    known = table["ms"][~np.isnan(table["ms"])]
    if not len(known):
        return []
    low, high = max(0.1, float(known.min())), max(0.2, float(known.max()))
    edges = np.geomspace(low, max(high, low * 1.01), _LATENCY_BINS + 1)
    counts, _ = np.histogram(np.clip(known, edges[0], edges[-1]), edges)
    return [[round(float(e), 3), int(c)] for e, c in zip(edges[1:], counts, strict=True)]
