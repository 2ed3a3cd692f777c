"""Two runs over the same cases: how far they differ, whether by more than chance, and where.

Cases are paired by id, and a resample draws the same cases from both runs, so that what is hard
for both does not blur the difference (paired bootstrap; Efron and Tibshirani, 1993).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.errors import InvalidInputError
from service.evaluation.cases.types import Task
from service.evaluation.comparison import Comparison, Difference, Outcome
from service.evaluation.metrics.intervals import interval, resampled
from service.evaluation.metrics.registry import BY_TASK
from service.evaluation.metrics.table import Metric, Table
from service.evaluation.runs.folder import RUN, read_rows
from service.evaluation.runs.reading import read_what_is_there
from service.evaluation.runs.retrieval_details import fused
from service.evaluation.tasks.claims import ClaimTask
from service.evaluation.tasks.qa import QaTask
from service.evaluation.tasks.retrieval import RetrievalTask

RESAMPLES = 1000
_TASKS: Mapping[Task, type[QaTask | ClaimTask | RetrievalTask]] = {
    "qa": QaTask,
    "claims": ClaimTask,
    "retrieval": RetrievalTask,
}


@dataclass(frozen=True, slots=True)
class _Run:
    """The numbers of a run, and whose they are."""

    path: Path
    ids: list[str]
    table: Table
    errors: int

    def of(self, ids: Sequence[str]) -> Table:
        """The rows of these cases, in their order."""
        place = {name: i for i, name in enumerate(self.ids)}
        return self.table.take(np.array([place[name] for name in ids], dtype=np.int64))


def compare(a: Path, b: Path, resamples: int = RESAMPLES) -> Comparison:
    """Compare two runs, finished or interrupted.

    Args:
        a: folder of the run that is compared with.
        b: folder of the other.
        resamples: how many draws the intervals come from.

    Raises:
        InvalidInputError: one is no run, they are of other tasks or other cases, or have no case
            in common.
    """
    task, notes = _same_cases(a, b)
    runs = _read(a, task), _read(b, task)
    known = set(runs[1].ids)
    both = [name for name in runs[0].ids if name in known]
    if not both:
        raise InvalidInputError(f"{a} and {b} have no case in common, so nothing can be compared.")
    first, second = (run.of(both) for run in runs)
    paired = set(both)
    only_a, only_b = (tuple(name for name in run.ids if name not in paired) for run in runs)
    notes += [
        f"Cases of {run.path} that raised an error: {run.errors}." for run in runs if run.errors
    ]
    return Comparison(
        task=task,
        a=a,
        b=b,
        cases=len(both),
        only_a=only_a,
        only_b=only_b,
        differences=_differences(task, first, second, resamples),
        changed=_changed(both, _outcomes(task, first), _outcomes(task, second)),
        notes=tuple(notes),
    )


def _same_cases(a: Path, b: Path) -> tuple[Task, list[str]]:
    """The task of both runs, and what could not be made sure of."""
    (task, said_a), (other, said_b) = read_what_is_there(a), read_what_is_there(b)
    if task != other:
        raise InvalidInputError(
            f"{a} is a run of the task {task} and {b} one of {other}; "
            "only runs of the same task can be compared."
        )
    files = {_digest(said) for said in (said_a, said_b)} - {None}
    if len(files) > 1:
        raise InvalidInputError(
            f"{a} and {b} are runs over different case files, or the file was changed in between; "
            "run one of them again over the cases of the other."
        )
    unfinished = [folder for folder, said in ((a, said_a), (b, said_b)) if said is None]
    return task, [f"{f} is not finished; its rows so far are compared." for f in unfinished]


def _digest(summary: Mapping[str, Any] | None) -> str | None:
    """Of the case file; None for a run that is not finished."""
    digest = ((summary or {}).get("run") or {}).get("sha256")
    return None if digest is None else str(digest)


def _read(path: Path, task: Task) -> _Run:
    """The numbers of every row; no text is kept."""
    of_task = _TASKS[task]
    ids, values, errors = [], [], 0
    for number, row in enumerate(read_rows(path), 1):
        try:
            ids.append(str(row["id"]))
            values.append(of_task.values(row))
            errors += row["error"] is not None
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise InvalidInputError(
                f"line {number} of {path / RUN} is no row of a {task} run: {error!r}.", line=number
            ) from error
    table = Table.of(of_task.columns, values)
    return _Run(path, ids, fused(table) if task == "retrieval" else table, errors)


def _differences(task: Task, a: Table, b: Table, resamples: int) -> dict[str, Difference]:
    metrics = list(BY_TASK[task].values())
    # Both draw the same places, since the tables are equally long.
    draws = zip(resampled(a, resamples), resampled(b, resamples), strict=True)
    drawn = np.array([[metric(y) - metric(x) for metric in metrics] for x, y in draws])
    return {m.name: _difference(m, m(a), m(b), drawn[:, i]) for i, m in enumerate(metrics)}


def _difference(
    metric: Metric, a: float, b: float, drawn: np.ndarray[tuple[int, ...], np.dtype[np.float64]]
) -> Difference:
    """A difference with its interval.

    Args:
        metric: which.
        a: its value in the first run; NaN where it has none.
        b: and in the second.
        drawn: differences in the resamples, shape (resamples,).
    """
    known = not np.isnan(b - a)
    low, high = (interval(drawn) or (None, None)) if known else (None, None)
    return Difference(
        better=metric.better,
        a=_plain(a),
        b=_plain(b),
        difference=_plain(b - a),
        low=_plain(low),
        high=_plain(high),
    )


def _plain(value: float | None) -> float | None:
    return None if value is None or np.isnan(value) else round(value, 6)


def _outcomes(task: Task, table: Table) -> list[Outcome]:
    if task == "qa":
        right, answered = table["right"] > 0, table["answered"] > 0
        return [
            "abstained" if not said else "right" if good else "wrong"
            for good, said in zip(right, answered, strict=True)
        ]
    told = (
        table["predicted"] == table["supported"] if task == "claims" else table["all_gold@8"] == 1
    )
    return ["right" if good else "wrong" for good in told]


def _changed(
    ids: Sequence[str], before: Sequence[Outcome], after: Sequence[Outcome]
) -> dict[tuple[Outcome, Outcome], tuple[str, ...]]:
    found: dict[tuple[Outcome, Outcome], list[str]] = {}
    for name, was, now in zip(ids, before, after, strict=True):
        if was != now:
            found.setdefault((was, now), []).append(name)
    return {change: tuple(names) for change, names in sorted(found.items())}
