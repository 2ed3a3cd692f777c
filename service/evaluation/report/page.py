"""All that a report says, worked out; the template only places it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from markupsafe import Markup

from service.evaluation.cases.types import Task
from service.evaluation.report import plots
from service.evaluation.report.cases import (
    Group,
    Scan,
    claims_groups,
    qa_groups,
    retrieval_groups,
    scan,
)
from service.evaluation.report.counts import (
    Count,
    faults_table,
    reasons_by_language,
    reasons_table,
)
from service.evaluation.report.figures import Figure, GroupTable, group_table, sections, value_of
from service.evaluation.report.lead import lead
from service.evaluation.report.other_views import (
    ClaimsView,
    RetrievalView,
    claims_view,
    retrieval_view,
)
from service.evaluation.report.qa_view import QaView, qa_view
from service.evaluation.report.rows import ClaimsRow, QaRow, RetrievalRow
from service.evaluation.report.wording import LATENCIES, SEARCHERS
from service.evaluation.runs.reading import ends_in_half_a_row, read_what_is_there

TITLES: Mapping[Task, str] = {
    "qa": "Question answering",
    "claims": "Checking of claims",
    "retrieval": "Retrieval",
}
_KEY: Mapping[Task, Sequence[str]] = {
    "qa": ("accuracy_answered", "coverage", "abstain_recall", "f1"),
    "claims": ("balanced_accuracy", "auroc", "f1", "ece"),
    "retrieval": ("recall@8", "all_gold@8", "mrr@10", "ndcg@10"),
}
View = QaView | ClaimsView | RetrievalView


@dataclass(frozen=True, slots=True)
class Cases:
    """A group of cases ready to be shown."""

    title: str
    note: str
    shown: str
    views: tuple[View, ...]


@dataclass
class Page:
    """What the template gets.

    Attributes:
        lead: the result in sentences.
        notices: what a reader has to know before trusting the figures.
        figures: titled parts of the table of figures.
        footnotes: sources of the metrics, numbered from 1.
        groups: "By language" and the like, with their tables.
    """

    task: Task
    title: str
    lead: list[str]
    notices: list[str]
    key: list[Figure]
    figures: list[tuple[str, list[Figure]]]
    footnotes: list[str]
    plots: list[tuple[Markup, str]]
    latency: Markup | None
    latency_figures: list[tuple[str, str, str]]
    reasons: list[Count]
    reasons_by_language: GroupTable | None
    faults: list[Count]
    groups: list[tuple[str, str, GroupTable]]
    cases: list[Cases]
    facts: list[tuple[str, str]] = field(default_factory=list)

    def footnote(self, figure: Figure) -> int:
        """Number of the source of a metric; 0 when none is known."""
        return self.footnotes.index(figure.citation) + 1 if figure.citation else 0


def make_page(folder: Path) -> Page:
    """Read a run and work out its page.

    Args:
        folder: of the run.

    Raises:
        InvalidInputError: there is no run in the folder, or a file of it is damaged.
    """
    task, summary = read_what_is_there(folder)
    found, cases = _read(folder, task)
    known: Mapping[str, Any] = summary or {}
    parts = sections(task, known)
    rows = [figure for _, part in parts for figure in part]
    marks = {k: v for k in LATENCIES if (v := value_of(known.get("latency_ms") or {}, k))}
    return Page(
        task=task,
        title=TITLES[task],
        lead=lead(task, found.counts, known),
        notices=_notices(folder, summary, found.counts),
        key=[f for name in _KEY[task] for f in rows if f.name == name],
        figures=parts,
        footnotes=list(dict.fromkeys(f.citation for f in rows if f.citation)),
        plots=_plots(task, known, found),
        latency=plots.latency(known.get("latency_histogram") or [], marks),
        latency_figures=_speed(marks, value_of(known, "claims_per_second")),
        reasons=reasons_table(known.get("abstained") or found.reasons),
        reasons_by_language=reasons_by_language(known.get("by_lang_abstained") or {}),
        faults=faults_table(known.get("faults") or found.faults, found.counts["cases"]),
        groups=_groups(task, known),
        cases=cases,
        facts=list(_facts(known.get("run") or {})),
    )


def _read(folder: Path, task: Task) -> tuple[Scan[Any], list[Cases]]:
    if task == "qa":
        qa = scan(folder, QaRow, qa_groups())
        return qa, [_cases(g, map(qa_view, g.worst)) for g in qa.groups]
    if task == "claims":
        claims = scan(folder, ClaimsRow, claims_groups())
        return claims, [_cases(g, map(claims_view, g.worst)) for g in claims.groups]
    searched = scan(folder, RetrievalRow, retrieval_groups())
    return searched, [_cases(g, map(retrieval_view, g.worst)) for g in searched.groups]


def _cases(group: Group[Any], views: Iterable[View]) -> Cases:
    return Cases(group.title, group.note, group.shown, tuple(views))


def _notices(
    folder: Path, summary: Mapping[str, Any] | None, counts: Mapping[str, int]
) -> list[str]:
    said = []
    read = counts["cases"]
    if summary is None:
        said.append(
            f"This run is not finished: {read:,} cases so far, and no figures yet. Run the same "
            "`footing eval` again to go on where it stopped."
        )
    elif isinstance(n := summary.get("n"), int) and n != read:
        said.append(f"The figures are of {n:,} cases, but run.jsonl holds {read:,}.")
    if ends_in_half_a_row(folder):
        said.append("The last line of run.jsonl is only half written and was passed over.")
    if summary and (summary.get("run") or {}).get("forced"):
        said.append("Refusing was switched off for this run: every draft was released.")
    if counts["errors"]:
        said.append(f"{counts['errors']:,} of {read:,} cases raised an error.")
    return said


def _plots(task: Task, known: Mapping[str, Any], found: Scan[Any]) -> list[tuple[Markup, str]]:
    coverage, risk = value_of(known, "coverage"), value_of(known, "hallucination_rate")
    curve = plots.risk_coverage(
        known.get("risk_coverage") or [],
        (coverage, risk) if coverage and risk is not None else None,
        found.guarantee.risk if found.guarantee and found.guarantee.valid else None,
    )
    bins = plots.reliability(known.get("reliability") or [])
    threshold = value_of(known, "threshold")
    at = "" if threshold is None else f" The dot is this run, at a threshold of {threshold:.2f}."
    said = [
        (
            curve,
            "Risk against coverage. Answers are let through from the surest down; the lower the "
            f"line, the better support tells right from wrong.{at}",
        ),
        (
            bins,
            "Reliability. On the dashed line, support is a true probability; larger dots hold "
            "more cases.",
        ),
    ]
    return [(plot, caption) for plot, caption in said if plot is not None]


def _speed(marks: Mapping[str, float], claims: float | None) -> list[tuple[str, str, str]]:
    said = [
        (name, f"{ms:,.{0 if ms >= 10 else 1}f} ms", LATENCIES[name]) for name, ms in marks.items()
    ]
    if claims is not None:
        said.append(("Claims a second", f"{claims:,.1f}", "on the machine of this run"))
    return said


def _groups(task: Task, known: Mapping[str, Any]) -> list[tuple[str, str, GroupTable]]:
    searchers = {SEARCHERS.get(k, k): v for k, v in (known.get("by_searcher") or {}).items()}
    tables = [
        ("By searcher", "Searcher", group_table(task, searchers, tuple(SEARCHERS.values()))),
        ("By language", "Language", group_table(task, known.get("by_lang"), kind="language")),
        ("By source", "Source", group_table(task, known.get("by_source"))),
    ]
    return [(title, head, table) for title, head, table in tables if table is not None]


def _facts(run: Mapping[str, Any], before: Sequence[str] = ()) -> Iterable[tuple[str, str]]:
    for key, value in run.items():
        name = (*before, str(key).replace("_", " "))
        if isinstance(value, Mapping):
            yield from _facts(value, name)
        elif value is not None:
            yield ", ".join(name), f"{value:g}" if isinstance(value, float) else str(value)
