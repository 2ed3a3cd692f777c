"""`footing triples import|export|remove`."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from knowledge.types import Triple
from service.cli.options import COLLECTION, Collection, Data, Json, load
from service.cli.output import out, print_json

app = typer.Typer(help="Import, export and remove triples.", no_args_is_help=True)
File = Annotated[Path, typer.Argument(help=".csv .tsv .jsonl .ttl .nt, or any of them .gz")]


@app.command("import")
def import_(
    file: File, collection: Collection = COLLECTION, data: Data = None, json: Json = False
) -> None:
    """Import the triples of a file: all of them, or none if a line is wrong."""
    from service.bootstrap import open_store
    from service.questions import valid_collection

    settings = load(data).settings
    triples = _read(file, settings.max_file_bytes)
    store = open_store(settings.data)
    store.create_collection(valid_collection(collection))
    added = store.add_triples(collection, triples)
    store.close()
    counts = {"added": added, "unchanged": len(triples) - added}
    print_json(counts) if json else out.print(f"{added} added, {counts['unchanged']} unchanged")


@app.command()
def remove(
    file: File, collection: Collection = COLLECTION, data: Data = None, json: Json = False
) -> None:
    """Remove the imported triples that a file lists."""
    from service.bootstrap import open_store

    settings = load(data).settings
    triples = _read(file, settings.max_file_bytes)
    store = open_store(settings.data)
    removed = store.remove_triples(collection, triples)
    store.close()
    print_json({"removed": removed}) if json else out.print(f"{removed} removed")


@app.command()
def export(
    collection: Collection = COLLECTION,
    data: Data = None,
    file_format: Annotated[str, typer.Option("--format", help="tsv csv jsonl ttl nt")] = "tsv",
) -> None:
    """Write the collection's triples to standard output."""
    from knowledge.triples.exporters import write_triples
    from service.bootstrap import open_store

    store = open_store(load(data).settings.data)
    with store.snapshot():
        triples = store.iter_triples(collection, 0, store.state(collection).sequence)
        sys.stdout.writelines(write_triples(triples, file_format))
    store.close()


def _read(file: Path, limit: int) -> list[Triple]:
    from knowledge.parsers import read_file
    from knowledge.triples.importers import read_triples

    return read_triples(read_file(file, max_bytes=limit), file.name, max_bytes=limit)
