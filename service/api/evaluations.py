"""Routes for evaluations: start one, see how it stands, read its report, remove it."""

from typing import Annotated

from fastapi import APIRouter, Body, Response
from fastapi.openapi.models import Example
from fastapi.responses import HTMLResponse

from service.api.context import Service, as_json, errors
from service.api.schemas import (
    Deleted,
    EvaluationDetail,
    EvaluationIn,
    EvaluationList,
    EvaluationOut,
)
from service.evaluation.jobs import Request
from service.questions import valid_collection

router = APIRouter(prefix="/v1/evaluations", tags=["evaluations"])

_EXAMPLES = {
    "questions": Example(
        summary="Questions to the collection",
        value={
            "name": "release 12",
            "cases": [
                {"id": "1", "question": "Who introduced LoRA?", "answers": ["Edward Hu"]},
                {"id": "2", "question": "谁写了红楼梦？", "answers": [], "answerable": False},
            ],
        },
    ),
    "claims": Example(
        summary="Claims and their evidence",
        value={
            "cases": [
                {
                    "id": "1",
                    "evidence": "The bridge was opened in 1932.",
                    "claim": "The bridge was opened in 1945.",
                    "label": "refuted",
                }
            ]
        },
    ),
}
# A report shows texts of cases; nothing in it may run or fetch anything.
_NO_SCRIPTS = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"


@router.post("", response_model=EvaluationOut, status_code=202, responses=errors(404, 413, 422))
async def start(
    service: Service, body: Annotated[EvaluationIn, Body(openapi_examples=_EXAMPLES)]
) -> Response:
    """Begin an evaluation in the background; nothing is kept if any case is wrong."""
    collection = valid_collection(body.collection)
    request = Request(body.cases, collection, body.task, body.force_answer, body.name)
    evaluations = service.evaluations
    state = await service.run(lambda _: evaluations.get(evaluations.start(request)))
    return as_json(EvaluationOut(**state), 202)


@router.get("", response_model=EvaluationList)
async def listing(service: Service) -> Response:
    """Every evaluation, the newest first."""
    found = await service.run(lambda _: service.evaluations.all())
    return as_json(EvaluationList(evaluations=[EvaluationOut(**state) for state in found]))


@router.get("/{evaluation_id}", response_model=EvaluationDetail, responses=errors(404, 422))
async def read(service: Service, evaluation_id: str) -> Response:
    """How an evaluation stands, with its figures once it has finished."""
    state = await service.run(lambda _: service.evaluations.get(evaluation_id))
    return as_json(EvaluationDetail(**state))


@router.get(
    "/{evaluation_id}/report",
    response_class=Response,
    responses={200: {"content": {"text/html": {}}}, **errors(404, 422)},
)
async def report(service: Service, evaluation_id: str) -> Response:
    """The report of a finished evaluation: one page that holds everything."""
    page = await service.run(lambda _: service.evaluations.report(evaluation_id))
    return HTMLResponse(page, headers={"Content-Security-Policy": _NO_SCRIPTS})


@router.post(
    "/{evaluation_id}/resume",
    response_model=EvaluationOut,
    status_code=202,
    responses=errors(404, 422),
)
async def resume(service: Service, evaluation_id: str) -> Response:
    """Go on with an evaluation that was interrupted or failed."""
    evaluations = service.evaluations
    await service.run(lambda _: evaluations.resume(evaluation_id))
    state = await service.run(lambda _: evaluations.get(evaluation_id))
    return as_json(EvaluationOut(**state), 202)


@router.delete("/{evaluation_id}", response_model=Deleted, responses=errors(404, 422))
async def delete(service: Service, evaluation_id: str) -> Response:
    """Stop an evaluation if it runs, and remove everything of it."""
    await service.run(lambda _: service.evaluations.delete(evaluation_id))
    return as_json(Deleted(deleted=evaluation_id))
