"""The figures of a run with percentile bootstrap intervals over questions. Pure functions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from service.answer import StepName
from service.evaluation.metrics.intervals import interval

RESAMPLES = 1000
_SEED = 20261121


@dataclass(frozen=True, slots=True)
class Share:
    """A share with its 95% interval; None where there is nothing to take a share of."""

    part: int
    whole: int
    bounds: tuple[float, float] | None

    @property
    def value(self) -> float | None:
        """The share itself."""
        return self.part / self.whole if self.whole else None

    def __str__(self) -> str:
        if self.value is None or self.bounds is None:
            return "-"
        return f"{self.value:.3f} [{self.bounds[0]:.3f}, {self.bounds[1]:.3f}] of {self.whole}"


def share(pairs: Sequence[tuple[int, int]]) -> Share:
    """The sum of the parts over the sum of the wholes; questions are drawn anew with replacement.

    Args:
        pairs: part and whole of each question.
    """
    table = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    part, whole = (int(n) for n in table.sum(axis=0))
    if not whole:
        return Share(0, 0, None)
    generator = np.random.default_rng(_SEED)
    drawn = generator.integers(0, len(table), (RESAMPLES, len(table)))
    sums = table[drawn].sum(axis=1).astype(np.float64)
    ratios = np.divide(sums[:, 0], sums[:, 1], out=np.full(RESAMPLES, np.nan), where=sums[:, 1] > 0)
    bounds = interval(ratios)
    return Share(part, whole, (bounds[0], bounds[1]) if bounds else None)


@dataclass(frozen=True, slots=True)
class Figures:
    """What a run of one generator shows.

    Attributes:
        unchecked: share of the drafted sentences that are wrong: what goes out without checking.
        released: the same of the released ones.
        stopped: share of the wrong drafted sentences that were not released.
        passed: share of the right ones that were.
        answered: share of the questions to which something was released.
        overhead: time of checking, second opinion and looking up, over time of drafting and
            revising.
    """

    questions: int
    unchecked: Share
    released: Share
    stopped: Share
    passed: Share
    answered: Share
    overhead: float | None


def figures(rows: Sequence[Mapping[str, Any]]) -> Figures:
    """The figures of rows as `rows.row_of` makes them."""
    drafted = [row["drafted"] for row in rows]
    wrong = [[s for s in found if not s["right"]] for found in drafted]
    right = [[s for s in found if s["right"]] for found in drafted]
    generating, checking = (
        sum(row["steps_ms"].get(step, 0.0) for row in rows for step in steps)
        for steps in (_GENERATING, _CHECKING)
    )
    return Figures(
        questions=len(rows),
        unchecked=share([(len(w), len(d)) for w, d in zip(wrong, drafted, strict=True)]),
        released=share(
            [(sum(not s["right"] for s in r["released"]), len(r["released"])) for r in rows]
        ),
        stopped=share([(sum(not s["passed"] for s in found), len(found)) for found in wrong]),
        passed=share([(sum(s["passed"] for s in found), len(found)) for found in right]),
        answered=share([(int(row["status"] != "abstained"), 1) for row in rows]),
        overhead=checking / generating if generating else None,
    )


_GENERATING: tuple[StepName, ...] = ("draft", "revise")
_CHECKING: tuple[StepName, ...] = ("opinion", "check", "disputes", "lookup")


def by_kind(rows: Sequence[Mapping[str, Any]]) -> dict[str, Share]:
    """Share of a liar's sentences that passed, by kind of lie."""
    kinds = sorted({row["kind"] for row in rows if row["kind"]})
    return {
        kind: share(
            [
                (sum(s["passed"] for s in row["drafted"]), len(row["drafted"]))
                for row in rows
                if row["kind"] == kind
            ]
        )
        for kind in kinds
    }
