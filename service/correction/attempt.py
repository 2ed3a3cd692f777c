"""A draft with everything that was found out about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from knowledge.types import Evidence
from service.abstention import Decision
from service.answer import CheckedClaim, Citation, Status
from service.claims import Claim
from service.correction.disputes import OtherSide
from service.generators.base import Draft
from service.groundedness.base import Judgement

_RANK: dict[Status, int] = {"abstained": 0, "partial": 1, "answered": 2}


@dataclass(frozen=True, slots=True)
class Attempt:
    """A checked draft.

    Attributes:
        evidence: what it was checked against; grows when more is looked up.
        claims, judgements: the sentences of the draft, and what the checker says of each.
        checked, citations: the same as callers get them, rules and disagreement included.
        decision: of gate 2.
        other_sides: by position of a claim, what a source of like strength says instead.
        broken: names of the rules that withheld a sentence.
        weighed: whether the draft's answerability is a second opinion, which more evidence may
            change.
    """

    draft: Draft
    evidence: Sequence[Evidence]
    claims: Sequence[Claim]
    judgements: Sequence[Judgement | None]
    checked: list[CheckedClaim]
    citations: list[Citation]
    decision: Decision
    other_sides: Mapping[int, OtherSide] = field(default_factory=dict)
    broken: tuple[str, ...] = ()
    weighed: bool = False

    @property
    def failed(self) -> list[int]:
        """Positions of the claims that may not be released."""
        wrong = ("unsupported", "contradicted")
        return [i for i, claim in enumerate(self.checked) if claim.verdict in wrong]

    @property
    def outvoted(self) -> list[int]:
        """Positions of the claims that evidence supports and most samples do not say."""
        # What a checker finds unsupported by itself has nothing that supports it.
        judged = [(i, self.judgements[i]) for i in self.failed]
        return [i for i, j in judged if j and j.verdict == "unsupported" and j.supporting]

    @property
    def disputed(self) -> bool:
        """Whether a claim that is released stands beside what another source says instead."""
        return any(position in self.other_sides for position in self.decision.kept)

    def better_than(self, other: "Attempt") -> bool:
        """Whether more of it may be released, or the same with more support."""
        return _worth(self) > _worth(other)


def _worth(attempt: Attempt) -> tuple[int, float, int]:
    decision = attempt.decision
    return _RANK[decision.status], decision.score, len(decision.kept)


def as_released(attempt: Attempt) -> tuple[list[CheckedClaim], list[Citation]]:
    """The kept claims in order, each disputed one followed by what its other side says."""
    claims: list[CheckedClaim] = []
    citations = list(attempt.citations)
    for position in attempt.decision.kept:
        claims.append(attempt.checked[position])
        if side := attempt.other_sides.get(position):
            claims.append(side.claim)
    return claims, citations
