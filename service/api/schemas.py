"""Bodies of requests and of responses that are not answers."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from knowledge.types import DEFAULT_COLLECTION
from service.answer import Guarantee, Source, ThresholdOrigin
from service.ingest.offered import OutcomeStatus

Collection = Annotated[
    str, Field(description="a separate body of documents and triples", examples=["default"])
]


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class DocumentIn(_Request):
    """A document given as text."""

    text: str = Field(min_length=1, examples=["LoRA freezes the weights and trains two matrices."])
    title: str = Field("", max_length=1000, examples=["LoRA"])
    id: str | None = Field(None, description="kept as its id; made from the content if absent")
    uri: str | None = Field(None, max_length=4000)
    metadata: dict[str, Any] = {}


class DocumentsIn(_Request):
    """One or many documents."""

    documents: list[DocumentIn] = Field(min_length=1, max_length=1000)
    collection: Collection = DEFAULT_COLLECTION


class OutcomeOut(BaseModel):
    """What became of one document; `reason` and `message` say why it failed."""

    status: OutcomeStatus
    name: str
    document_id: str | None = None
    chunks: int = 0
    reason: str | None = None
    message: str | None = None
    details: dict[str, Any] = {}


class IngestOut(BaseModel):
    """What became of everything that was sent; `removed` are rows that their file has no more."""

    added: int
    updated: int
    unchanged: int
    failed: int
    removed: int
    results: list[OutcomeOut]


class DocumentOut(BaseModel):
    """A document in a listing."""

    id: str
    title: str
    uri: str | None
    media_type: str
    metadata: dict[str, Any]
    characters: int
    chunks: int
    updated_at: str


class DocumentPage(BaseModel):
    """Documents by id; give `next` as `after` for the following page."""

    documents: list[DocumentOut]
    next: str | None = None


class ChunkOut(BaseModel):
    """A passage of a document: `document.text[start:end]`."""

    id: int
    start: int
    end: int
    heading_path: list[str]


class DocumentText(BaseModel):
    """A document with its text and where its passages are."""

    id: str
    title: str
    uri: str | None
    media_type: str
    metadata: dict[str, Any]
    text: str
    chunks: list[ChunkOut]


class Deleted(BaseModel):
    """What was removed."""

    deleted: str


class TripleIn(_Request):
    """An edge of the knowledge graph."""

    subject: str
    predicate: str
    object: str


class TriplesIn(_Request):
    """Triples to import."""

    triples: list[TripleIn] = Field(min_length=1, max_length=100_000)
    collection: Collection = DEFAULT_COLLECTION


class TriplesOut(BaseModel):
    """How many triples were new."""

    added: int
    unchanged: int


class QueryIn(_Request):
    """A question."""

    question: str = Field(examples=["Who introduced LoRA?", "什么是灾难性遗忘？"])
    collection: Collection = DEFAULT_COLLECTION
    sources: list[Source] = Field([], max_length=1000, description="answer from these instead")
    top_k: int | None = Field(None, ge=1, le=100)
    include_evidence: bool = False
    samples: int | None = Field(
        None, ge=1, le=10, description="drafts whose claims are compared, where the generator can"
    )


class CheckIn(_Request):
    """An answer to check against sources or a collection."""

    answer: str = Field(examples=["LoRA was introduced in 2021. It trains every weight."])
    question: str | None = Field(
        None, description="that it answers: a bare name or value is judged as what it says of it"
    )
    sources: list[Source] = Field([], max_length=1000)
    collection: str | None = None


class FeedbackIn(_Request):
    """What a person thinks of an answer."""

    answer_id: str = Field(min_length=1, max_length=100)
    rating: Literal["up", "down"]
    question: str | None = Field(None, max_length=10_000)
    answer: str | None = Field(None, max_length=100_000, description="the text that was shown")
    correction: str | None = Field(None, max_length=10_000, description="what is right instead")
    comment: str | None = Field(None, max_length=10_000)
    collection: str | None = Field(None, description="that the question was asked of")


class FeedbackOut(BaseModel):
    """The stored feedback's number."""

    id: int


class FeedbackItem(BaseModel):
    """Feedback in a listing."""

    id: int
    created_at: str
    answer_id: str
    rating: Literal["up", "down"]
    question: str | None = None
    answer: str | None = None
    correction: str | None = None
    comment: str | None = None
    collection: str | None = None


class FeedbackPage(BaseModel):
    """Feedback, the newest first; give `next` as `before` for the following page."""

    feedback: list[FeedbackItem]
    next: int | None = None


class CollectionOut(BaseModel):
    """What a collection holds, and what its answers are held to."""

    name: str
    documents: int
    passages: int
    triples: int
    threshold: float = Field(description="least support that is released")
    threshold_from: ThresholdOrigin
    guarantee: Guarantee | None = None


class CollectionsOut(BaseModel):
    """Every collection by name."""

    collections: list[CollectionOut]


class EvaluationIn(_Request):
    """Cases to evaluate; see the task formats in the README."""

    cases: list[dict[str, Any]] = Field(min_length=1, max_length=100_000)
    task: Literal["qa", "claims", "retrieval"] | None = Field(
        None, description="by the fields of the first case if absent"
    )
    collection: Collection = DEFAULT_COLLECTION
    force_answer: bool = Field(False, description="never abstain, to see the drafts (qa)")
    name: str = Field("", max_length=200)


class EvaluationOut(BaseModel):
    """An evaluation and where it stands."""

    id: str
    name: str
    task: Literal["qa", "claims", "retrieval"]
    collection: str
    force: bool
    cases: int
    created: str
    status: Literal["waiting", "running", "finished", "failed", "interrupted"]
    done: int
    error: str | None = None


class EvaluationDetail(EvaluationOut):
    """The same with its figures, once it has finished."""

    summary: dict[str, Any] | None = None


class EvaluationList(BaseModel):
    """Evaluations, the newest first."""

    evaluations: list[EvaluationOut]


class Health(BaseModel):
    """Whether the process is up, or ready to answer."""

    status: Literal["ok", "not_ready"]
    problems: list[str] = []
    warnings: list[str] = Field([], description="promises that do not hold any more, and why")


class ErrorBody(BaseModel):
    """What is inside every error."""

    code: str
    message: str
    details: dict[str, Any] = {}


class ErrorOut(BaseModel):
    """The shape of every error."""

    error: ErrorBody


class OpenAIErrorBody(BaseModel):
    """What is inside an error under `/v1/chat` and `/v1/models`."""

    message: str
    type: str
    param: str | None = None
    code: str | None = None


class OpenAIErrorOut(BaseModel):
    """The shape of errors that OpenAI's clients know."""

    error: OpenAIErrorBody
