"""Triples to text, in the formats that `importers` reads."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from knowledge.errors import InvalidInputError
from knowledge.types import Triple

FORMATS = ("tsv", "csv", "jsonl", "ttl", "nt")
BASE = "urn:footing:"


def write_triples(triples: Iterable[Triple], file_format: str) -> Iterator[str]:
    """Lines of the given format, line ends included.

    Raises:
        InvalidInputError: the format is not one of `FORMATS`.
    """
    if file_format in ("csv", "tsv"):
        return _table(triples, "," if file_format == "csv" else "\t")
    if file_format == "jsonl":
        return _jsonl(triples)
    if file_format in ("ttl", "nt"):
        return _ntriples(triples)
    raise InvalidInputError(f"unknown format '{file_format}'; use one of {', '.join(FORMATS)}.")


def _table(triples: Iterable[Triple], delimiter: str) -> Iterator[str]:
    yield delimiter.join(("subject", "predicate", "object")) + "\n"
    for t in triples:
        row = (t.subject, t.predicate, t.object)
        if delimiter == "\t":
            # Parts hold no tabs and no line ends: white space was folded when they came in.
            yield "\t".join(row) + "\n"
            continue
        buffer = io.StringIO()
        csv.writer(buffer, lineterminator="\n").writerow(row)
        yield buffer.getvalue()


def _jsonl(triples: Iterable[Triple]) -> Iterator[str]:
    for t in triples:
        row = {
            "subject": t.subject,
            "predicate": t.predicate,
            "object": t.object,
            "source": t.source,
            "document_id": t.document_id,
            "confidence": t.confidence,
        }
        yield json.dumps(row, ensure_ascii=False) + "\n"


def _ntriples(triples: Iterable[Triple]) -> Iterator[str]:
    """N-Triples, which is Turtle too: objects stay literals, names come back by their label."""
    for t in triples:
        subject = f"<{BASE}entity/{_quoted(t.subject)}>"
        predicate = f"<{BASE}predicate/{_quoted(t.predicate)}>"
        yield f"{subject} {predicate} {json.dumps(t.object, ensure_ascii=False)} .\n"


def _quoted(name: str) -> str:
    # A bare underscore would come back as the space it stands for in other people's IRIs.
    return quote(name, safe="").replace("_", "%5F")
