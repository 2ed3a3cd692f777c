"""`footing feedback list|accept`."""

from typing import Annotated, Any

import typer
from rich.markup import escape

from knowledge.errors import FootingError, InvalidInputError
from service.cli.options import Data, Json, load, opened
from service.cli.output import err, out, print_json

app = typer.Typer(help="Look at what people say of answers.", no_args_is_help=True)
Ids = Annotated[list[int], typer.Argument(help="as `footing feedback list` shows them")]
Limit = Annotated[int, typer.Option(min=1, max=1000, help="entries at most")]
Of = Annotated[str | None, typer.Option("--collection", "-c", help="of this collection only")]


@app.command("list")
def list_(limit: Limit = 20, collection: Of = None, data: Data = None, json: Json = False) -> None:
    """List feedback, the newest first."""
    from service.bootstrap import open_store

    store = open_store(load(data).settings.data)
    found = store.feedback(limit, None, collection)
    store.close()
    for entry in found:
        if json:
            print_json({"id": entry.id, "created_at": entry.created_at, **entry.body})
        else:
            _print(entry)
    if not (found or json):
        out.print("nobody said anything yet")


@app.command()
def accept(ids: Ids, data: Data = None) -> None:
    """Make worked examples for language models of feedback, where the documents support it."""
    from service.accepting import example_of
    from service.generators.prompts.examples import add_example

    failed = False
    with opened(data) as footing:
        for number in ids:
            try:
                found = footing.store.feedback(1, number + 1, None)
                if not found or found[0].id != number:
                    raise InvalidInputError(f"there is no feedback {number}.")
                path = add_example(footing.settings.data, example_of(footing, found[0]))
            except FootingError as error:
                err.print(f"[red]{number}: {escape(error.message)}[/red]")
                failed = True
            else:
                out.print(f"{number}: added to {path}")
    if failed:
        raise typer.Exit(1 if len(ids) > 1 else 2)


def _print(entry: Any) -> None:  # noqa: ANN401 - imported late
    body = entry.body
    out.print(f"[bold]{entry.id}[/bold] {body['rating']} [dim]{entry.created_at}[/dim]")
    for name in ("question", "answer", "correction", "comment"):
        if text := body.get(name):
            out.print(f"  {name}: {escape(' '.join(text.split()))}")
