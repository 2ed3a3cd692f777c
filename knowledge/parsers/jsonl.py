"""JSON Lines: one document a row, read as it streams, bad rows reported without losing the rest."""

import gzip
import io
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, ClassVar

import orjson

from knowledge.errors import UnreadableDocumentError
from knowledge.parsers.base import DEFAULT_MAX_BYTES, Check, Parsed, ParsedDocument, go_on
from knowledge.parsers.cleaning import clean, one_line, readable_stem
from knowledge.parsers.converting import malformed
from knowledge.parsers.files import megabytes
from knowledge.parsers.sniff import refuse_binary

MAX_LINE_BYTES = 64 * 1024 * 1024
MEDIA_TYPE = "application/jsonl"

_GZIP = b"\x1f\x8b"
_START_BYTES = 4096
_BOM = b"\xef\xbb\xbf"
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class JsonLinesParser:
    """Reads rows of `{id?, title?, text, uri?, metadata?}`, packed by gzip or not."""

    suffixes: ClassVar[frozenset[str]] = frozenset({".jsonl", ".jsonl.gz"})
    max_bytes: int = DEFAULT_MAX_BYTES
    check: Check = go_on

    def parse(self, data: bytes, name: str) -> Parsed:
        """Yield a document, or the error of a bad row with `line` in its details, for each row."""
        rows = 0
        for number, line in enumerate(self._lines(data, name), start=1):
            if line.strip():
                rows += 1
                yield _row(line, number, name)
        if not rows:
            raise UnreadableDocumentError(
                "empty", f"{name} holds no rows. Check that it is the right file.", name=name
            )

    def _lines(self, data: bytes, name: str) -> Iterator[bytes]:
        if not name.lower().endswith(".gz"):
            yield from self._plain_lines(io.BytesIO(data), name)
            return
        if not data.startswith(_GZIP):
            raise UnreadableDocumentError(
                "wrong_type", f"{name} is not a gzip file; rename it to .jsonl.", name=name
            )
        try:
            with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
                yield from self._plain_lines(stream, name)
        except (EOFError, OSError, zlib.error) as error:
            raise malformed(name, "gzip file", cause=type(error).__name__) from error

    def _plain_lines(self, stream: BinaryIO | gzip.GzipFile, name: str) -> Iterator[bytes]:
        """The lines of a stream, never more than `max_bytes`; overlong ones without their ends."""
        _check_start(stream.read(_START_BYTES), name)
        stream.seek(0)
        read, begins = 0, True
        while line := stream.readline(MAX_LINE_BYTES + 1):
            read += len(line)
            if read > self.max_bytes:
                raise UnreadableDocumentError(
                    "too_large",
                    f"{name} unpacks to more than {megabytes(self.max_bytes)}. Split it.",
                    name=name,
                    limit=self.max_bytes,
                )
            if begins:
                yield line.removeprefix(_BOM)
            begins = line.endswith(b"\n")


def _check_start(start: bytes, name: str) -> None:
    """Raise unless the file begins like UTF-8 text; later NUL bytes are the trouble of a row."""
    if start.startswith(_UTF16_BOMS):
        raise UnreadableDocumentError(
            "bad_encoding", f"{name} is UTF-16; JSON Lines have to be UTF-8.", name=name
        )
    refuse_binary(start, name)


def _row(line: bytes, number: int, name: str) -> ParsedDocument | UnreadableDocumentError:
    try:
        return _document(_parsed(line), number, name)
    except UnreadableDocumentError as error:
        return UnreadableDocumentError(
            error.reason, f"{name}, line {number}: {error.message}", name=name, line=number
        )
    except RecursionError:
        message = f"{name}, line {number}: the row is nested too deeply."
        return UnreadableDocumentError("malformed", message, name=name, line=number)


def _parsed(line: bytes) -> dict[str, Any]:
    if len(line) > MAX_LINE_BYTES:
        raise UnreadableDocumentError("too_large", "the row is over 64 MB; split its text.")
    try:
        row = orjson.loads(line)
    except orjson.JSONDecodeError:
        row = _parsed_leniently(line)
    if not isinstance(row, dict):
        raise UnreadableDocumentError("malformed", "a row has to be a JSON object with a `text`.")
    return row


def _parsed_leniently(line: bytes) -> object:
    """What the strict parser refuses but the standard one reads, such as lone surrogates."""
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnreadableDocumentError("bad_encoding", "the row is not UTF-8.") from error
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        position = getattr(error, "colno", 1)
        message = f"the row is not valid JSON (near column {position})."
        raise UnreadableDocumentError("malformed", message) from error


def _document(row: dict[str, Any], number: int, name: str) -> ParsedDocument:
    raw = row.get("text")
    if not isinstance(raw, str):
        problem = "has to be a string" if "text" in row else "is missing"
        raise UnreadableDocumentError("malformed", f"`text` {problem}.")
    text = clean(raw)
    if not text.strip():
        raise UnreadableDocumentError("empty", "`text` is empty.")
    identifier = row.get("id")
    if isinstance(identifier, int) and not isinstance(identifier, bool):
        identifier = str(identifier)
    identifier = _optional_string(identifier, "id")
    title = one_line(_optional_string(row.get("title"), "title") or "")
    metadata = row.get("metadata") or {}
    if not isinstance(metadata, dict):
        raise UnreadableDocumentError("malformed", "`metadata` has to be an object.")
    return ParsedDocument(
        text=text,
        title=title or identifier or f"{readable_stem(name)} {number}",
        media_type=MEDIA_TYPE,
        id=identifier,
        uri=_optional_string(row.get("uri"), "uri"),
        metadata=_clean_json(metadata),
    )


def _optional_string(value: object, field: str) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise UnreadableDocumentError("malformed", f"`{field}` has to be a string.")
    return clean(value).strip() or None


def _clean_json(value: Any) -> Any:  # noqa: ANN401  (any JSON value)
    """The same value without characters, or numbers, that cannot be stored as JSON."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {clean(key): _clean_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_clean_json(item) for item in value]
    # NaN and the infinities pass Python's parser, though JSON has no such numbers.
    return None if isinstance(value, float) and value - value != 0 else value
