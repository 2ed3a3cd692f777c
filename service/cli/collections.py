"""`footing collections list|delete`."""

from typing import Annotated

import typer

from service.cli.options import Data, Json, load, opened
from service.cli.output import out, print_json

app = typer.Typer(help="See what collections there are, and remove one.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="as `footing collections list` shows it")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]


@app.command("list")
def list_(data: Data = None, json: Json = False) -> None:
    """List the collections with how much each holds."""
    from service.bootstrap import open_store

    store = open_store(load(data).settings.data)
    found = store.collections()
    store.close()
    for held in found:
        if json:
            print_json(
                {
                    "name": held.name,
                    "documents": held.documents,
                    "passages": held.chunks,
                    "triples": held.triples,
                }
            )
        else:
            out.print(
                f"{held.name}: {held.documents} documents, {held.chunks} passages, "
                f"{held.triples} triples"
            )


@app.command()
def delete(name: Name, yes: Yes = False, data: Data = None) -> None:
    """Remove a collection with everything in it; the default one is emptied."""
    from service.questions import valid_collection
    from service.removal import remove_collection

    name = valid_collection(name)
    with opened(data) as footing:
        footing.store.state(name)
        if not yes:
            typer.confirm(f"Remove the collection '{name}' with everything in it?", abort=True)
        remove_collection(footing, name)
    out.print(f"{name}: removed")
