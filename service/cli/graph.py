"""`footing graph show|export`."""

import sys
from typing import Annotated, Any

import typer
from rich.markup import escape

from service.cli.options import COLLECTION, Collection, Data, Json, load, opened
from service.cli.output import out, print_json

app = typer.Typer(help="Look at the knowledge graph.", no_args_is_help=True)
Entity = Annotated[str, typer.Argument(help="any name of it")]
Hops = Annotated[int, typer.Option(min=1, max=3, help="how far to go")]
Limit = Annotated[int, typer.Option(min=1, max=1000, help="triples at most")]
Format = Annotated[str, typer.Option("--format", help="ttl graphml csv")]


@app.command()
def show(
    entity: Entity,
    hops: Hops = 1,
    limit: Limit = 20,
    collection: Collection = COLLECTION,
    data: Data = None,
    json: Json = False,
) -> None:
    """Show the triples around an entity with their sources, and passages that mention it."""
    from service.neighbourhood import look_around

    with opened(data) as footing:
        found = look_around(footing.searcher, footing.store, collection, entity, hops, limit)
    print_json(found) if json else _print(found)


@app.command()
def export(
    collection: Collection = COLLECTION, data: Data = None, file_format: Format = "ttl"
) -> None:
    """Write the whole graph to standard output, for other tools."""
    from knowledge.triples.graph_export import write_graph
    from service.bootstrap import open_store

    store = open_store(load(data).settings.data)
    with store.snapshot():
        triples = store.iter_triples(collection, 0, store.state(collection).sequence)
        sys.stdout.writelines(write_graph(triples, file_format))
    store.close()


def _print(found: Any) -> None:  # noqa: ANN401 - imported late
    others = [name for name in found.names if name != found.entity.casefold()]
    also = f" (also {', '.join(others)})" if others else ""
    out.print(f"[bold]{escape(found.entity)}[/bold]{escape(also)}")
    for t in found.triples:
        place = f"{t.document_id}, {t.source}" if t.document_id else t.source
        line = f"{t.subject} — {t.predicate} — {t.object}"
        out.print(f"  {'  ' * (t.distance - 1)}{escape(line)} [dim]({escape(place)})[/dim]")
    for passage in found.passages:
        title = passage.title or passage.document_id
        out.print(f"  [dim]mentioned in {escape(title)} ({escape(passage.document_id)})[/dim]")
    if not (found.triples or found.passages):
        out.print("  nothing is known of it")
    if found.truncated:
        out.print("  [yellow]there is more than is shown[/]")
