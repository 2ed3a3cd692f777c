"""What is offered for ingestion, before anything is stored: files, folders, uploads, texts.

Yields documents with a fingerprint of their source, or outcomes where that is already decided.
"""

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote

from knowledge.chunking import CHUNKER_VERSION
from knowledge.errors import InvalidInputError, UnreadableDocumentError
from knowledge.parsers import holds_rows, parse_bytes, read_file
from knowledge.parsers.base import Check, ParsedDocument, go_on
from knowledge.text import clean_text
from knowledge.types import Document

OutcomeStatus = Literal["added", "updated", "unchanged", "failed", "removed"]
MAX_ID = 200
MAX_METADATA_DEPTH = 50


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one thing that was offered, or of a row that its file has no more.

    Attributes:
        name: file, row or title as the caller knows it.
        reason, message: for `failed`, the kind of trouble and what to do.
    """

    status: OutcomeStatus
    name: str
    document_id: str | None = None
    chunks: int = 0
    reason: str | None = None
    message: str | None = None
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A file that is stored already as it is; it is not even parsed."""

    document_id: str


@dataclass(frozen=True, slots=True)
class RowsEnd:
    """A file of rows was read to its end without an error, and these documents are its rows."""

    file: str
    ids: frozenset[str]


Offered = Document | Unchanged | RowsEnd | UnreadableDocumentError
Incoming = tuple[str, Offered]
# Answers the fingerprint that a document id is stored with.
Known = Callable[[str], str | None]


def _nothing_known(_: str) -> None:
    return None


def from_paths(
    paths: Sequence[Path], max_bytes: int, known: Known = _nothing_known, check: Check = go_on
) -> Iterator[Incoming]:
    """Documents of files and of everything below folders, in a stable order."""
    for path in expand(paths):
        name = str(path)
        try:
            data = read_file(path, max_bytes=max_bytes)
            uri = path.resolve().as_uri()
            yield from from_bytes(data, path.name, uri, max_bytes, name, known, check)
        except UnreadableDocumentError as error:
            yield name, error


def expand(paths: Sequence[Path]) -> Iterator[Path]:
    """The files that `paths` stand for; hidden and temporary ones inside folders are left out."""
    seen: set[Path] = set()
    for path in paths:
        for found in _below(path) if path.is_dir() else (path,):
            if found not in seen:
                seen.add(found)
                yield found


def _below(folder: Path) -> Iterator[Path]:
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(f for f in folders if not f.startswith((".", "__MACOSX")))
        yield from (Path(root, name) for name in sorted(names) if not name.startswith((".", "~$")))


def from_bytes(
    data: bytes,
    file_name: str,
    uri: str | None,
    max_bytes: int,
    name: str | None = None,
    known: Known = _nothing_known,
    check: Check = go_on,
) -> Iterator[Incoming]:
    """Documents of one file's content; a `.jsonl` holds one a line."""
    source = name or file_name
    if holds_rows(file_name):
        yield from _rows(data, file_name, uri, max_bytes, source)
        return
    uri = uri or f"upload:{file_name}"
    fingerprint, document_id = _hash(file_name, data), _id_of(uri, Path(unquote(uri)).stem)
    if known(document_id) == fingerprint:
        yield source, Unchanged(document_id)
        return
    try:
        for parsed in parse_bytes(data, file_name, max_bytes=max_bytes, check=check):
            if isinstance(parsed, UnreadableDocumentError):
                yield source, parsed
            else:
                yield source, _file_document(parsed, document_id, uri, fingerprint)
    except UnreadableDocumentError as error:
        yield source, error


def _rows(
    data: bytes, file_name: str, uri: str | None, max_bytes: int, source: str
) -> Iterator[Incoming]:
    file, ids, whole = uri or f"upload:{file_name}", set[str](), True
    try:
        for number, parsed in enumerate(parse_bytes(data, file_name, max_bytes=max_bytes), 1):
            if isinstance(parsed, UnreadableDocumentError):
                whole = False
                yield f"{source}:{parsed.details.get('line', number)}", parsed
                continue
            row = _row_document(parsed, uri, file)
            if isinstance(row, Document):
                ids.add(row.id)
            else:
                whole = False
            yield f"{source}#{parsed.id or number}", row
        # A row that cannot be read may be one that is stored: then nothing is known to be gone.
        if whole:
            yield source, RowsEnd(file, frozenset(ids))
    except UnreadableDocumentError as error:
        yield source, error


def from_text(
    text: str,
    title: str = "",
    document_id: str | None = None,
    uri: str | None = None,
    metadata: dict[str, Any] | None = None,
) -> Document:
    """A document of a text given directly; without id and uri, its id comes from its content."""
    cleaned = clean_text(text)
    _check_metadata(metadata)
    if not cleaned.strip():
        raise UnreadableDocumentError("empty", "the text is empty; give a text to be stored.")
    fingerprint = _hash(title, cleaned.encode(), uri, metadata)
    return Document(
        id=valid_id(document_id) if document_id else _id_of(uri or fingerprint, title),
        title=clean_text(title).strip(),
        text=cleaned,
        uri=uri,
        media_type="text/plain",
        metadata=metadata or {},
        fingerprint=fingerprint,
    )


def valid_id(document_id: str) -> str:
    """The id, if it can be one; raises `InvalidInputError`."""
    if not document_id.strip() or len(document_id) > MAX_ID or not document_id.isprintable():
        raise InvalidInputError(
            f"a document id must have 1 to {MAX_ID} printable characters.",
            document_id=document_id[:80].encode("utf-8", "replace").decode(),
        )
    return document_id


def _check_metadata(metadata: dict[str, Any] | None) -> None:
    """Raise for what could be stored but never be written as JSON again."""
    try:
        json.dumps(metadata, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, TypeError, RecursionError) as error:
        raise InvalidInputError("the metadata cannot be written as JSON; simplify it.") from error
    level: list[Any] = [metadata]
    for _ in range(MAX_METADATA_DEPTH):
        inner = [v.values() if isinstance(v, dict) else v for v in level]
        level = [i for v in inner if not isinstance(v, str) and isinstance(v, Iterable) for i in v]
    if level:
        raise InvalidInputError(
            f"the metadata is nested deeper than {MAX_METADATA_DEPTH} levels; simplify it."
        )


def _row_document(
    parsed: ParsedDocument, file_uri: str | None, file: str
) -> Document | UnreadableDocumentError:
    try:
        document = from_text(parsed.text, parsed.title, parsed.id, parsed.uri, parsed.metadata)
    except InvalidInputError as error:
        return UnreadableDocumentError("malformed", error.message, **error.details)
    if parsed.uri is None and file_uri:
        return replace(document, uri=f"{file_uri}#{document.id}", file=file)
    return replace(document, file=file)


def _file_document(
    parsed: ParsedDocument, document_id: str, uri: str, fingerprint: str
) -> Document:
    return Document(
        id=document_id,
        title=parsed.title,
        text=parsed.text,
        uri=uri,
        media_type=parsed.media_type,
        metadata=parsed.metadata,
        fingerprint=fingerprint,
    )


def _id_of(key: str, label: str) -> str:
    """A readable, stable id: the label's letters and digits, then a hash of the key."""
    slug = re.sub(r"\W+", "-", label.casefold()).strip("-_")[:40]
    digest = hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
    return f"{slug}-{digest}" if slug else digest


def _hash(name: str, data: bytes, *more: Any) -> str:  # noqa: ANN401
    digest = hashlib.blake2b(data, digest_size=16)
    digest.update(json.dumps([CHUNKER_VERSION, name, *more], sort_keys=True).encode())
    return digest.hexdigest()
