"""The public data sets: which may teach what ships, and how they are read.

Only sets whose licences allow it are read; see the model card.
"""

import random
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from service.tuning.contrast import contrast_claims, contrast_rows, source_sets
from service.tuning.rows import ClaimRow, QuestionRow, read_claims, read_questions
from service.tuning.splits import AnyPart, Part, articles_of

Row = TypeVar("Row")
_CHINESE = ("cmrc2018_train", "drcd_dev")
CHINESE_HELD_OUT = "cmrc2018_trial"


class Sets:
    """The public data sets in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def questions(self, name: str) -> list[QuestionRow]:
        """Rows of a training set of questions."""
        return read_questions(self._folder / "train" / f"{name}.jsonl.gz")

    def claims(self, name: str) -> list[ClaimRow]:
        """Rows of a training set of claims."""
        return read_claims(self._folder / "train" / f"{name}.jsonl.gz")

    def human(self, part: Part) -> list[QuestionRow]:
        """The part of SQuAD 2.0 dev that is for `train`, `calibrate` or `measure`."""
        rows = read_questions(self._folder / "dev" / "squad20_dev_a.jsonl.gz")
        chosen = articles_of(part, [r.title for r in rows])
        return [r for r in rows if r.title in chosen]

    def contrast(self, name: str, part: AnyPart = "train") -> list[QuestionRow]:
        """Questions that were written for this project about passages of the training sets."""
        return contrast_rows(name, self._sources(name), part)

    def contrast_claims(self, part: AnyPart = "train") -> list[ClaimRow]:
        """Claims that were written for this project about passages of the training sets."""
        return [
            row
            for name in ("claims_en", "claims_zh")
            for row in contrast_claims(name, self._sources(name), part)
        ]

    def _sources(self, name: str) -> dict[str, QuestionRow]:
        return {row.id: row for source in source_sets(name) for row in self.questions(source)}


def sample(rows: Sequence[Row], count: int, seed: int = 0) -> list[Row]:
    """A fixed choice of at most `count` rows."""
    return random.Random(seed).sample(list(rows), min(count, len(rows)))  # noqa: S311


def chinese_rows(sets: Sets) -> list[QuestionRow]:
    """Every Chinese question that may train what ships."""
    return [*taught_chinese(sets), *sets.questions(CHINESE_HELD_OUT)]


def chinese_passages(sets: Sets) -> tuple[list[QuestionRow], list[QuestionRow]]:
    """Chinese questions that teach the embedder, and those that its training watches."""
    return taught_chinese(sets), sets.questions(CHINESE_HELD_OUT)


def taught_chinese(sets: Sets) -> list[QuestionRow]:
    """Chinese questions that teach, and calibrate nothing."""
    return [row for name in _CHINESE for row in sets.questions(name)]
