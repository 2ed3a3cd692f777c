"""Cases as columns of numbers, and metrics as functions of such a table."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Column = NDArray[np.float64]
NOT_APPLICABLE = float("nan")


@dataclass(frozen=True, slots=True)
class Table:
    """One row a case. A value that does not apply to a case is NaN.

    Attributes:
        columns: name to values, each of shape (n,).
    """

    columns: Mapping[str, Column]

    @classmethod
    def of(cls, names: Sequence[str], rows: Sequence[Sequence[float]]) -> "Table":
        """A table of rows whose values stand in the order of `names`."""
        values = np.array(rows, dtype=np.float64).reshape(len(rows), len(names))
        return cls({name: values[:, i] for i, name in enumerate(names)})

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()), ()))

    def __getitem__(self, name: str) -> Column:
        return self.columns[name]

    def take(self, places: NDArray[np.int64] | NDArray[np.bool_]) -> "Table":
        """The rows at `places`, which may repeat."""
        return Table({name: values[places] for name, values in self.columns.items()})


@dataclass(frozen=True, slots=True)
class Metric:
    """A named number over a table.

    Attributes:
        meaning: in a sentence, for a reader of reports.
        of: NaN when nothing in the table lets it be said.
        source: who defined it.
        better: which way is good.
    """

    name: str
    meaning: str
    of: Callable[[Table], float]
    source: str = ""
    better: Literal["higher", "lower"] = "higher"

    def __call__(self, table: Table) -> float:
        """The number for a table."""
        return float(self.of(table)) if len(table) else NOT_APPLICABLE


def mean(values: Column) -> float:
    """Mean of the values that apply; NaN if none does."""
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else NOT_APPLICABLE


def ratio(part: float, whole: float) -> float:
    """A share; NaN of nothing."""
    return float(part / whole) if whole else NOT_APPLICABLE
