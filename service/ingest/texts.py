"""Documents of texts given directly, and what every document is known by: id and fingerprint."""

import hashlib
import json
import re
from collections.abc import Iterable
from typing import Any

from knowledge.chunking import CHUNKER_VERSION
from knowledge.errors import InvalidInputError, UnreadableDocumentError
from knowledge.text import clean_text
from knowledge.triples.extraction import EXTRACTION_VERSION
from knowledge.types import Document

MAX_ID = 200
MAX_METADATA_DEPTH = 50


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
    fingerprint = hash_of(title, cleaned.encode(), uri, metadata)
    return Document(
        id=valid_id(document_id) if document_id else id_of(uri or fingerprint, title),
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


def id_of(key: str, label: str) -> str:
    """A readable, stable id: the label's letters and digits, then a hash of the key."""
    slug = re.sub(r"\W+", "-", label.casefold()).strip("-_")[:40]
    digest = hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
    return f"{slug}-{digest}" if slug else digest


def hash_of(name: str, data: bytes, *more: Any) -> str:  # noqa: ANN401
    """The fingerprint of a source: another one when it, or the way it is read, has changed."""
    rules = [CHUNKER_VERSION, EXTRACTION_VERSION]
    digest = hashlib.blake2b(data, digest_size=16)
    digest.update(json.dumps([*rules, name, *more], sort_keys=True).encode())
    return digest.hexdigest()
