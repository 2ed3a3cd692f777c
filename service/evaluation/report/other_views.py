"""A judged claim, and a searched question, as the report shows them."""

from dataclasses import dataclass

from service.evaluation.report.passages import clipped
from service.evaluation.report.qa_view import ClaimView, claim_views
from service.evaluation.report.rows import ClaimsRow, RetrievalRow
from service.evaluation.report.wording import SEARCHERS

_EVIDENCE = 5
_LONG = 1500
_FOUND = 8


@dataclass(frozen=True, slots=True)
class ClaimsView:
    """A claim or response beside its evidence."""

    id: str
    lang: str
    source: str
    text: str
    gold: str
    said: str
    score: float
    claims: tuple[ClaimView, ...]
    evidence: tuple[str, ...]
    unshown: int
    wrong: str
    error: str


@dataclass(frozen=True, slots=True)
class FoundDocument:
    """A document among the first that a search found."""

    id: str
    wanted: bool


@dataclass(frozen=True, slots=True)
class RetrievalView:
    """A question with where each wanted document came.

    Attributes:
        searchers: names, in the order of the ranks.
        wanted: document id and its rank with each searcher, "–" where it was not found.
        found: the first documents of the fused search.
    """

    id: str
    lang: str
    question: str
    searchers: tuple[str, ...]
    wanted: tuple[tuple[str, tuple[str, ...]], ...]
    found: tuple[FoundDocument, ...]
    wrong: str
    error: str


def claims_view(row: ClaimsRow) -> ClaimsView:
    """Make a row readable."""
    said = "supported" if row.predicted else "not supported"
    wrong = (
        f"The evidence does not support it ({row.label or 'not supported'}), and the checker let "
        f"it through with a support of {row.score:.2f}."
        if row.predicted
        else f"The evidence supports it, and the checker gave it only {row.score:.2f}."
    )
    return ClaimsView(
        id=row.id,
        lang=row.lang,
        source=row.source or "",
        text=clipped(row.text),
        gold=row.label or ("supported" if row.supported else "not supported"),
        said=said,
        score=row.score,
        claims=claim_views(row.claims, set()) if len(row.claims) > 1 else (),
        evidence=tuple(clipped(e, _LONG) for e in row.evidence[:_EVIDENCE]),
        unshown=max(0, len(row.evidence) - _EVIDENCE),
        wrong=wrong if row.error is None else "The case raised an error.",
        error=clipped(row.error or ""),
    )


def retrieval_view(row: RetrievalRow) -> RetrievalView:
    """Make a row readable."""
    fused = row.found.get("hybrid") or next(iter(row.found.values()), [])
    gold = set(row.supporting_ids)
    missing = [i for i in row.supporting_ids if i not in fused[:_FOUND]]
    return RetrievalView(
        id=row.id,
        lang=row.lang,
        question=clipped(row.question),
        searchers=tuple(SEARCHERS.get(name, name) for name in row.found),
        wanted=tuple(
            (wanted, tuple(_rank(wanted, found) for found in row.found.values()))
            for wanted in row.supporting_ids
        ),
        found=tuple(FoundDocument(i, i in gold) for i in fused[:_FOUND]),
        wrong=(
            "The case raised an error."
            if row.error is not None
            else f"{len(missing)} of {len(row.supporting_ids)} wanted documents are not among "
            f"the first {_FOUND}."
        ),
        error=clipped(row.error or ""),
    )


def _rank(wanted: str, found: list[str]) -> str:
    return str(found.index(wanted) + 1) if wanted in found else "–"
