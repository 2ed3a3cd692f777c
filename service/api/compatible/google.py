"""Google's check grounding API: `POST /v1/projects/.../groundingConfigs/...:check`."""

from typing import Annotated

from fastapi import APIRouter, Body, Path, Response
from fastapi.openapi.models import Example
from pydantic import BaseModel, Field

from service.answer import CheckedClaim, CheckResult, Citation, Source
from service.api.compatible.checking import check, checkable
from service.api.context import Service, as_json, errors
from service.sources import number_of

router = APIRouter(tags=["compatible"])

_EXAMPLES = {
    "facts": Example(
        value={
            "answerCandidate": "The bridge was opened in 1932. It is 500 metres long.",
            "facts": [{"factText": "The bridge was opened in 1932."}],
            "groundingSpec": {"citationThreshold": 0.6},
        }
    )
}
_Name = Annotated[str, Path(description="of any value; nothing depends on it")]


class Fact(BaseModel):
    """A text that the answer should stand on."""

    factText: str = Field(min_length=1)
    attributes: dict[str, str] = {}


class Spec(BaseModel):
    """How to report."""

    citationThreshold: float = Field(0.6, ge=0, le=1)
    enableClaimLevelScore: bool = False


class GroundingIn(BaseModel):
    """An answer with the facts that it should stand on."""

    answerCandidate: str
    facts: list[Fact] = Field(min_length=1, max_length=1000)
    groundingSpec: Spec = Spec()


class FactChunk(BaseModel):
    """A passage that is cited; `source` is the number of its fact."""

    chunkText: str
    source: str
    sourceMetadata: dict[str, str] = {}


class ClaimOut(BaseModel):
    """A sentence; its place is counted in bytes of UTF-8."""

    startPos: int
    endPos: int
    claimText: str
    citationIndices: list[int]
    groundingCheckRequired: bool
    score: float | None = None


class GroundingOut(BaseModel):
    """`supportScore` is the share of the claims that can be expected to be supported."""

    supportScore: float = Field(ge=0, le=1)
    citedChunks: list[FactChunk]
    claims: list[ClaimOut]


@router.post(
    "/v1/projects/{project}/locations/{location}/groundingConfigs/{config}:check",
    response_model=GroundingOut,
    responses=errors(413, 422, 429, 504),
)
async def check_grounding(
    service: Service,
    project: _Name,
    location: _Name,
    config: _Name,
    body: Annotated[GroundingIn, Body(openapi_examples=_EXAMPLES)],
) -> Response:
    """Check an answer against facts, with the fields of Google's check grounding API."""
    sources = [
        Source(text=fact.factText, title=fact.attributes.get("title", "")[:1000])
        for fact in body.facts
    ]
    return as_json(_checked(body, await check(service, body.answerCandidate, sources)))


def _checked(body: GroundingIn, result: CheckResult) -> GroundingOut:
    claims = checkable(result)
    threshold = body.groundingSpec.citationThreshold
    cited = {c.n: c for c in result.citations}
    used = dict.fromkeys(n for c in claims if c.support >= threshold for n in c.citations)
    places = {n: place for place, n in enumerate(used)}
    return GroundingOut(
        supportScore=sum(c.support for c in claims) / len(claims) if claims else 0.0,
        citedChunks=[_chunk(body.facts, cited[n]) for n in used],
        claims=[_claim(body, claim, places) for claim in result.claims],
    )


def _chunk(facts: list[Fact], citation: Citation) -> FactChunk:
    number = number_of(citation) - 1
    return FactChunk(
        chunkText=citation.text, source=str(number), sourceMetadata=facts[number].attributes
    )


def _claim(body: GroundingIn, claim: CheckedClaim, places: dict[int, int]) -> ClaimOut:
    start = len(body.answerCandidate[: claim.start].encode())
    required = claim.verdict != "not_checkable"
    enough = required and claim.support >= body.groundingSpec.citationThreshold
    return ClaimOut(
        startPos=start,
        endPos=start + len(claim.text.encode()),
        claimText=claim.text,
        citationIndices=[places[n] for n in claim.citations] if enough else [],
        groundingCheckRequired=required,
        score=claim.support if required and body.groundingSpec.enableClaimLevelScore else None,
    )
