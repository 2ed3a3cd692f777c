"""Bodies of the OpenAI-compatible door.

Parameters that OpenAI knows and that mean nothing here are ignored, as are unknown ones.
"""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from service.answer import (
    AbstainReason,
    CheckedClaim,
    Citation,
    EvidenceItem,
    Guarantee,
    Highlight,
    Status,
    TraceStep,
)


class ContentPart(BaseModel):
    """A part of a message; only text can be read."""

    type: str
    text: str | None = None


class MessageIn(BaseModel):
    """A message of the conversation."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: str | list[ContentPart] | None = None

    @property
    def text(self) -> str:
        """The text of the message, parts joined by line breaks."""
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content if part.text)
        return self.content or ""


class StreamOptions(BaseModel):
    """How a stream ends."""

    include_usage: bool | None = None


class FootingIn(BaseModel):
    """What OpenAI has no parameter for; None leaves it to the model id."""

    model_config = ConfigDict(extra="forbid")

    text: bool | None = Field(None, description="`[1]` marks and a list of sources in the text")
    annotations: bool | None = Field(None, description="`url_citation` annotations")
    events: bool | None = Field(None, description="status and source events in streams")
    condense: bool = Field(True, description="complete a follow-up question from the conversation")
    top_k: int | None = Field(None, ge=1, le=100)
    include_evidence: bool = Field(False, description="give all that the answer was drafted from")


class ChatIn(BaseModel):
    """A conversation to be answered."""

    model: str = Field(examples=["footing", "footing/handbook"])
    messages: list[MessageIn]
    stream: bool | None = False
    stream_options: StreamOptions | None = None
    n: int | None = Field(None, ge=1)
    stop: str | list[str] | None = None
    max_tokens: int | None = Field(None, ge=1)
    max_completion_tokens: int | None = Field(None, ge=1)
    temperature: float | None = Field(None, ge=0, le=2, description="accepted, without effect")
    tools: list[Any] | None = None
    tool_choice: Any = None
    response_format: dict[str, Any] | None = None
    logprobs: bool | None = None
    modalities: list[str] | None = None
    footing: FootingIn = FootingIn()


class ModelOut(BaseModel):
    """A model: the questions that one collection answers."""

    id: str
    object: Literal["model"] = "model"
    created: int = 0
    owned_by: str = "footing"


class ModelsOut(BaseModel):
    """Every model."""

    object: Literal["list"] = "list"
    data: list[ModelOut]


class UrlCitation(BaseModel):
    """A source; the indices say where in the message it is used."""

    start_index: int
    end_index: int
    title: str
    url: str


class Annotation(BaseModel):
    """OpenAI's wrapping of a source."""

    type: Literal["url_citation"] = "url_citation"
    url_citation: UrlCitation


class FootingOut(BaseModel):
    """For programs: what the answer stands on. Offsets of claims count in `text`.

    `question` is what was asked of the documents, after the conversation was taken into account.
    """

    answer_id: str
    question: str
    status: Status
    abstain_reason: AbstainReason | None
    text: str
    support: float
    threshold: float
    claims: list[CheckedClaim]
    citations: list[Citation]
    disclaimers: list[str]
    guarantee: Guarantee | None
    highlights: list[Highlight] = []
    evidence: list[EvidenceItem] = []
    trace: list[TraceStep] = []


class Usage(BaseModel):
    """Sizes in words, Chinese characters and punctuation marks: no model counts tokens here."""

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int


class MessageOut(BaseModel):
    """The answer as a message."""

    role: Literal["assistant"] = "assistant"
    content: str
    refusal: None = None
    annotations: list[Annotation] = []


class Choice(BaseModel):
    """The one choice."""

    index: Literal[0] = 0
    message: MessageOut
    finish_reason: Literal["stop", "length"]
    logprobs: None = None


class Completion(BaseModel):
    """A whole answer."""

    id: str
    object: Literal["chat.completion"] = "chat.completion"
    created: int
    model: str
    choices: list[Choice]
    usage: Usage
    footing: FootingOut | None = None
