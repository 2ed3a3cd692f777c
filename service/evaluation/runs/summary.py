"""The summary of a run: its rows as a table, every metric of it with intervals, and details."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

import numpy as np

from service.evaluation.metrics.intervals import bootstrap
from service.evaluation.metrics.table import Column, Metric, Table
from service.evaluation.runs.claim_details import claim_details
from service.evaluation.runs.folder import RunFolder
from service.evaluation.runs.gathered import Gathered
from service.evaluation.runs.qa_details import qa_details
from service.evaluation.runs.retrieval_details import by_searcher, fused
from service.evaluation.tasks.base import CaseTask

_AT_RISK = "coverage_at_risk@"


def summarise(task: CaseTask, folder: RunFolder, about: Mapping[str, Any]) -> dict[str, Any]:
    """Everything that is said of a run.

    Args:
        task: whose run it is.
        folder: with its rows.
        about: how it was run.
    """
    gathered = Gathered(task)
    for row in folder.rows():
        gathered.add(row)
    table = gathered.table()
    metrics = task.metrics
    details: dict[str, Any]
    if task.name == "qa":
        headline, details = table, qa_details(table, gathered)
    elif task.name == "claims":
        headline, details = table, claim_details(table)
    else:
        headline, details = fused(table), by_searcher(table)
    return {
        "task": task.name,
        "n": len(table),
        **figures(headline, metrics),
        "threshold": about.get("threshold"),
        "latency_ms": latency(table["ms"]),
        **details,
        "errors": gathered.errors,
        "forced": bool(about.get("forced", False)),
        "intervals": dict(bootstrap(headline, metrics)),
        "by_lang": _parts(headline, metrics, gathered, "lang"),
        "by_source": _parts(headline, metrics, gathered, "source"),
        "run": _about(about),
    }


def figures(table: Table, metrics: Sequence[Metric]) -> dict[str, Any]:
    """Every metric of a table, those at several risks under one name; None where it has none."""
    found: dict[str, Any] = {}
    for metric in metrics:
        value = _plain(metric(table))
        if metric.name.startswith(_AT_RISK):
            at = found.setdefault("coverage_at_risk", {})
            at[metric.name.removeprefix(_AT_RISK)] = value
        else:
            found[metric.name] = value
    return found


def latency(ms: Column) -> dict[str, float | None]:
    """Median and 95th percentile of the milliseconds that are known."""
    known = ms[~np.isnan(ms)]
    if not len(known):
        return {"p50": None, "p95": None}
    return {"p50": float(np.median(known)), "p95": float(np.quantile(known, 0.95))}


def _parts(
    table: Table, metrics: Sequence[Metric], gathered: Gathered, label: str
) -> dict[str, dict[str, Any]]:
    found = {}
    for name, chosen in gathered.parts(label).items():
        part = table.take(chosen)
        counted = {"n": len(part)}
        if "answerable" in part.columns:
            counted["answerable"] = int(part["answerable"].sum())
        found[name] = counted | figures(part, metrics)
    return found


def _plain(value: float) -> float | None:
    return None if np.isnan(value) else round(value, 6)


def _about(about: Mapping[str, Any]) -> dict[str, Any]:
    times = {
        name: datetime.fromtimestamp(about[name], UTC).isoformat(timespec="seconds")
        for name in ("started", "finished")
    }
    # The hundreds of constants of the code that answered stay in the settings beside the rows.
    told = {name: value for name, value in about.items() if name != "constants"}
    return {**told, **times, "footing": version("footing")}
