"""What is offered for ingestion, and what becomes of it: the words that its parts share."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from knowledge.errors import UnreadableDocumentError
from knowledge.types import Document

OutcomeStatus = Literal["added", "updated", "unchanged", "failed", "removed"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one thing that was offered, or of a document that its source lost.

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
