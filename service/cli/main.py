"""Assembles the commands and turns expected errors into one line and an exit status.

Exit status: 0 done, 1 some of it failed, 2 nothing could be done as asked.
"""

import typer

from knowledge.errors import FootingError
from service.cli import (
    answers,
    collections,
    doctor,
    evaluation,
    feedback,
    graph,
    ingest,
    mcp,
    serve,
    triples,
    tune,
)
from service.cli.output import fail

app = typer.Typer(
    name="footing",
    help="Answers from your documents and knowledge graph, and what each sentence stands on.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("ingest")(ingest.ingest)
app.command("ask")(answers.ask)
app.command("check")(answers.check)
app.command("serve")(serve.serve)
app.command("mcp")(mcp.mcp)
app.command("doctor")(doctor.doctor)
app.command("calibrate")(evaluation.calibrate)
app.add_typer(evaluation.app, name="eval")
app.add_typer(triples.app, name="triples")
app.add_typer(graph.app, name="graph")
app.add_typer(collections.app, name="collections")
app.add_typer(tune.app, name="tune")
app.add_typer(feedback.app, name="feedback")


def main() -> None:
    """Entry point of the `footing` command."""
    try:
        app()
    except FootingError as error:
        fail(error)
