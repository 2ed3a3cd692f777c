"""What comes of comparing two runs: figures side by side, and which cases changed."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from knowledge.errors import InvalidInputError
from service.evaluation.cases.types import Task

Outcome = Literal["right", "wrong", "abstained"]
_IDS_SHOWN = 10
_NONE = "-"


@dataclass(frozen=True, slots=True)
class Difference:
    """One metric in both runs, over the cases that both have.

    Attributes:
        better: which way is good.
        a, b: None where the metric has no value.
        difference: `b - a`; None where either has no value.
        low, high: 95% interval of the difference.
    """

    better: Literal["higher", "lower"]
    a: float | None
    b: float | None
    difference: float | None
    low: float | None
    high: float | None

    @property
    def worse_by(self) -> float | None:
        """How much worse B is; negative where it is better."""
        if self.difference is None:
            return None
        return -self.difference if self.better == "higher" else self.difference

    @property
    def verdict(self) -> Literal["better", "worse", "no clear difference"]:
        """What can be said of B: nothing while the interval holds 0."""
        if self.low is None or self.high is None or self.low <= 0 <= self.high:
            return "no clear difference"
        return "better" if (self.low > 0) == (self.better == "higher") else "worse"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Run B beside run A.

    Attributes:
        task: of both.
        a, b: their folders.
        cases: how many cases both have; the differences are over these.
        only_a, only_b: ids of the cases that the other run lacks.
        differences: by metric.
        changed: ids of the cases whose outcome changed, by `(in A, in B)`. A ranking is right
            when every wanted document is among its first 8.
        notes: what else one should know.
    """

    task: Task
    a: Path
    b: Path
    cases: int
    only_a: tuple[str, ...]
    only_b: tuple[str, ...]
    differences: Mapping[str, Difference]
    changed: Mapping[tuple[Outcome, Outcome], tuple[str, ...]]
    notes: tuple[str, ...] = ()

    def regressed(self, metric: str, margin: float) -> bool:
        """Whether B is worse than A in this metric by more than the margin.

        Raises:
            InvalidInputError: no such metric, or it has no value in one of the runs.
        """
        if metric not in self.differences:
            raise InvalidInputError(
                f"there is no metric '{metric}' for the task {self.task}; "
                f"choose one of {', '.join(self.differences)}."
            )
        worse_by = self.differences[metric].worse_by
        if worse_by is None:
            raise InvalidInputError(
                f"{metric} has no value in one of the runs, so it cannot be compared."
            )
        return worse_by > margin

    def to_json(self) -> dict[str, Any]:
        """The same for programs."""
        return {
            "task": self.task,
            "a": str(self.a),
            "b": str(self.b),
            "cases": self.cases,
            "only_a": list(self.only_a),
            "only_b": list(self.only_b),
            "metrics": {
                name: {**asdict(d), "verdict": d.verdict} for name, d in self.differences.items()
            },
            "changed": {f"{a} -> {b}": list(ids) for (a, b), ids in self.changed.items()},
            "notes": list(self.notes),
        }

    def to_text(self) -> str:
        """The same for people, in lines of at most about 100 characters."""
        return "\n".join([*self._head(), "", *self._table(), "", *self._changes()])

    def _head(self) -> Iterator[str]:
        yield f"A: {self.a}"
        yield f"B: {self.b}"
        yield f"{self.cases} cases in both; all figures are of these."
        for name, ids in (("A", self.only_a), ("B", self.only_b)):
            if ids:
                yield f"{len(ids)} only in {name}: {_few(ids)}"
        yield from self.notes

    def _table(self) -> Iterator[str]:
        yield f"{'':22}{'A':>9}{'B':>9}{'B - A':>10}   95% interval"
        for name, d in self.differences.items():
            if d.a is None and d.b is None:
                continue
            between = _NONE if d.low is None else f"{d.low:+.3f} to {d.high:+.3f}"
            yield (
                f"{name:22}{_number(d.a):>9}{_number(d.b):>9}"
                f"{_number(d.difference, '+.3f'):>10}   {between:20}{d.verdict}"
            )

    def _changes(self) -> Iterator[str]:
        if not self.changed:
            yield "No case has another outcome."
        for (before, after), ids in self.changed.items():
            yield f"{before} -> {after}: {len(ids)} ({_few(ids)})"


def _number(value: float | None, form: str = ".3f") -> str:
    return _NONE if value is None else format(value, form)


def _few(ids: tuple[str, ...]) -> str:
    shown = ", ".join(ids[:_IDS_SHOWN])
    rest = len(ids) - _IDS_SHOWN
    return f"{shown}, and {rest} more" if rest > 0 else shown
