"""`footing ingest`."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from service.cli.options import COLLECTION, Collection, Data, opened
from service.cli.output import err, out, print_json


def ingest(
    paths: Annotated[list[Path], typer.Argument(help="Files and folders.")],
    collection: Collection = COLLECTION,
    data: Data = None,
    delete_missing: Annotated[
        bool,
        typer.Option(
            "--delete-missing", help="Remove documents whose files are gone from the given folders."
        ),
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="A line a document, then totals.")] = False,
) -> None:
    """Store documents; what is unchanged is skipped, what is unreadable is reported."""
    from service.ingest.counting import count_documents
    from service.ingest.files import from_paths
    from service.ingest.missing import count_documents_of, find_missing, remove_missing
    from service.questions import valid_collection

    name = valid_collection(collection)
    counts: Counter[str] = Counter()
    with opened(data) as footing:
        limit = footing.settings.max_file_bytes
        incoming = from_paths(paths, limit, footing.ingester.known(name))
        with _progress(count_documents(paths, limit), json) as advance:
            for outcome in footing.ingester.ingest(name, incoming):
                counts[outcome.status] += 1
                if outcome.status != "removed":  # it was not among what was counted
                    advance(outcome.chunks)
                _report(outcome, json)
        missing = find_missing(footing.store, name, paths)
        if delete_missing:
            for outcome in remove_missing(footing.store, name, missing):
                counts[outcome.status] += 1
                _report(outcome, json)
            missing = [file for file in missing if file.doubtful]
        footing.searcher.indexes(name)
        left = count_documents_of(footing.store, name, missing)
    _summary(counts, left, json)
    if left and not json and not delete_missing:
        out.print(f"documents whose files are gone: {left}; --delete-missing removes them")
    raise typer.Exit(1 if counts["failed"] else 0)


def _report(outcome: Any, json: bool) -> None:  # noqa: ANN401 - imported late
    if json:
        print_json(asdict(outcome))
    elif outcome.status == "failed":
        err.print(f"failed: {outcome.name}: {outcome.message}", markup=False)


def _summary(counts: Counter[str], missing: int, json: bool) -> None:
    names = ("added", "updated", "unchanged", "failed", "removed")
    totals = {name: counts[name] for name in names}
    if json:
        print_json({"summary": totals | {"missing": missing}})
        return
    # Files seldom lose documents.
    said = (f"{n} {name}" for name, n in totals.items() if n or name != "removed")
    out.print(", ".join(said))


class _Rate(ProgressColumn):
    """Passages a second since the start."""

    def render(self, task: Task) -> Text:
        passages = task.fields.get("passages", 0)
        seconds = task.finished_time or task.elapsed or 0
        return Text(f"{passages / seconds:.0f} passages/s" if seconds else "")


@contextmanager
def _progress(total: int, hidden: bool) -> Iterator[Any]:
    columns = (
        TextColumn("ingesting"),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=err, disable=hidden or not err.is_terminal) as progress:
        task = progress.add_task("ingest", total=total, passages=0)

        def advance(passages: int) -> None:
            done = progress.tasks[0].fields["passages"] + passages
            progress.update(task, advance=1, passages=done)

        yield advance
