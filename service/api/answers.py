"""Routes that answer and check: `/v1/query`, `/v1/check`, `/v1/feedback`."""

from typing import Annotated

from fastapi import APIRouter, Body, Query, Response
from fastapi.openapi.models import Example

from knowledge.errors import InvalidInputError
from service.answer import Answer, CheckResult
from service.api.context import Service, as_json, errors
from service.api.schemas import (
    CheckIn,
    FeedbackIn,
    FeedbackItem,
    FeedbackOut,
    FeedbackPage,
    QueryIn,
)
from service.pipeline import Ask
from service.questions import valid_collection, valid_question, valid_text

router = APIRouter(prefix="/v1", tags=["answers"])

_QUERIES = {
    "english": Example(summary="From a collection", value={"question": "Who introduced LoRA?"}),
    "chinese": Example(summary="In Chinese", value={"question": "什么是灾难性遗忘？", "top_k": 5}),
    "sources": Example(
        summary="From given texts",
        value={
            "question": "When was the bridge opened?",
            "sources": [{"title": "Bridge", "text": "The bridge was opened in 1932."}],
        },
    ),
}
_CHECKS = {
    "sources": Example(
        summary="Against given texts",
        value={
            "answer": "The bridge was opened in 1932. It is 500 metres long.",
            "sources": [{"text": "The bridge was opened in 1932."}],
        },
    ),
    "question": Example(
        summary="A short answer beside its question",
        value={
            "question": "When was the bridge opened?",
            "answer": "1932",
            "sources": [{"text": "The bridge was opened in 1932."}],
        },
    ),
    "collection": Example(
        summary="Against a collection",
        value={"answer": "LoRA was introduced in 2021.", "collection": "default"},
    ),
}
_FEEDBACK = {
    "down": Example(
        value={
            "answer_id": "3f0c…",
            "rating": "down",
            "question": "When was the bridge opened?",
            "correction": "It was 1932.",
            "collection": "default",
        }
    )
}


@router.post("/query", response_model=Answer, responses=errors(404, 413, 422, 429, 504))
async def query(
    service: Service, body: Annotated[QueryIn, Body(openapi_examples=_QUERIES)]
) -> Response:
    """Answer a question from a collection or from given texts, or abstain and say why."""
    ask = Ask(
        body.question, body.collection, body.sources, body.top_k, body.include_evidence,
        body.samples,
    )  # fmt: skip
    return as_json(await service.begin_asking(ask).result(service.request))


@router.post("/check", response_model=CheckResult, responses=errors(404, 413, 422, 429, 504))
async def check(
    service: Service, body: Annotated[CheckIn, Body(openapi_examples=_CHECKS)]
) -> Response:
    """Check an answer sentence by sentence against sources or a collection."""
    if bool(body.sources) == bool(body.collection):
        raise InvalidInputError("give either `sources` or `collection` to check against.")
    answer = valid_text(body.answer, "answer")
    if not answer.strip():
        raise InvalidInputError("the answer is empty; give the text to be checked.")
    question = valid_question(body.question) if body.question else ""
    checking = service.footing.checking
    result = await service.run(
        lambda deadline: checking.check_answer(
            answer, body.sources, body.collection, deadline, question
        )
    )
    return as_json(result)


@router.post(
    "/feedback", response_model=FeedbackOut, status_code=201, responses=errors(422, 429, 504)
)
async def feedback(
    service: Service, body: Annotated[FeedbackIn, Body(openapi_examples=_FEEDBACK)]
) -> Response:
    """Keep what a person thinks of an answer."""
    for name in ("question", "answer", "correction", "comment"):
        valid_text(getattr(body, name) or "", name)
    if body.collection is not None:
        valid_collection(body.collection)
    number = await service.run(lambda _: service.footing.store.add_feedback(body.model_dump()))
    return as_json(FeedbackOut(id=number), 201)


@router.get("/feedback", response_model=FeedbackPage, responses=errors(422, 429, 504))
async def feedback_listing(
    service: Service,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    before: Annotated[int | None, Query(ge=1, description="`next` of the page before")] = None,
    collection: Annotated[str | None, Query(description="of this collection only")] = None,
) -> Response:
    """What people thought of answers, the newest first."""
    store = service.footing.store
    found = await service.run(lambda _: store.feedback(limit + 1, before, collection))
    page = [FeedbackItem(id=e.id, created_at=e.created_at, **e.body) for e in found[:limit]]
    return as_json(FeedbackPage(feedback=page, next=page[-1].id if len(found) > limit else None))
