"""What callers get: answers, claims, verdicts, citations. The JSON of every door."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from knowledge.types import EvidenceKind

Status = Literal["answered", "partial", "abstained"]
AbstainReason = Literal[
    "no_evidence", "weak_support", "contradicted", "not_answerable", "generator_failed"
]
Verdict = Literal["supported", "contradicted", "unsupported", "not_checkable"]

# Where a threshold comes from: `public_data` is what ships, fitted on public sets.
ThresholdOrigin = Literal["public_data", "certificate", "setting"]

# What happened to a question, in the order in which it can happen.
StepName = Literal[
    "cache", "search", "rewrite", "steps", "draft", "check", "samples", "disputes", "rules",
    "opinion", "lookup", "revise", "trim", "decide",
]  # fmt: skip

DONT_KNOW = {"en": "I don't know", "zh": "我不知道"}


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Hop(_Frozen):
    """A triple that a citation or evidence consists of, with where it is from.

    One that was read from a document has that document's title and address, and `start` and `end`
    of the sentence or the row of a table that states it.
    """

    subject: str
    predicate: str
    object: str
    source: str = Field(description="`imported`, or what read it from the document")
    document_id: str | None = None
    chunk_id: int | None = None
    title: str = ""
    uri: str | None = None
    start: int | None = None
    end: int | None = None


class Citation(_Frozen):
    """A place that a claim stands on, or that speaks against it.

    For a passage, `text` is exactly the document's text from `start` to `end` (code points). Of a
    text in the request these are places in it as it was sent, and `text` is what stands there,
    cleaned: plain line ends, no control characters. For a triple that was read from a document they
    are the place of the sentence or row that states it, and `text` is the triple in words.
    """

    n: int = Field(description="number that claims refer to")
    kind: EvidenceKind
    document_id: str | None = None
    chunk_id: int | None = None
    title: str = Field("", description="of the document; of imported triples their subject")
    uri: str | None = None
    start: int | None = None
    end: int | None = None
    text: str
    hops: list[Hop] = Field(
        default_factory=list, description="of a triple the one, of a path each, in order"
    )
    conflicts: list[Hop] = Field(
        default_factory=list, description="triples of the same graph that say otherwise"
    )


class CheckedClaim(_Frozen):
    """One sentence with its verdict; `start` and `end` are offsets into the checked text."""

    text: str
    start: int
    end: int
    verdict: Verdict
    support: float = Field(ge=0, le=1)
    citations: list[int] = Field(default_factory=list, description="numbers of citations for it")
    contradictions: list[int] = Field(default_factory=list, description="and against it")


class Highlight(_Frozen):
    """Where the released text gives the answer itself; offsets in code points."""

    start: int
    end: int


class EvidenceItem(_Frozen):
    """A passage, triple or path that was given to the generator."""

    kind: EvidenceKind
    text: str
    score: float
    title: str = ""
    uri: str | None = None
    document_id: str | None = None
    chunk_id: int | None = None
    start: int | None = None
    end: int | None = None
    hops: list[Hop] = []
    conflicts: list[Hop] = []


class Guarantee(_Frozen):
    """What a calibration certified about the share of wrong among the answered.

    With probability `confidence` at most a share `risk` of the answers is wrong, for questions
    like the `cases` it was calibrated with, of which `answered` passed with `errors` wrong.
    """

    risk: float
    confidence: float
    cases: int
    answered: int
    errors: int
    valid: bool = Field(description="false as soon as anything it rests on has changed")
    reasons: list[str] = Field(default_factory=list, description="why it is not valid")


class Models(_Frozen):
    """Which models made the answer."""

    generator: str
    checker: str
    embedder: str


class TraceStep(_Frozen):
    """One step on the way to an answer, in a short sentence.

    Never holds what was drafted and not released.
    """

    step: StepName
    detail: str
    ms: float = 0.0


class Answer(_Frozen):
    """The answer to a question, or a refusal that says why."""

    id: str
    question: str
    status: Status
    abstain_reason: AbstainReason | None = None
    text: str
    short_answer: str | None = None
    highlights: list[Highlight] = Field(
        default_factory=list, description="in `text`; several where sources give several answers"
    )
    support: float = Field(ge=0, le=1)
    threshold: float = Field(ge=0, le=1)
    threshold_from: ThresholdOrigin = "public_data"
    guarantee: Guarantee | None = None
    claims: list[CheckedClaim] = []
    citations: list[Citation] = []
    evidence: list[EvidenceItem] = []
    disclaimers: list[str] = Field(
        default_factory=list, description="texts that rules add; no claims, nothing supports them"
    )
    model: Models
    timings_ms: dict[str, float] = {}
    trace: list[TraceStep] = Field(default_factory=list, description="how the answer came about")


class CheckResult(_Frozen):
    """How well a given text stands on given sources."""

    support: float = Field(ge=0, le=1, description="of the weakest checkable claim")
    grounded: bool
    claims: list[CheckedClaim]
    citations: list[Citation]
    truncated: bool = False


class Source(_Frozen):
    """A text given by the caller to answer from or check against."""

    text: str = Field(min_length=1)
    title: str = Field("", max_length=1000)
