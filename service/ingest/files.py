"""Documents of files, folders and uploads, read one by one before anything is stored.

Yields documents with a fingerprint of their source, or outcomes where that is already decided.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

from knowledge.errors import InvalidInputError, UnreadableDocumentError
from knowledge.parsers import holds_rows, parse_bytes, read_file
from knowledge.parsers.base import Check, ParsedDocument, go_on
from knowledge.types import Document
from service.ingest.offered import Incoming, Known, RowsEnd, Unchanged
from service.ingest.texts import from_text, hash_of, id_of


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
    """The files that `paths` stand for; hidden and temporary ones inside folders are left out.

    A folder that cannot be listed stands for itself, so that reading it says what is wrong.
    """
    seen: set[Path] = set()
    for path in paths:
        for found in _opened(path) if path.is_dir() else (path,):
            if found not in seen:
                seen.add(found)
                yield found


def _opened(folder: Path) -> Iterator[Path]:
    unlisted: list[OSError] = []
    yield from files_below(folder, unlisted.append)
    yield from (Path(error.filename) for error in unlisted)


def files_below(folder: Path, failed: Callable[[OSError], object] | None = None) -> Iterator[Path]:
    """The files below a folder in a stable order, without hidden and temporary ones.

    Args:
        folder: links to other folders in it are not followed.
        failed: told of folders that cannot be listed; they count as empty.
    """
    for root, folders, names in os.walk(folder, onerror=failed):
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
    fingerprint, document_id = hash_of(file_name, data), document_id_of(uri)
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


def document_id_of(uri: str) -> str:
    """The id of the document of a file that is no file of rows."""
    return id_of(uri, Path(unquote(uri)).stem)


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
