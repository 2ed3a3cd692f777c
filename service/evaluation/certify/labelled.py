"""What calibration knows of a case: the score of its draft, and whether the draft is right."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.evaluation.metrics.table import Column
from service.evaluation.tasks.base import Row


@dataclass(frozen=True, slots=True)
class Labelled:
    """Cases as arrays of one length n.

    Attributes:
        score: support before calibration, 0 where nothing could be released.
        right: 1 where the draft is right.
        touched: share of the question that the evidence says.
        lang: language of each case.
    """

    score: Column
    right: Column
    touched: Column
    lang: NDArray[np.str_]

    def __len__(self) -> int:
        return len(self.score)

    def take(self, places: NDArray[np.int64] | NDArray[np.bool_]) -> "Labelled":
        """The cases at `places`."""
        return Labelled(
            self.score[places], self.right[places], self.touched[places], self.lang[places]
        )


def labelled(rows: Iterable[Row]) -> Labelled:
    """The cases of a run of the task `qa`; those that failed are answered by nothing."""
    known = [
        (
            float((row.get("scores") or {}).get("raw", 0.0)),
            float((row.get("scores") or {}).get("draft_right", False)),
            float(row.get("touched", 0.0)),
            str(row["case"]["lang"]),
        )
        for row in rows
    ]
    score, right, touched, lang = zip(*known, strict=True) if known else ((), (), (), ())
    return Labelled(np.array(score), np.array(right), np.array(touched), np.array(lang, dtype=str))
