"""The words of this package: what a rule finds, and what is proposed of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from knowledge.types import Language


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence as rules read it.

    Attributes:
        text: one line, with a pronoun at its start resolved where that is safe.
        known: comparable title and headings above it: names in them need no introduction.
        passage: the text around it, which shows how words are written inside sentences.
        note: what was changed to make `text`.
    """

    text: str
    known: str = ""
    passage: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A question that a rule read out of a sentence.

    Attributes:
        rule: the name of the rule.
        answers: verbatim pieces of the sentence, the fullest first; each answers the question.
        subject: what the question is about, as it stands in the question; "" if unclear.
        stated: a regular expression that a passage about a subject matches if it may hold the
            same kind of fact; "" where that cannot be told.
        note: what a reviewer should look at.
    """

    rule: str
    question: str
    answers: tuple[str, ...]
    subject: str = ""
    stated: str = ""
    note: str = ""


Rule = Callable[[Reading], Iterator[Found]]


@dataclass(frozen=True, slots=True)
class Proposal:
    """An answerable question with its source.

    Attributes:
        sentence: exactly the document's `text[start:end]`; for a triple, its verbalisation.
        document_id: None for an imported triple.
    """

    found: Found
    lang: Language
    sentence: str
    document_id: str | None = None
    start: int | None = None
    end: int | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Unanswerable:
    """A question that the collection, or its own `contexts`, do not answer.

    Attributes:
        way: how it was made.
        base: the answerable proposal it was made from.
        without: the document that would have answered it and is left out; None if none does.
        contexts: the passages it is asked of; empty if it is asked of the collection.
    """

    way: str
    question: str
    base: Proposal
    note: str = ""
    without: str | None = None
    contexts: tuple[str, ...] = field(default=())
