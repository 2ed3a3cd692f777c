"""Rows of a run as far as the report shows them. Fields that it does not show are passed over."""

from pydantic import BaseModel, ConfigDict

from service.answer import (
    AbstainReason,
    CheckedClaim,
    Citation,
    EvidenceItem,
    Guarantee,
    Highlight,
    Status,
)


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True)


class QaCase(_Row):
    """What the test set says about a question."""

    answers: list[str] = []
    answerable: bool = True
    lang: str = ""
    source: str | None = None


class QaDraft(_Row):
    """What the generator wrote before gate 2; its claims' numbers refer to `citations`, if kept."""

    text: str = ""
    short_answer: str | None = None
    claims: list[CheckedClaim] = []
    citations: list[Citation] = []


class QaScores(_Row):
    """How one answer did."""

    em: float = 0.0
    f1: float = 0.0
    right: bool = False
    draft_right: bool = False
    draft_f1: float = 0.0
    score: float = 0.0


class QaRow(_Row):
    """An answered or refused question; a case that raised has `error` and little else."""

    id: str
    question: str = ""
    status: Status = "abstained"
    abstain_reason: AbstainReason | None = None
    text: str = ""
    short_answer: str | None = None
    highlights: list[Highlight] = []
    support: float = 0.0
    threshold: float = 0.0
    guarantee: Guarantee | None = None
    claims: list[CheckedClaim] = []
    citations: list[Citation] = []
    evidence: list[EvidenceItem] = []
    case: QaCase = QaCase()
    draft: QaDraft | None = None
    scores: QaScores = QaScores()
    faults: list[str] = []
    error: str | None = None

    @property
    def released(self) -> bool:
        """Whether anything was answered."""
        return self.error is None and self.status != "abstained"


class ClaimsRow(_Row):
    """A judged claim or response beside its evidence."""

    id: str
    lang: str = ""
    source: str | None = None
    label: str = ""
    supported: bool = False
    score: float = 0.0
    predicted: bool = False
    verdict: str = ""
    claims: list[CheckedClaim] = []
    claim: str | None = None
    response: str | None = None
    evidence: list[str] = []
    error: str | None = None

    @property
    def text(self) -> str:
        """What was judged."""
        return self.claim if self.claim is not None else self.response or ""


class RetrievalRow(_Row):
    """A question with what each searcher found for it, best first."""

    id: str
    question: str = ""
    lang: str = ""
    supporting_ids: list[str] = []
    found: dict[str, list[str]] = {}
    scores: dict[str, dict[str, float]] = {}
    error: str | None = None
