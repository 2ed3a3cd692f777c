"""What a task promises to those who run it."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from service.evaluation.cases.types import Case, Task
from service.evaluation.metrics.table import Metric

Row = dict[str, Any]


class CaseTask(Protocol):
    """Turns cases into rows, and rows into numbers."""

    @property
    def name(self) -> Task:
        """Which task it is."""

    @property
    def metrics(self) -> Sequence[Metric]:
        """What is said of its rows."""

    @property
    def columns(self) -> Sequence[str]:
        """Columns of the table that the metrics read."""

    def settings(self) -> Mapping[str, Any]:
        """What a run has to have in common with another for their rows to belong together."""
        ...

    def row(self, case: Case) -> Row:
        """What came of a case; expected errors become the row's `error`."""
        ...

    def values(self, row: Row) -> Sequence[float]:
        """A row's values in the order of `columns`."""
        ...
