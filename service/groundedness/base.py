"""What a checker promises."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from knowledge.types import Evidence
from service.answer import Verdict


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a checker says of one claim.

    Attributes:
        support: calibrated probability that the evidence supports the claim.
        contradiction: probability that it says otherwise.
        supporting, contradicting: positions in the evidence list, the strongest first.
    """

    verdict: Verdict
    support: float
    contradiction: float
    supporting: tuple[int, ...] = ()
    contradicting: tuple[int, ...] = ()


class Checker(Protocol):
    """Judges claims against evidence.

    Attributes:
        name: shown in answers.
    """

    name: str

    def check(
        self,
        claims: Sequence[str],
        evidence: Sequence[Evidence],
        interrupt: Callable[[], None] = lambda: None,
    ) -> list[Judgement]:
        """One judgement a claim. Irrelevant evidence beside the relevant must not change it.

        Args:
            claims: checkable statements.
            evidence: passages and triples.
            interrupt: raises when the caller's deadline has passed.
        """
        ...
