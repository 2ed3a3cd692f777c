"""Which cases a report shows, worst first, kept while the rows of a run stream by."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from knowledge.errors import InvalidInputError
from service.answer import Guarantee
from service.evaluation.report.rows import ClaimsRow, QaRow, RetrievalRow
from service.evaluation.report.worst import Worst
from service.evaluation.runs.folder import RUN, read_rows

Row = TypeVar("Row", QaRow, ClaimsRow, RetrievalRow)
_FAILED = 5


@dataclass
class Group(Generic[Row]):
    """Cases that went wrong in the same way.

    Attributes:
        belongs: whether a row is one of them.
        failed: whether it holds the cases that raised, and only them.
    """

    title: str
    note: str
    belongs: Callable[[Row], bool]
    worst: Worst[Row]
    failed: bool = False

    @property
    def shown(self) -> str:
        """How many there are, and how many of them are shown."""
        if len(self.worst) == self.worst.seen:
            return f"{self.worst.seen:,}"
        return f"{len(self.worst)} of {self.worst.seen:,}"


@dataclass
class Scan(Generic[Row]):
    """What one pass over the rows leaves: counts, and the worst of each group.

    Attributes:
        counts: `cases`, `errors`; for questions also `answered`, `right`, `wrong`, `abstained`.
        reasons, faults: how often each occurs.
        guarantee: what a calibration certified, if the rows carry it.
    """

    groups: list[Group[Row]]
    counts: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    guarantee: Guarantee | None = None


def scan(folder: Path, model: type[Row], groups: list[Group[Row]]) -> Scan[Row]:
    """Read every row once.

    Raises:
        InvalidInputError: there is no run, or a row is not of this task; its line is said.
    """
    found = Scan(groups)
    for number, data in enumerate(read_rows(folder), 1):
        try:
            row = model.model_validate(data)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            place = ".".join(map(str, first["loc"]))
            raise InvalidInputError(
                f"line {number} of {folder / RUN} is damaged: {place}: {first['msg']}; run the "
                "evaluation again with --fresh.",
                line=number,
            ) from error
        found.counts["cases"] += 1
        found.counts["errors"] += row.error is not None
        if isinstance(row, QaRow):
            _count(found, row)
        _offer(groups, row)
    return found


def _offer(groups: list[Group[Row]], row: Row) -> None:
    failed = row.error is not None
    for group in groups:
        if group.failed == failed and group.belongs(row):
            group.worst.offer(row)
            return


def qa_groups() -> list[Group[QaRow]]:
    """Wrong and released, surest first; right and withheld; missed; failed."""
    return [
        Group(
            "Wrong, and released",
            "The surest first: these cost trust.",
            lambda row: row.released and not row.scores.right,
            Worst(20, lambda row: row.support),
        ),
        Group(
            "Right, and withheld",
            "The least believed first: the checker took a right draft for a wrong one.",
            lambda row: not row.released and row.scores.draft_right,
            Worst(10, lambda row: -row.scores.score),
        ),
        Group(
            "Missed",
            "There is an answer, and no right draft of it. Those whose evidence held it come "
            "first.",
            lambda row: not row.released and row.case.answerable,
            Worst(10, lambda row: ("reader_miss" in row.faults, row.scores.draft_f1)),
        ),
        _failed(),
    ]


def claims_groups() -> list[Group[ClaimsRow]]:
    """Unsupported and let through, surest first; supported and rejected; failed."""
    return [
        Group(
            "Let through, though not supported",
            "The highest support first.",
            lambda row: row.predicted and not row.supported,
            Worst(20, lambda row: row.score),
        ),
        Group(
            "False alarms: supported, and rejected",
            "The lowest support first.",
            lambda row: row.supported and not row.predicted,
            Worst(20, lambda row: -row.score),
        ),
        _failed(),
    ]


def retrieval_groups() -> list[Group[RetrievalRow]]:
    """Questions whose wanted documents were not all among the first 8, worst first; failed."""
    return [
        Group(
            "Worst questions",
            "Those with the smallest share of the wanted documents among the first 8.",
            lambda row: best_scores(row).get("recall@8", 1.0) < 1.0,
            Worst(30, _unfound),
        ),
        _failed(),
    ]


def best_scores(row: RetrievalRow) -> dict[str, float]:
    """The scores of the fused search, or of the first searcher where that did not run."""
    return row.scores.get("hybrid") or next(iter(row.scores.values()), {})


def _unfound(row: RetrievalRow) -> tuple[float, float]:
    scores = best_scores(row)
    return (-scores.get("recall@8", 0.0), -scores.get("ndcg@10", 0.0))


def _failed() -> Group[Any]:
    return Group(
        "Failed",
        "These cases raised an error.",
        lambda _: True,
        Worst(_FAILED, lambda _: 0),
        failed=True,
    )


def _count(found: Scan[Any], row: QaRow) -> None:
    if row.error is not None:
        return
    kind = "abstained" if not row.released else "right" if row.scores.right else "wrong"
    found.counts[kind] += 1
    found.counts["answered"] += row.released
    if row.abstain_reason:
        found.reasons[row.abstain_reason] += 1
    found.faults.update(row.faults)
    found.guarantee = found.guarantee or row.guarantee
