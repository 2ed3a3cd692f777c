"""One row of a test set, for each of the three tasks."""

from dataclasses import dataclass, field
from typing import Any, Literal

Task = Literal["qa", "claims", "retrieval"]


@dataclass(frozen=True, slots=True)
class QaCase:
    """A question with its right answers.

    Attributes:
        answers: references, any of which is right; empty for what cannot be answered.
        contexts: texts to answer from, each `(title, text)`; empty for the collection.
        supporting_ids: documents that hold the answer, where known.
        source: which set it belongs to, for figures by source.
    """

    id: str
    question: str
    answers: tuple[str, ...]
    answerable: bool
    lang: str
    contexts: tuple[tuple[str, str], ...] = ()
    supporting_ids: tuple[str, ...] | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class ClaimCase:
    """A text that evidence supports or does not.

    Attributes:
        text: one claim, or a response of several sentences.
        supported: whether every part of it is.
        label: as the case gives it.
        response: whether it is a whole response, whose least supported claim decides.
    """

    id: str
    evidence: tuple[str, ...]
    text: str
    supported: bool
    label: str
    lang: str
    question: str | None = None
    response: bool = False
    source: str | None = None


@dataclass(frozen=True, slots=True)
class RetrievalCase:
    """A question with the documents that should be found."""

    id: str
    question: str
    supporting_ids: tuple[str, ...]
    lang: str
    source: str | None = None


Case = QaCase | ClaimCase | RetrievalCase


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a line of a case file; `line` counts from 1."""

    line: int
    message: str
    details: dict[str, Any] = field(default_factory=dict)
