"""Runs a protocol: stores what it needs, runs its cases, and puts others' figures beside ours."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.errors import InvalidInputError
from service.evaluation.cases.files import open_cases
from service.evaluation.protocols.base import Part, Recipe, Service, Sets, write_cases
from service.evaluation.runs.run import RunOptions, run
from service.evaluation.tasks.make import make_task

DATA = "data"


@dataclass(frozen=True, slots=True)
class Finished:
    """A part with what came of it."""

    part: Part
    summary: dict[str, Any]
    folder: Path


def run_protocol(
    recipe: Recipe,
    sets: Sets,
    service: Service,
    out: Path,
    options: Callable[[str, int], RunOptions],
) -> list[Finished]:
    """Run every part whose sets are at hand.

    Args:
        recipe: what to run.
        sets: where the data sets are.
        service: over a data directory of its own, since documents are stored in it.
        out: a folder a part is made in it.
        options: how to run a part, given its title and how many cases it has.

    Raises:
        InvalidInputError: none of the sets is at hand.
    """
    parts = recipe.parts(sets)
    if not parts:
        raise InvalidInputError(
            f"none of the sets of the protocol {recipe.name} is at hand: {', '.join(recipe.sets)}."
        )
    return [_run(part, service, out / part.name, options) for part in parts]


def _run(
    part: Part, service: Service, folder: Path, options: Callable[[str, int], RunOptions]
) -> Finished:
    if part.documents is not None:
        store(service, part)
    cases = open_cases(write_cases(part.cases(), folder / "cases.jsonl"), part.task)
    service.store.create_collection(part.collection)
    task = make_task(service, part.task, part.collection, force=part.force)
    return Finished(part, run(task, cases, folder, options(part.title, cases.count)), folder)


def store(service: Service, part: Part) -> None:
    """Store the documents of a part; what is there already is passed over.

    Raises:
        InvalidInputError: one of them cannot be stored.
    """
    assert part.documents is not None  # noqa: S101 - for the type checker
    for outcome in service.ingester.ingest(part.collection, part.documents()):
        if outcome.status == "failed":
            raise InvalidInputError(f"{outcome.name} cannot be stored: {outcome.message}")
    service.searcher.indexes(part.collection)


def table(finished: list[Finished]) -> str:
    """Every figure beside its interval, its floors and what others published, as Markdown."""
    lines = []
    for done in finished:
        lines += [f"### {done.part.title}", "", f"{done.summary['n']} cases.", ""]
        lines += ["| | measured | 95% interval | floors | published |", "|---|---|---|---|---|"]
        lines += [_line(name, done) for name in done.part.show]
        lines += ["", *(f"{p.who}: {p.note}" for p in done.part.published if p.note), ""]
    return "\n".join(lines).rstrip() + "\n"


def _line(name: str, done: Finished) -> str:
    summary = done.summary
    value = _value(summary, name)
    interval = summary["intervals"].get(name)
    between = f"{interval[0]:.3f} to {interval[1]:.3f}" if interval else ""
    floors = ", ".join(
        f"{floor.replace('_', ' ')} {values[name]:.3f}"
        for floor, values in summary.get("floors", {}).items()
        if values.get(name) is not None
    )
    others = ", ".join(f"{p.who} {p.value:.3f}" for p in done.part.published if p.metric == name)
    shown = "does not apply" if value is None else f"{value:.3f}"
    return f"| {name.replace('_', ' ')} | {shown} | {between} | {floors} | {others} |"


def _value(summary: dict[str, Any], name: str) -> float | None:
    if "@" in name and name.startswith("coverage_at_risk"):
        value: float | None = summary["coverage_at_risk"][name.rsplit("@", 1)[1]]
        return value
    found: float | None = summary[name]
    return found
