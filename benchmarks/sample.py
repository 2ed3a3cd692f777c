"""The sample's test set, asked as a user would ask it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import data, report
from service.bootstrap import (
    PLAIN_CHECKER,
    Footing,
    make_checker,
    make_standards,
)
from service.bootstrap_generators import PLAIN_READER, make_writers
from service.checking import Checking
from service.config import Settings
from service.evaluation.metrics.answers import is_right
from service.pipeline import Ask, Pipeline
from service.sample import load
from service.sources import Sources

# Title of each set, and what is to be said beside its figures.
SETS = {
    "held_out": (
        "Held-out questions",
        "Written without sight of the system's answers; nothing was tuned on them.",
    ),
    "test": (
        "The first test set",
        "Not held out any more: its failures led some of the signals, and fits and thresholds "
        "were compared on it. Expect less on questions nobody has looked at.",
    ),
}


@dataclass(frozen=True)
class Judged:
    """One case: what came out, and whether it was right."""

    language: str
    kind: str
    answerable: bool
    answered: bool
    right: bool
    question: str
    text: str


def ask_all(pipeline: Pipeline, cases: Path) -> list[Judged]:
    """Ask every case of a file."""
    judged = []
    for case in data.rows(cases):
        answer = pipeline.ask(Ask(case["question"]))
        answered = answer.status != "abstained"
        judged.append(
            Judged(
                language=case["lang"],
                kind=case["kind"],
                answerable=case["answerable"],
                answered=answered,
                right=answered and is_right(answer.text, answer.short_answer, case["answers"]),
                question=case["question"],
                text=answer.text,
            )
        )
    return judged


def summary(judged: Sequence[Judged]) -> str:
    """Shares by language."""
    rows = []
    for label, chosen in (
        ("English", [j for j in judged if j.language == "en"]),
        ("Chinese", [j for j in judged if j.language == "zh"]),
        ("all", list(judged)),
    ):
        answerable = [j for j in chosen if j.answerable]
        answered = [j for j in chosen if j.answered]
        refused = [j for j in chosen if not j.answerable and not j.answered]
        rows.append(
            [
                label,
                len(chosen),
                len(answerable),
                f"{_share(sum(j.right for j in answerable), len(answerable))}",
                f"{_share(sum(not j.right for j in answered), len(answered))}",
                f"{_share(len(refused), len(chosen) - len(answerable))}",
            ]
        )
    header = ["", "questions", "answerable", "answered rightly", "wrong of the answered", "refused"]
    return report.table(header, rows)


def _share(part: int, whole: int) -> str:
    return f"{part}/{whole} = {part / whole:.3f}" if whole else "-"


def measure(footing: Footing) -> None:
    """Write the section: every set of questions with plain signals and with the trained models."""
    load.load_sample(footing)
    plain = footing.settings.model_copy(update={"reader": PLAIN_READER, "checker": PLAIN_CHECKER})
    pipelines = {"plain signals": _pipeline(footing, plain), "trained models": footing.pipeline}
    parts = []
    for name, (title, note) in SETS.items():
        parts.append(f"### {title}\n\n{note}")
        for label, pipeline in pipelines.items():
            judged = ask_all(pipeline, load.FOLDER / "cases" / f"{name}.jsonl")
            parts.append(
                f"With {label}, threshold {pipeline.standards.threshold}:\n\n{summary(judged)}"
            )
    report.write_section("Sample test sets, end to end", "\n\n".join(parts), "make quality")


def _pipeline(footing: Footing, settings: Settings) -> Pipeline:
    return Pipeline(
        searcher=footing.searcher,
        sources=Sources(footing.embedder),
        generator=make_writers(settings, footing.embedder).generator,
        checking=Checking(make_checker(settings, footing.embedder), footing.searcher),
        standards=make_standards(settings, footing.store),
        top_k=settings.top_k,
        embedder_name=footing.embedder.name,
    )
