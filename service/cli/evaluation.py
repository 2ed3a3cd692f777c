"""`footing eval` and `footing calibrate`."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from service.cli.default_group import DefaultGroup
from service.cli.evaluation_cases import make_cases
from service.cli.evaluation_compare import compare, report
from service.cli.evaluation_output import print_calibration, print_summary
from service.cli.options import COLLECTION, Collection, Data, Json, opened
from service.cli.output import err, out, print_json

app = typer.Typer(
    help="Measure how good answers, verdicts or rankings are.",
    cls=DefaultGroup,
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.command("compare")(compare)
app.command("report")(report)
app.command("make-cases")(make_cases)
Cases = Annotated[Path, typer.Argument(help="Labelled cases, .jsonl or .jsonl.gz.")]
Out = Annotated[Path, typer.Option("--out", help="Folder for rows, summary and report.")]
Task = Annotated[str | None, typer.Option("--task", help="qa, claims or retrieval; by the fields.")]
Force = Annotated[bool, typer.Option("--force-answer", help="Never abstain (qa).")]
Jobs = Annotated[int, typer.Option("--jobs", min=1, max=64, help="Cases worked on at once.")]
Fresh = Annotated[bool, typer.Option("--fresh", help="Begin anew where a run stopped.")]
TopK = Annotated[int | None, typer.Option("--top-k", min=1, max=100, help="Passages a question.")]


@app.command("run", help="Run cases; one that was interrupted goes on where it stopped.")
def evaluate(
    cases: Cases,
    out_folder: Out,
    collection: Collection = COLLECTION,
    task: Task = None,
    force: Force = False,
    jobs: Jobs = 1,
    top_k: TopK = None,
    fresh: Fresh = False,
    data: Data = None,
    json: Json = False,
) -> None:
    """Run cases; one that was interrupted goes on where it stopped."""
    from service.evaluation.cases.files import open_cases
    from service.evaluation.runs.run import RunOptions, run
    from service.evaluation.tasks.make import make_task

    checked = open_cases(cases, task)
    with opened(data) as footing, progress(checked.count, json) as advance:
        made = make_task(footing, checked.task, collection, force=force, top_k=top_k)
        summary = run(made, checked, out_folder, RunOptions(jobs, fresh, advance))
    print_json(summary) if json else print_summary(summary, out_folder)


@app.command("protocol", help="Run a recipe over public data sets, beside what others published.")
def protocol(
    name: Annotated[str, typer.Argument(help="squad-open, open, rgb, wice, summedits or 2wiki.")],
    sets: Annotated[Path, typer.Option("--sets", help="Folder of the public data sets.")],
    out_folder: Out,
    limit: Annotated[int, typer.Option("--limit", min=0, help="Cases a part; 0 for all.")] = 0,
    jobs: Jobs = 1,
    json: Json = False,
) -> None:
    """Run a recipe over public data sets, beside what others published."""
    from service.evaluation.protocols.base import Sets
    from service.evaluation.protocols.registry import PROTOCOLS
    from service.evaluation.protocols.run import DATA, run_protocol, table

    if name not in PROTOCOLS:
        raise typer.BadParameter(f"it is one of {', '.join(PROTOCOLS)}", param_hint="NAME")
    found = Sets(sets, limit)
    with opened(out_folder / DATA) as footing, _parts(jobs, json) as options:
        done = run_protocol(PROTOCOLS[name], found, footing, out_folder, options)
    print_json([d.summary for d in done]) if json else out.print(table(done), markup=False)


def calibrate(
    cases: Cases,
    risk: Annotated[float, typer.Option("--risk", help="Share of wrong that is accepted.")],
    confidence: Annotated[float, typer.Option("--confidence", help="Of the promise.")] = 0.9,
    collection: Collection = COLLECTION,
    jobs: Jobs = 1,
    fresh: Fresh = False,
    data: Data = None,
    json: Json = False,
) -> None:
    """Choose how often answers may be wrong, and certify the threshold that keeps to it."""
    from service.evaluation.cases.files import open_cases
    from service.evaluation.certify.run import Promise, calibrate_service
    from service.evaluation.runs.run import RunOptions

    checked, promise = open_cases(cases, "qa"), Promise(risk, confidence)
    with opened(data) as footing, progress(checked.count, json) as advance:
        options = RunOptions(jobs, fresh, advance)
        where = footing.settings.data
        kept = calibrate_service(footing, where, checked, collection, promise, options)
    print_calibration(kept, json)
    raise typer.Exit(0 if kept.certificate.certified else 1)


@contextmanager
def _parts(jobs: int, hidden: bool) -> Iterator[Any]:
    """A bar of its own for each part; yields what makes the options of a part's run."""
    from service.evaluation.runs.run import RunOptions

    with ExitStack() as stack:

        def options(title: str, total: int) -> RunOptions:
            err.print(title, markup=False)
            stack.pop_all().close()
            return RunOptions(jobs, report=stack.enter_context(progress(total, hidden)))

        yield options


@contextmanager
def progress(total: int, hidden: bool) -> Iterator[Any]:
    """A bar of cases on standard error, where that is a terminal; yields what reports progress."""
    columns = (
        TextColumn("cases"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=err, disable=hidden or not err.is_terminal) as bar:
        task = bar.add_task("cases", total=total)

        def advance(at: Any) -> None:  # noqa: ANN401 - imported late
            bar.update(task, completed=at.done)

        yield advance
