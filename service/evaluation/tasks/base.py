"""What a task promises to those who run it."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from service.evaluation.cases.types import Case, Task
from service.evaluation.metrics.table import Metric

Row = dict[str, Any]


class CaseTask(Protocol):
    """Turns cases into rows, and rows into numbers.

    Attributes:
        name: of the task.
        metrics: that are said of its rows.
        columns: of the table that the metrics read.
    """

    name: Task
    metrics: Sequence[Metric]
    columns: Sequence[str]

    def settings(self) -> Mapping[str, Any]:
        """What a run has to have in common with another for their rows to belong together."""
        ...

    def row(self, case: Case) -> Row:
        """What came of a case; expected errors become the row's `error`."""
        ...

    def values(self, row: Row) -> Sequence[float]:
        """A row's values in the order of `columns`."""
        ...
