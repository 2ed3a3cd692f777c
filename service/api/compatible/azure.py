"""Azure AI Content Safety: `POST /contentsafety/text:detectGroundedness`."""

from typing import Annotated, Literal

from fastapi import APIRouter, Body, Response
from fastapi.openapi.models import Example
from pydantic import BaseModel, Field

from knowledge.errors import InvalidInputError
from service.answer import CheckedClaim, CheckResult, Source
from service.api.compatible.checking import check, checkable
from service.api.context import Service, as_json, errors

router = APIRouter(tags=["compatible"])

_EXAMPLES = {
    "summary": Example(
        value={
            "domain": "Generic",
            "task": "Summarization",
            "text": "The bridge was opened in 1945.",
            "groundingSources": ["The bridge was opened in 1932."],
        }
    )
}


class Question(BaseModel):
    """The question that was answered; only sentences are compared, so it is not needed."""

    query: str = ""


class DetectIn(BaseModel):
    """A text with the sources that it should stand on."""

    domain: Literal["Generic", "Medical", "GENERIC", "MEDICAL"] = "Generic"
    task: Literal["Summarization", "QnA", "SUMMARIZATION", "QNA"] = "Summarization"
    qna: Question | None = None
    text: str
    groundingSources: list[Annotated[str, Field(min_length=1)]] = Field(
        min_length=1, max_length=1000
    )
    reasoning: bool = False
    correction: bool = False


class Lengths(BaseModel):
    """A length in three ways of counting."""

    utf8: int
    utf16: int
    codePoint: int


class UngroundedDetail(BaseModel):
    """A sentence that does not stand on the sources."""

    text: str
    offset: Lengths
    length: Lengths
    reason: str | None = None


class DetectOut(BaseModel):
    """How much of the text is ungrounded, by length, and which sentences."""

    ungroundedDetected: bool
    ungroundedPercentage: float = Field(ge=0, le=1)
    ungroundedDetails: list[UngroundedDetail]


@router.post(
    "/contentsafety/text:detectGroundedness",
    response_model=DetectOut,
    responses=errors(413, 422, 429, 504),
)
async def detect(
    service: Service, body: Annotated[DetectIn, Body(openapi_examples=_EXAMPLES)]
) -> Response:
    """Check a text against sources, with the fields of Azure AI Content Safety."""
    if body.correction:
        raise InvalidInputError("texts are not corrected here; leave `correction` out.")
    result = await check(service, body.text, [Source(text=s) for s in body.groundingSources])
    return as_json(_detected(body, result))


def _detected(body: DetectIn, result: CheckResult) -> DetectOut:
    claims = checkable(result)
    ungrounded = [claim for claim in claims if claim.verdict != "supported"]
    total = sum(claim.end - claim.start for claim in claims)
    share = sum(claim.end - claim.start for claim in ungrounded) / total if total else 0.0
    return DetectOut(
        ungroundedDetected=bool(ungrounded),
        ungroundedPercentage=round(share, 4),
        ungroundedDetails=[_detail(body, result, claim) for claim in ungrounded],
    )


def _detail(body: DetectIn, result: CheckResult, claim: CheckedClaim) -> UngroundedDetail:
    against = next((c.text for c in result.citations if c.n in claim.contradictions), None)
    reason = f"contradicted by: {against}" if against else "no source supports it"
    return UngroundedDetail(
        text=claim.text,
        offset=_lengths(body.text[: claim.start]),
        length=_lengths(claim.text),
        reason=reason if body.reasoning else None,
    )


def _lengths(text: str) -> Lengths:
    return Lengths(
        utf8=len(text.encode()), utf16=len(text.encode("utf-16-le")) // 2, codePoint=len(text)
    )
