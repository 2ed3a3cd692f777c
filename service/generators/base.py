"""What a generator promises."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from knowledge.types import Evidence
from service.trace import counted


@dataclass(frozen=True, slots=True)
class Question:
    """A question with what search learned about it.

    Attributes:
        text: as asked.
        rarity: weight of a term in the searched collection, 0 (everywhere) to 1 (unique).
        readable: share of the question that the embedder can read.
        check: raises when the caller's deadline has passed.
        collection: that was searched; None for texts that the caller gave.
    """

    text: str
    rarity: Callable[[str], float]
    readable: float = 1.0
    check: Callable[[], None] = lambda: None
    collection: str | None = None


@dataclass(frozen=True, slots=True)
class Objection:
    """A claim of a draft that did not pass, and what speaks against it.

    Attributes:
        claim: the sentence as drafted.
        contradicted: whether evidence says otherwise; if not, none says it.
        evidence: texts of the evidence that says otherwise.
    """

    claim: str
    contradicted: bool
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Revision:
    """A draft to be corrected, with the verdicts as feedback.

    Attributes:
        sought: positions of the evidence that was looked up for the sentences that failed.
    """

    draft: str
    objections: tuple[Objection, ...]
    sought: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """What a generator wrote, not yet checked.

    Attributes:
        text: one or more sentences; empty when the evidence holds no answer.
        short_answer: the span or value itself, where the generator points at one.
        answerability: calibrated probability that the evidence answers the question and that
            `text` is that answer; None when the generator cannot tell.
        marked: what to mark in `text`: the short answer, or each of several that sources give.
        stands_on: for each evidence the draft was taken from, its position in the evidence list.
        linked: the sentences are steps of one argument: released together or not at all, and the
            short answer follows from them without having to stand in them.
        left_out: pieces of evidence that did not fit what the model can read, or only in part.
        written_by: name of the generator that stood in for the one that was asked; empty if none
            had to.
    """

    text: str
    short_answer: str | None = None
    answerability: float | None = None
    marked: tuple[str, ...] = ()
    stands_on: tuple[int, ...] = ()
    linked: bool = False
    left_out: int = 0
    written_by: str = ""


def did_not_fit(draft: Draft) -> str:
    """What a trace adds about evidence that was left out; empty if none was."""
    if not draft.left_out:
        return ""
    return f"; {counted(draft.left_out, 'piece')} of evidence did not fit into what it can read"


class Generator(Protocol):
    """Drafts an answer from evidence.

    Attributes:
        name: shown in answers.
        revises: whether it can correct a draft; one that quotes has nothing to correct.
    """

    name: str
    revises: bool

    def generate(
        self, question: Question, evidence: Sequence[Evidence], revision: Revision | None = None
    ) -> Draft:
        """Draft an answer; an empty text means that the evidence holds none.

        Args:
            question: what to answer.
            evidence: what to answer from, best first.
            revision: an earlier draft of the same answer with what is wrong with it; only given
                to a generator that `revises`.

        Raises:
            GeneratorFailedError: the model or its server did not write an answer.
            DeadlineExceededError: by `question.check`, which is called while writing.
        """
        ...


@runtime_checkable
class Sampling(Generator, Protocol):
    """A language model: it can write several drafts of one answer, which may disagree."""

    def sample(self, question: Question, evidence: Sequence[Evidence], count: int) -> list[Draft]:
        """`count` drafts drawn at random, at least one; errors as of `generate`."""
        ...

    def close(self) -> None:
        """Give back threads and connections."""
        ...
