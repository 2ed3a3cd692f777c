"""Vectara: `POST /v2/evaluate_factual_consistency`."""

from typing import Annotated, Any

from fastapi import APIRouter, Body, Response
from fastapi.openapi.models import Example
from pydantic import BaseModel, Field

from service.answer import Source
from service.api.compatible.checking import check
from service.api.context import Service, as_json, errors

router = APIRouter(tags=["compatible"])

_EXAMPLES = {
    "one": Example(
        value={
            "generated_text": "The bridge was opened in 1945.",
            "source_texts": ["The bridge was opened in 1932."],
            "language": "eng",
        }
    )
}


class EvaluateIn(BaseModel):
    """A generated text with its sources; any `model_parameters` are passed over."""

    model_parameters: dict[str, Any] | None = None
    generated_text: str
    source_texts: list[Annotated[str, Field(min_length=1)]] = Field(min_length=1, max_length=1000)
    language: str | None = None

    model_config = {"protected_namespaces": ()}


class EvaluateOut(BaseModel):
    """How likely the weakest sentence is to be supported."""

    score: float = Field(ge=0, le=1)
    p_consistent: float = Field(ge=0, le=1)
    p_inconsistent: float = Field(ge=0, le=1)


@router.post(
    "/v2/evaluate_factual_consistency",
    response_model=EvaluateOut,
    responses=errors(413, 422, 429, 504),
)
async def evaluate(
    service: Service, body: Annotated[EvaluateIn, Body(openapi_examples=_EXAMPLES)]
) -> Response:
    """Check a generated text against sources, with the fields of Vectara's API."""
    sources = [Source(text=text) for text in body.source_texts]
    support = (await check(service, body.generated_text, sources)).support
    inconsistent = round(1 - support, 4)
    return as_json(EvaluateOut(score=support, p_consistent=support, p_inconsistent=inconsistent))
