"""A question of a run as the report shows it: what was said, on what, and what went wrong."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.answer import CheckedClaim
from service.evaluation.report.passages import Passage, Piece, clipped, passages, pieces
from service.evaluation.report.rows import QaRow
from service.evaluation.report.wording import REASONS, VERDICTS

_EVIDENCE = 5


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim with its verdict in words."""

    text: str
    verdict: str
    label: str
    support: float
    citations: tuple[int, ...]
    against: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class QaView:
    """A question ready to be shown.

    Attributes:
        released: pieces of the released text, the answer itself marked; none after a refusal.
        claims: of what was released, else of the draft.
        unshown: how much evidence is left out.
    """

    id: str
    lang: str
    source: str
    question: str
    references: tuple[str, ...]
    released: tuple[Piece, ...]
    short_answer: str
    reason: str
    support: float
    threshold: float
    draft: str
    claims: tuple[ClaimView, ...]
    evidence: tuple[Passage, ...]
    unshown: int
    wrong: tuple[str, ...]
    error: str


def qa_view(row: QaRow) -> QaView:
    """Make a row readable."""
    draft = row.draft
    if row.released or draft is None:
        claims, citations = row.claims, row.citations
    else:
        claims, citations = draft.claims, draft.citations or row.citations
    evidence = passages(row.evidence, citations, _EVIDENCE)
    from_evidence = min(len(evidence), len(row.evidence))
    highlights = [(h.start, h.end, 0) for h in row.highlights]
    text = clipped(row.text)
    return QaView(
        id=row.id,
        lang=row.case.lang,
        source=row.case.source or "",
        question=clipped(row.question),
        references=tuple(clipped(a, 300) for a in row.case.answers[:8]),
        released=tuple(pieces(text, highlights)) if row.released else (),
        short_answer=clipped(row.short_answer or "", 300),
        reason=row.abstain_reason or "",
        support=row.support,
        threshold=row.threshold,
        draft=clipped(draft.text) if draft and draft.text != row.text else "",
        claims=claim_views(claims, {c.n for c in citations}),
        evidence=tuple(evidence),
        unshown=len(row.evidence) - from_evidence,
        wrong=tuple(_what_went_wrong(row)),
        error=clipped(row.error or ""),
    )


def claim_views(claims: Sequence[CheckedClaim], known: set[int]) -> tuple[ClaimView, ...]:
    """Claims with their verdicts; only numbers of known citations are shown."""
    return tuple(
        ClaimView(
            clipped(claim.text),
            claim.verdict,
            VERDICTS[claim.verdict],
            claim.support,
            tuple(n for n in claim.citations if n in known),
            tuple(n for n in claim.contradictions if n in known),
        )
        for claim in claims
    )


def _what_went_wrong(row: QaRow) -> list[str]:
    if row.error is not None:
        return ["The case raised an error; nothing was answered."]
    said = []
    if "retrieval_miss" in row.faults:
        said.append("Search found no evidence that holds a reference answer.")
    if "reader_miss" in row.faults:
        said.append("The evidence holds a reference answer, but the draft did not give it.")
    if row.released and not row.scores.right:
        said.append(_released_wrong(row))
    elif not row.released and row.scores.draft_right:
        said.append(
            f"The draft was right, but its support of {row.scores.score:.2f} is below the "
            f"threshold of {row.threshold:.2f}."
            if row.scores.score < row.threshold
            else "The draft was right, but it was withheld."
        )
    if not row.released and row.abstain_reason:
        said.append(f"It refused because {REASONS[row.abstain_reason]}.")
    return said


def _released_wrong(row: QaRow) -> str:
    passed = f"at a support of {row.support:.2f} (threshold {row.threshold:.2f})"
    if not row.case.answerable:
        return f"The question has no answer here, and something was released {passed}."
    return f"The checker let a wrong answer through {passed}."
