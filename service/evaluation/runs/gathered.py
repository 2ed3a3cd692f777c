"""What a summary keeps of rows: a few numbers and short names of each, no text."""

from array import array
from collections import Counter

import numpy as np
from numpy.typing import NDArray

from service.evaluation.metrics.table import Table
from service.evaluation.tasks.base import CaseTask, Row


class Gathered:
    """Takes in rows one by one.

    Args:
        task: whose rows they are.
    """

    def __init__(self, task: CaseTask) -> None:
        self._task = task
        self._values = array("d")
        self._labels: dict[str, list[str]] = {"lang": [], "source": [], "reason": []}
        self.faults: Counter[str] = Counter()
        self.errors = 0
        self._known: dict[str, str] = {}

    def add(self, row: Row) -> None:
        """Take in one row."""
        self._values.extend(self._task.values(row))
        case = row.get("case", row)
        labels = {
            "lang": case.get("lang") or "",
            "source": case.get("source") or "",
            "reason": row.get("abstain_reason") or "",
        }
        for name, label in labels.items():
            # One object a name, however many rows carry it.
            self._labels[name].append(self._known.setdefault(label, label))
        self.faults.update(row.get("faults", ()))
        self.errors += row["error"] is not None

    def table(self) -> Table:
        """The numbers."""
        width = len(self._task.columns)
        rows = np.frombuffer(self._values, dtype=np.float64).reshape(-1, width)
        return Table({name: rows[:, i] for i, name in enumerate(self._task.columns)})

    def parts(self, label: str) -> dict[str, NDArray[np.bool_]]:
        """Which rows carry each label that is not empty, by label."""
        labels = np.array(self._labels[label], dtype=object)
        return {str(name): labels == name for name in sorted({*self._labels[label]} - {""})}

    def reasons(self, rows: NDArray[np.bool_] | None = None) -> dict[str, int]:
        """How many rows of `rows` have each reason for abstaining."""
        chosen = np.array(self._labels["reason"], dtype=object)
        counted = Counter(chosen if rows is None else chosen[rows])
        return {name: counted[name] for name in sorted(counted) if name}
