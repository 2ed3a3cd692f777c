"""Triples from files: CSV, TSV, JSON Lines, Turtle and N-Triples. All errors name their line.

A file is read whole and checked before anything of it is stored: it is imported entirely or not.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import PurePath
from typing import Any

from knowledge.errors import InvalidInputError
from knowledge.parsers.base import DEFAULT_MAX_BYTES
from knowledge.text import clean_text
from knowledge.triples.unpacking import unpacked
from knowledge.types import Triple

MAX_PART = 2000
MAX_ERRORS = 20
_HEADER = {"subject", "predicate", "object"}


def read_triples(data: bytes, name: str, *, max_bytes: int = DEFAULT_MAX_BYTES) -> list[Triple]:
    """The triples of a file's content.

    Args:
        data: the content.
        name: the file's name; its suffix decides the format (.csv .tsv .jsonl .ttl .nt, and each
            with .gz).
        max_bytes: the largest file to read, and the most that a packed one may unpack to.

    Raises:
        InvalidInputError: the format is unknown, the file too large, or lines are wrong;
            `details["errors"]` lists the first of them as `{"line", "message"}`.
    """
    path = PurePath(name)
    packed = path.suffix.lower() == ".gz"
    data = unpacked(data, name, max_bytes, packed=packed)
    path = path.with_suffix("") if packed else path
    readers: dict[str, Callable[[bytes], Iterator[Triple | _LineError]]] = {
        ".csv": _read_csv,
        ".tsv": _read_tsv,
        ".jsonl": _read_jsonl,
        ".ttl": _read_turtle,
        ".nt": _read_ntriples,
    }
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise InvalidInputError(
            f"triples cannot be read from '{name}': use one of {', '.join(readers)} (or .gz).",
            supported=list(readers),
        )
    triples: list[Triple] = []
    errors: list[_LineError] = []
    for item in reader(data):
        if isinstance(item, _LineError):
            errors.append(item)
        else:
            triples.append(item)
    if errors:
        raise _as_error(name, errors)
    if not triples:
        raise InvalidInputError(f"'{name}' holds no triples.")
    return triples


class _LineError(Exception):
    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


def _as_error(name: str, errors: list[_LineError]) -> InvalidInputError:
    first = errors[0]
    more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
    return InvalidInputError(
        f"{name}, line {first.line}: {first.message}{more}. Nothing was imported.",
        errors=[{"line": e.line, "message": e.message} for e in errors[:MAX_ERRORS]],
        error_count=len(errors),
    )


def make_triple(subject: object, predicate: object, target: object, **more: Any) -> Triple:  # noqa: ANN401
    """A triple of checked, cleaned parts; raises `ValueError` with what is wrong."""
    parts = []
    for label, value in (("subject", subject), ("predicate", predicate), ("object", target)):
        if isinstance(value, bool) or not isinstance(value, (str, int, float)):
            raise ValueError(f"{label} must be a text or a number")  # noqa: TRY004 - one kind
        text = " ".join(clean_text(str(value)).split())
        if not text:
            raise ValueError(f"{label} is empty")
        if len(text) > MAX_PART:
            raise ValueError(f"{label} is longer than {MAX_PART} characters")
        parts.append(text)
    return Triple(parts[0], parts[1], parts[2], **more)


def _decode(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _as_error("the file", [_LineError(line, "is not UTF-8; save it as UTF-8")]) from error


def _read_csv(data: bytes) -> Iterator[Triple | _LineError]:
    return _read_table(data, ",")


def _read_tsv(data: bytes) -> Iterator[Triple | _LineError]:
    return _read_table(data, "\t")


def _read_table(data: bytes, delimiter: str) -> Iterator[Triple | _LineError]:
    lines = io.StringIO(_decode(data), newline="")
    if delimiter == "\t":
        # Tabs never stand inside a field, so quotes in a .tsv are ordinary characters.
        rows = csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    else:
        # Strict, or a quote that is never closed swallows the rest of the file unnoticed.
        rows = csv.reader(lines, strict=True)
    order: list[int] | None = None
    width = len(_HEADER)
    while True:
        try:
            row = next(rows, None)
        except csv.Error as error:
            yield _LineError(rows.line_num, str(error))
            return
        if row is None:
            return
        if not any(cell.strip() for cell in row):
            continue
        if order is None:
            order, is_header = _columns(row)
            if is_header:
                width = len(row)
                continue
        yield _from_row(row, order, width, rows.line_num)


def _columns(first: list[str]) -> tuple[list[int], bool]:
    """Positions of subject, predicate and object, and whether `first` was the header."""
    names = [cell.strip().casefold() for cell in first]
    if set(names) >= _HEADER:
        return [names.index(n) for n in ("subject", "predicate", "object")], True
    return [0, 1, 2], False


def _from_row(row: list[str], order: list[int], width: int, line: int) -> Triple | _LineError:
    if len(row) <= max(order):
        return _LineError(line, f"has {len(row)} columns; subject, predicate, object are needed")
    if any(cell.strip() for cell in row[width:]):
        return _LineError(
            line, f"has {len(row)} columns, {width} are expected; quote commas in values"
        )
    try:
        return make_triple(*(row[i] for i in order))
    except ValueError as error:
        return _LineError(line, str(error))


def _read_jsonl(data: bytes) -> Iterator[Triple | _LineError]:
    for number, line in enumerate(_decode(data).split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            if not isinstance(row, dict) or not set(row) >= _HEADER:
                raise ValueError("must be an object with subject, predicate and object")  # noqa: TRY301
            yield make_triple(row["subject"], row["predicate"], row["object"])
        except (ValueError, RecursionError) as error:
            yield _LineError(number, str(error))


def _read_turtle(data: bytes) -> Iterator[Triple | _LineError]:
    import rdflib

    graph = rdflib.Graph()
    try:
        graph.parse(data=_decode(data), format="turtle")
    except Exception as error:  # noqa: BLE001 - rdflib raises many kinds, some without a base
        yield _turtle_error(error, data)
        return
    yield from _from_rdf(graph)


def _read_ntriples(data: bytes) -> Iterator[Triple | _LineError]:
    """Line by line, so that every bad line is named."""
    import rdflib
    from rdflib.plugins.parsers.ntriples import NTGraphSink, W3CNTriplesParser

    graph = rdflib.Graph()
    parser = W3CNTriplesParser(NTGraphSink(graph))
    for number, line in enumerate(_decode(data).split("\n"), 1):
        try:
            parser.parsestring(line + "\n")
        except Exception as error:  # noqa: BLE001 - as above
            yield _LineError(number, f"is not an N-Triples statement ({error})")
    yield from _from_rdf(graph)


def _from_rdf(graph: Any) -> Iterator[Triple | _LineError]:  # noqa: ANN401 - rdflib comes late
    from knowledge.triples.rdf_names import named_statements

    for statement, names in named_statements(graph):
        try:
            yield make_triple(*names)
        except ValueError as error:
            yield _LineError(0, f"{' '.join(map(str, statement))}: {error}")


def _turtle_error(error: Exception, data: bytes) -> _LineError:
    line = getattr(error, "lines", None)  # of rdflib's parser, counted from 0
    last = data.rstrip().count(b"\n") + 1
    if not isinstance(line, int):
        # The parser runs off the end of a statement that is not closed.
        return _LineError(last, "ends in the middle of a statement")
    reason = re.search(r"Bad syntax \(([^)]*)\)", " ".join(str(error).split()))
    return _LineError(
        min(line + 1, last), f"bad Turtle syntax ({reason[1] if reason else 'unreadable'})"
    )
