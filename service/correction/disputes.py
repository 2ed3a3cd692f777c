"""Evidence that contradicts itself: one source says what a claim says, another says otherwise.

Such a claim is neither averaged away nor hidden. It is released with the sentence of the other
source beside it, word for word, and each of the two carries the other's citation among its
`contradictions`. Where the other source is much the stronger, the claim is simply contradicted.

The two have to be of different documents. A document that says both is of no use for either: most
often one of the two is quoted, outdated or planted, and the claim is contradicted.

A checker judges by the windows that share most with a claim, and those are rarely the ones that
say otherwise. So the other side is looked for: by plain signals among the evidence that does not
support the claim, and then the checker has to confirm it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from knowledge.sentences import sentence_spans
from knowledge.text import content_terms, terms
from knowledge.types import Evidence
from service.answer import CheckedClaim
from service.claims import Claim
from service.groundedness.against import contradiction, triple_conflict
from service.groundedness.base import Judgement
from service.groundedness.signals import view_claim, windows_of

# Support may be this much below contradiction for the two to be of like strength.
COMPARABLE = 0.15
# Contradiction from which evidence speaks against a claim, as the checker has it.
_AGAINST = 0.5


@dataclass(frozen=True, slots=True)
class Dispute:
    """A claim that sources disagree about.

    Attributes:
        judgement: of the claim: supported, with its contradictions.
        quote: the sentence of the other source.
        other: what the checker says of that sentence; it stands on its own source.
    """

    judgement: Judgement
    quote: Claim
    other: Judgement


@dataclass(frozen=True, slots=True)
class OtherSide:
    """What stands beside a disputed claim when it is released."""

    claim: CheckedClaim


Judge = Callable[[Sequence[Claim], Sequence[Evidence]], Sequence[Judgement | None]]


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
    if judgement is None or judgement.verdict == "unsupported" or not judgement.supporting:
        return None
    against = _says_otherwise(claim, judgement, evidence)
    if against is None:
        return None
    item = evidence[against]
    text = _closest_sentence(claim.statement, item)
    quote = Claim(text, 0, len(text))
    confirmed, alone = judge([claim, quote], [item])
    if confirmed is None or alone is None or alone.verdict != "supported":
        return None
    if not comparable_strength(judgement.support, confirmed):
        return None
    return Dispute(
        replace(judgement, verdict="supported", contradicting=(against,)),
        quote,
        replace(alone, supporting=(against,), contradicting=judgement.supporting[:1]),
    )


def comparable_strength(support: float, other: Judgement) -> bool:
    """Whether other evidence contradicts a claim, and about as strongly as it is supported."""
    return other.contradiction >= _AGAINST and support >= other.contradiction - COMPARABLE


def _says_otherwise(claim: Claim, judgement: Judgement, evidence: Sequence[Evidence]) -> int | None:
    """The position of evidence beside the supporting that seems to contradict a claim."""
    elsewhere = _of_other_documents(judgement.supporting, evidence)
    known = [i for i in judgement.contradicting if i in elsewhere]
    if known:
        return known[0]
    view = view_claim(claim.statement)
    for position in elsewhere:
        if triple_conflict(view, evidence[position]):
            return position
    strongest = max(
        (w for w in windows_of(evidence) if w.index in elsewhere),
        key=lambda window: contradiction(view, window),
        default=None,
    )
    if strongest is None or contradiction(view, strongest) < _AGAINST:
        return None
    return strongest.index


def _of_other_documents(supporting: Sequence[int], evidence: Sequence[Evidence]) -> list[int]:
    """Positions of evidence from documents that none of the supporting is from.

    What is from no document, such as an imported triple, stands for itself.
    """
    documents = {evidence[i].document_id for i in supporting} - {None}
    return [
        i
        for i, item in enumerate(evidence)
        if i not in supporting and item.document_id not in documents
    ]


def _closest_sentence(statement: str, item: Evidence) -> str:
    """The sentence of a passage that shares most terms with a statement; a triple as it is."""
    if item.kind != "passage":
        return item.text
    wanted = set(content_terms(statement))
    sentences = [item.text[a:b] for a, b in sentence_spans(item.text)]
    return max(sentences, key=lambda s: len(wanted & set(terms(s))), default=item.text)
