"""Questions through the whole path: what was found, drafted, checked and released."""

from collections.abc import Mapping, Sequence
from typing import Any

from knowledge.errors import FootingError
from service.answer import Answer, Citation, EvidenceItem, Source
from service.evaluation.cases.types import Case, QaCase, Task
from service.evaluation.metrics import answers, qa
from service.evaluation.metrics.table import NOT_APPLICABLE
from service.evaluation.tasks.base import Row
from service.evaluation.tasks.faults import faults_of, holds
from service.pipeline import Ask, Examined, Pipeline


class QaTask:
    """Asks each case.

    Args:
        pipeline: what answers.
        collection: that is asked where a case brings no context.
        force: release every draft, whatever gate 1 and gate 2 say, to see the drafts themselves.
        top_k: passages for the generator; None for the configured number.
    """

    name: Task = "qa"
    metrics = qa.METRICS
    columns = qa.COLUMNS

    def __init__(
        self, pipeline: Pipeline, collection: str, *, force: bool = False, top_k: int | None = None
    ) -> None:
        self._pipeline = pipeline
        self._collection = collection
        self._force = force
        self._top_k = top_k

    def settings(self) -> Mapping[str, Any]:
        """The collection as it stands, and whatever else changes answers."""
        standards = self._pipeline.standards
        return {
            "collection": self._collection,
            "forced": self._force,
            "top_k": self._top_k,
            "threshold": standards.of(self._collection, "en").threshold,
            **standards.binding(self._collection).model_dump(),
        }

    def row(self, case: Case) -> Row:
        """The answer to a case, its draft, and how good both are."""
        assert isinstance(case, QaCase)  # noqa: S101 - for the type checker
        sources = [Source(title=title[:1000], text=text) for title, text in case.contexts]
        ask = Ask(case.question, self._collection, sources, self._top_k, include_evidence=True)
        about = {
            "answers": list(case.answers),
            "answerable": case.answerable,
            "lang": case.lang,
            "source": case.source,
            "supporting_ids": list(case.supporting_ids) if case.supporting_ids else None,
        }
        try:
            examined = self._pipeline.examine(ask, always_draft=self._force)
        except FootingError as error:
            failed = {"id": case.id, "question": case.question, "error": error.message}
            return failed | {"case": about, "faults": []}
        answer = _forced(examined) if self._force else examined.answer
        row = answer.model_dump(mode="json") | {"id": case.id}
        row |= {"case": about, "draft": _draft(examined), **_judged(case, examined, answer)}
        return row | {"touched": round(examined.touched, 4), "error": None}

    @classmethod
    def values(cls, row: Row) -> Sequence[float]:
        """A row's values in the order of `columns`; a case that failed is answered by nothing."""
        answerable = float(row["case"]["answerable"])
        if row["error"] is not None:
            empty = float(not answerable)
            known = {"em": empty, "f1": empty, "right": 0.0, "answered": 0.0, "score": 0.0}
            known |= {"drafted": 0.0, "draft_right": 0.0, "answerable": answerable}
            known |= {"draft_em": empty, "draft_f1": empty}
            return [known.get(name, NOT_APPLICABLE) for name in cls.columns]
        claims = (row["draft"] or {}).get("claims", [])
        checked = [c for c in claims if c["verdict"] != "not_checkable"]
        values = {
            **row["scores"],
            "answered": row["status"] != "abstained",
            "answerable": answerable,
            "drafted": row["draft"] is not None,
            "claims": len(checked),
            "supported_claims": sum(c["verdict"] == "supported" for c in checked),
            "ms": row["timings_ms"]["total"],
        }
        return [NOT_APPLICABLE if values[n] is None else float(values[n]) for n in cls.columns]


def _forced(examined: Examined) -> Answer:
    """The draft as if it had been released."""
    draft = examined.draft
    if not draft.text:
        return examined.answer
    return examined.answer.model_copy(
        update={
            "status": "answered",
            "abstain_reason": None,
            "text": draft.text,
            "short_answer": draft.short_answer,
            "claims": examined.claims,
            "citations": examined.citations,
        }
    )


def _draft(examined: Examined) -> dict[str, Any] | None:
    if not examined.draft.text:
        return None
    return {
        "text": examined.draft.text,
        "short_answer": examined.draft.short_answer,
        "claims": [claim.model_dump(mode="json") for claim in examined.claims],
        "citations": [citation.model_dump(mode="json") for citation in examined.citations],
    }


def _judged(case: QaCase, examined: Examined, answer: Answer) -> dict[str, Any]:
    """`scores` and `faults` of a row."""
    draft, answered = examined.draft, answer.status != "abstained"
    said = _said(answer.text, answer.short_answer) if answered else ""
    drafted = _said(draft.text, draft.short_answer)
    right = answered and answers.is_right(answer.text, answer.short_answer, case.answers)
    draft_right = bool(draft.text) and answers.is_right(
        draft.text, draft.short_answer, case.answers
    )
    useful = [_useful(item, case) for item in answer.evidence]
    evidence_holds = any(holds(item.text, case.answers) for item in answer.evidence)
    scores = {
        "em": answers.exact_match(said, case.answers),
        "f1": answers.f1(said, case.answers),
        "right": right,
        "draft_right": draft_right,
        "draft_em": answers.exact_match(drafted, case.answers),
        "draft_f1": answers.f1(drafted, case.answers),
        # What cannot pass any threshold scores nothing.
        "score": answer.support if examined.decision.score > 0 else 0.0,
        "raw": examined.decision.score,
        **_citations(case, answer),
        "context_precision": _average_precision(useful) if case.answerable else None,
        "context_recall": _context_recall(case, answer.evidence, useful),
    }
    faults = faults_of(
        answerable=case.answerable,
        answered=answered,
        right=right,
        draft_right=draft_right,
        evidence_holds=evidence_holds,
    )
    return {"scores": scores, "faults": faults}


def _said(text: str, short_answer: str | None) -> str:
    return text if short_answer is None else short_answer


def _useful(item: EvidenceItem | Citation, case: QaCase) -> bool:
    """Whether a piece holds a reference, or comes from a document that is known to support it."""
    supporting = item.document_id in (case.supporting_ids or ()) and not case.contexts
    return supporting or holds(item.text, case.answers)


def _citations(case: QaCase, answer: Answer) -> dict[str, float | None]:
    """Precision and recall of the citations of a released answer to what can be answered."""
    if not case.answerable or not answer.citations:
        return {"citation_precision": None, "citation_recall": None}
    useful = {c.n for c in answer.citations if _useful(c, case)}
    return {
        "citation_precision": len(useful) / len(answer.citations),
        "citation_recall": _share([bool(useful & set(c.citations)) for c in answer.claims]),
    }


def _share(said: Sequence[bool]) -> float | None:
    return sum(said) / len(said) if said else None


def _average_precision(useful: Sequence[bool]) -> float | None:
    """Mean of the precision at each useful rank; 0 when nothing is."""
    if not useful:
        return None
    at = [sum(useful[: n + 1]) / (n + 1) for n, good in enumerate(useful) if good]
    return sum(at) / len(at) if at else 0.0


def _context_recall(
    case: QaCase, evidence: Sequence[EvidenceItem], useful: Sequence[bool]
) -> float | None:
    if not case.answerable:
        return None
    if case.supporting_ids and not case.contexts:
        found = {item.document_id for item in evidence}
        return len(found & set(case.supporting_ids)) / len(case.supporting_ids)
    return float(any(useful))
