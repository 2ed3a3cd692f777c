"""Errors of the domain. Each has a stable code and a sentence that says what to change.

They know nothing of HTTP or terminals: `service/api/errors.py` and `service/cli` translate them
once, at the edge.
"""

from typing import Any


class FootingError(Exception):
    """Base of every expected error.

    Attributes:
        code: stable, machine-readable name of what went wrong.
        message: a sentence for the person who has to act on it.
        details: JSON-serialisable facts, such as a line number or a limit.
    """

    code = "error"

    def __init__(self, message: str, **details: Any) -> None:  # noqa: ANN401
        super().__init__(message)
        self.message = message
        self.details = details


class InvalidInputError(FootingError):
    """The caller's input has to change before it can be accepted."""

    code = "invalid_input"


class UnknownCollectionError(FootingError):
    """No collection has this name."""

    code = "unknown_collection"


class DocumentNotFoundError(FootingError):
    """No document has this id in the collection."""

    code = "document_not_found"


class EvaluationNotFoundError(FootingError):
    """No evaluation has this id."""

    code = "evaluation_not_found"


class UnreadableDocumentError(FootingError):
    """A file or text cannot become a document; `reason` says which kind of trouble it is.

    Reasons: `not_found`, `not_permitted`, `empty`, `too_large`, `unsupported_type`, `wrong_type`,
    `binary`, `bad_encoding`, `encrypted`, `malformed`.
    """

    code = "unreadable_document"

    def __init__(self, reason: str, message: str, **details: Any) -> None:  # noqa: ANN401
        super().__init__(message, reason=reason, **details)
        self.reason = reason


class StoreError(FootingError):
    """The store of record cannot be opened or used."""

    code = "store_unavailable"


class ModelUnavailableError(FootingError):
    """A configured model cannot be loaded or does not answer."""

    code = "model_unavailable"


class GeneratorFailedError(FootingError):
    """The model that drafts answers, or its server, did not write one; the answer is a refusal."""

    code = "generator_failed"


class BusyError(FootingError):
    """Too much work is waiting; try again after `retry_after_s` seconds."""

    code = "busy"

    def __init__(self, message: str, retry_after_s: int) -> None:
        super().__init__(message, retry_after_s=retry_after_s)
        self.retry_after_s = retry_after_s


class DeadlineExceededError(FootingError):
    """The work outlived its deadline and was stopped."""

    code = "deadline_exceeded"
