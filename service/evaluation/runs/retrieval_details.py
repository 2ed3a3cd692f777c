"""What a summary says of rankings: one table a searcher, the fused one in front."""

from typing import Any

import numpy as np

from service.evaluation.metrics import retrieval
from service.evaluation.metrics.table import Table
from service.evaluation.tasks.retrieval import SEARCHERS


def of_searcher(table: Table, searcher: str) -> Table:
    """The measures of one searcher under their own names."""
    columns = {name: table[f"{searcher} {name}"] for name in retrieval.NAMES}
    return Table({**columns, "ms": table["ms"]})


def fused(table: Table) -> Table:
    """The measures of the ranking that answers are made from."""
    return of_searcher(table, "hybrid")


def by_searcher(table: Table) -> dict[str, Any]:
    """The mean of every measure, by searcher."""
    return {
        "by_searcher": {
            searcher: {
                name: round(float(np.mean(table[f"{searcher} {name}"])), 6)
                for name in retrieval.NAMES
            }
            for searcher in SEARCHERS
            if len(table)
        }
    }
