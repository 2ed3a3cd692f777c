"""Figures of a summary as rows of tables: value, interval, floors, what it means, citation."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from service.evaluation.cases.types import Task
from service.evaluation.metrics.registry import BY_TASK
from service.evaluation.metrics.table import Metric
from service.evaluation.report.wording import FLOORS, NO_SHARES, label, language

# In the order in which they are read; metrics that stand in no section come last.
_SECTIONS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "qa": {
        "Answers": "coverage accuracy_answered hallucination_rate f1 em".split(),
        "Refusals": "abstain_precision abstain_recall abstain_f1".split(),
        "Confidence": (
            "coverage_at_risk@0.01 coverage_at_risk@0.05 coverage_at_risk@0.1 "
            "coverage_at_risk@0.2 aurc excess_aurc ece brier"
        ).split(),
        "Evidence and citations": (
            "faithfulness citation_precision citation_recall context_precision context_recall "
            "noise_sensitivity"
        ).split(),
    },
    "claims": {},
    "retrieval": {},
}
# What is worth a column where groups are set side by side.
_GROUP_COLUMNS: Mapping[str, Sequence[str]] = {
    "qa": "coverage accuracy_answered f1 em abstain_recall ece".split(),
    "claims": "balanced_accuracy f1 auroc ece".split(),
    "retrieval": "recall@1 recall@5 recall@8 recall@20 all_gold@8 mrr@10 ndcg@10".split(),
}
NONE = "–"


@dataclass(frozen=True, slots=True)
class Floor:
    """What a method that takes no notice of the text reaches."""

    label: str
    text: str
    value: float


@dataclass(frozen=True, slots=True)
class Figure:
    """A row of the table of figures; numbers are ready to be shown.

    Attributes:
        value, low, high: as fractions where the metric is a share, for the small chart.
    """

    name: str
    label: str
    meaning: str
    citation: str
    text: str
    interval: str
    floors: tuple[Floor, ...]
    share: bool
    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class GroupTable:
    """Groups of cases side by side: languages, sources or searchers."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


def sections(task: Task, summary: Mapping[str, Any]) -> list[tuple[str, list[Figure]]]:
    """The metrics of a summary that apply, as titled parts of one table; "" is no title."""
    known = BY_TASK[task]
    parts = dict(_SECTIONS[task])
    placed = {name for names in parts.values() for name in names}
    parts["Other" if parts else ""] = [name for name in known if name not in placed]
    found = []
    for title, names in parts.items():
        rows = [_figure(known[name], summary) for name in names if name in known]
        if applying := [row for row in rows if row.value is not None]:
            found.append((title, applying))
    return found


def value_of(summary: Mapping[str, Any], name: str) -> float | None:
    """A metric of a summary by its flat name; `a@b` may also stand as `{"a": {"b": value}}`."""
    value = summary.get(name)
    if value is None and "@" in name:
        outer, inner = name.split("@")
        nested = summary.get(outer)
        value = nested.get(inner) if isinstance(nested, Mapping) else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if math.isfinite(value) else None


def shown(name: str, value: float | None) -> str:
    """A value of a metric: shares in percent, others with three decimals."""
    if value is None:
        return NONE
    return f"{value:.3f}" if name in NO_SHARES else f"{100 * value:.1f}%"


def group_table(
    task: Task, groups: Mapping[str, Any] | None, first: Sequence[str] = (), kind: str = ""
) -> GroupTable | None:
    """Groups side by side, the largest first; None where there are none.

    Args:
        task: "qa", "claims" or "retrieval".
        groups: name to flat metrics with `n`.
        first: names that lead, in this order.
        kind: "language" where names are language codes.
    """
    known = {k: v for k, v in (groups or {}).items() if isinstance(v, Mapping)}
    if not known:
        return None
    names = [n for n in _GROUP_COLUMNS[task] if _anywhere(n, known)]
    order = sorted(known, key=lambda k: (_place(k, first), -int(known[k].get("n") or 0), k))
    counted = any("n" in known[k] for k in order)
    rows = tuple(
        (
            language(key) if kind == "language" else key,
            tuple(
                ([_count(known[key].get("n"))] if counted else [])
                + [shown(n, value_of(known[key], n)) for n in names]
            ),
        )
        for key in order
    )
    return GroupTable(tuple((["Cases"] if counted else []) + [label(n) for n in names]), rows)


def _figure(metric: Metric, summary: Mapping[str, Any]) -> Figure:
    name = metric.name
    value = value_of(summary, name)
    low, high = _ends((summary.get("intervals") or {}).get(name))
    meaning = metric.meaning[:1].upper() + metric.meaning[1:]
    return Figure(
        name=name,
        label=label(name),
        meaning=f"{meaning}; lower is better." if metric.better == "lower" else f"{meaning}.",
        citation=metric.source,
        text=shown(name, value),
        interval="" if low is None else f"{shown(name, low)} to {shown(name, high)}",
        floors=_floors(name, summary),
        share=name not in NO_SHARES,
        value=value,
        low=low,
        high=high,
    )


def _floors(name: str, summary: Mapping[str, Any]) -> tuple[Floor, ...]:
    found = []
    for key, floor in (summary.get("floors") or {}).items():
        value = value_of(floor, name) if isinstance(floor, Mapping) else None
        if value is not None:
            found.append(Floor(FLOORS.get(key, key), shown(name, value), value))
    return tuple(found)


def _ends(interval: object) -> tuple[float, float] | tuple[None, None]:
    if not isinstance(interval, list | tuple) or len(interval) != 2 or None in interval:
        return None, None
    return float(interval[0]), float(interval[1])


def _anywhere(name: str, groups: Mapping[str, Mapping[str, Any]]) -> bool:
    return any(value_of(group, name) is not None for group in groups.values())


def _place(key: str, first: Sequence[str]) -> int:
    return list(first).index(key) if key in first else len(first)


def _count(n: object) -> str:
    return f"{n:,}" if isinstance(n, int) else NONE
