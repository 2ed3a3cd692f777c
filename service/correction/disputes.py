"""Evidence that contradicts itself: one source says what a claim says, another says otherwise.

Such a claim is neither averaged away nor hidden. It is released with the sentence of the other
source beside it, word for word, and each of the two carries the other's citation among its
`contradictions`. When the other source is much the stronger, the claim is simply contradicted.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from knowledge.sentences import sentence_spans
from knowledge.text import content_terms, terms
from knowledge.types import Evidence
from service.answer import CheckedClaim
from service.claims import Claim
from service.groundedness.base import Judgement

# Support may be this much below contradiction for the two to be of like strength.
COMPARABLE = 0.1


@dataclass(frozen=True, slots=True)
class Dispute:
    """A claim that sources disagree about.

    Attributes:
        judgement: of the claim: supported, with its contradictions.
        quote: the sentence of the other source.
        other: what the checker says of that sentence; it stands on its own passage.
    """

    judgement: Judgement
    quote: Claim
    other: Judgement


@dataclass(frozen=True, slots=True)
class OtherSide:
    """What stands beside a disputed claim when it is released."""

    claim: CheckedClaim


Judge = Callable[[Sequence[Claim], Sequence[Evidence]], Sequence[Judgement | None]]


def disputed(judgement: Judgement | None) -> bool:
    """Whether different evidence of like strength speaks for a claim and against it."""
    if judgement is None or judgement.verdict == "unsupported":
        return False
    apart = not set(judgement.supporting[:1]) & set(judgement.contradicting)
    return bool(
        judgement.supporting
        and judgement.contradicting
        and apart
        and judgement.contradicting[0] not in judgement.supporting
        and judgement.support >= judgement.contradiction - COMPARABLE
    )


def find_dispute(
    claim: Claim, judgement: Judgement | None, evidence: Sequence[Evidence], judge: Judge
) -> Dispute | None:
    """The other side of a claim, if there is one and its own words can be shown.

    Args:
        claim: a sentence of a draft.
        judgement: of that claim.
        evidence: that it was judged by.
        judge: the checker; the quoted sentence has to pass it as any other.
    """
    if judgement is None or not disputed(judgement):
        return None
    against = judgement.contradicting[0]
    text = _closest_sentence(claim.statement, evidence[against])
    quote = Claim(text, 0, len(text))
    (alone,) = judge([quote], [evidence[against]])
    if alone is None or alone.verdict != "supported":
        return None
    sides = Judgement(
        "supported", judgement.support, judgement.contradiction, judgement.supporting,
        judgement.contradicting,
    )  # fmt: skip
    other = Judgement(
        "supported", alone.support, judgement.support, (against,), judgement.supporting[:1]
    )
    return Dispute(sides, quote, other)


def _closest_sentence(statement: str, item: Evidence) -> str:
    """The sentence of a passage that shares most terms with a statement; a triple as it is."""
    if item.kind != "passage":
        return item.text
    wanted = set(content_terms(statement))
    sentences = [item.text[a:b] for a, b in sentence_spans(item.text)]
    return max(sentences, key=lambda s: len(wanted & set(terms(s))), default=item.text)
