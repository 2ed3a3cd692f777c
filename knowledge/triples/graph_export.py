"""A whole graph to a file for other tools, with where each triple is from."""

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import chain

import networkx as nx

from knowledge.errors import InvalidInputError
from knowledge.triples.exporters import write_triples
from knowledge.types import Triple

FORMATS = ("ttl", "graphml", "csv")
_COLUMNS = ("subject", "predicate", "object", "source", "confidence", "document_id", "chunk_id")


def write_graph(triples: Iterable[Triple], file_format: str) -> Iterator[str]:
    """Lines of the given format, line ends included.

    `graphml` has a node an entity and an edge a triple; `csv` has a column more for each thing
    known of a triple than `triples export`; `ttl` is that of `triples export`.

    Raises:
        InvalidInputError: the format is not one of `FORMATS`.
    """
    if file_format == "ttl":
        return write_triples(triples, "ttl")
    if file_format == "csv":
        return _csv(triples)
    if file_format == "graphml":
        return _graphml(triples)
    raise InvalidInputError(f"unknown format '{file_format}'; use one of {', '.join(FORMATS)}.")


def _csv(triples: Iterable[Triple]) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    rows = ([getattr(t, name) for name in _COLUMNS] for t in triples)
    for row in chain([_COLUMNS], rows):
        writer.writerow(row)
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def _graphml(triples: Iterable[Triple]) -> Iterator[str]:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for t in triples:
        known = {name: getattr(t, name) for name in ("source", "confidence", "document_id")}
        known = {name: value for name, value in known.items() if value is not None}
        graph.add_edge(t.subject, t.object, key=t.id, predicate=t.predicate, **known)
    for line in nx.generate_graphml(graph, prettyprint=True):
        yield line + "\n"
