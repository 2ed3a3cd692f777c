"""Tables of counts: why it refused, and which part was at fault."""

from collections.abc import Mapping
from dataclasses import dataclass

from service.evaluation.report.figures import GroupTable
from service.evaluation.report.wording import FAULTS, REASONS, language


@dataclass(frozen=True, slots=True)
class Count:
    """A line of a table of counts, with its share for the bar beside it."""

    name: str
    meaning: str
    n: int
    share: float


def reasons_table(counts: Mapping[str, int]) -> list[Count]:
    """Why it refused, the most frequent reason first."""
    total = sum(counts.values())
    return [
        Count(name, REASONS.get(name, ""), n, n / total)
        for name, n in sorted(counts.items(), key=lambda item: -item[1])
        if n
    ]


def reasons_by_language(groups: Mapping[str, Mapping[str, int]]) -> GroupTable | None:
    """The same, a row a language; None where nothing was refused."""
    names = [name for name in REASONS if any(counts.get(name) for counts in groups.values())]
    if not names:
        return None
    rows = ((code, [f"{counts.get(n, 0):,}" for n in names]) for code, counts in groups.items())
    return GroupTable(tuple(names), tuple((language(code), tuple(cells)) for code, cells in rows))


def faults_table(counts: Mapping[str, int], cases: int) -> list[Count]:
    """Which part was at fault, in the order of the path; empty when none was."""
    if not any(counts.values()):
        return []
    return [
        Count(label, meaning, counts.get(name, 0), counts.get(name, 0) / max(1, cases))
        for name, (label, meaning) in FAULTS.items()
    ]
