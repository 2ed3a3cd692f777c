"""`footing eval compare` and `footing eval report`."""

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from service.cli.options import Json
from service.cli.output import out, print_json


def compare(
    a: Annotated[Path, typer.Argument(help="Folder of the run that is compared with.")],
    b: Annotated[Path, typer.Argument(help="Folder of the run that may be better or worse.")],
    metric: Annotated[
        str | None, typer.Option("--metric", help="Exit status 1 when B is worse in it.")
    ] = None,
    margin: Annotated[
        float, typer.Option("--margin", min=0.0, help="How much worse is still accepted.")
    ] = 0.01,
    json: Json = False,
) -> None:
    """Compare two runs over the same cases, with 95% intervals of the differences."""
    from service.evaluation.compare import compare as compare_runs

    comparison = compare_runs(a, b)
    regressed = metric is not None and comparison.regressed(metric, margin)
    print_json(comparison.to_json()) if json else out.print(escape(comparison.to_text()))
    raise typer.Exit(1 if regressed else 0)


def report(
    folder: Annotated[Path, typer.Argument(help="Folder of a run, finished or interrupted.")],
) -> None:
    """Write `report.html` of a run again."""
    from service.evaluation.report.write import write_report

    out.print(escape(str(write_report(folder))))
