"""What every route needs: the assembled service, the work queue, and common responses."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar, cast

from fastapi import Depends, Request, Response
from pydantic import BaseModel

from service.answer import Answer
from service.api.schemas import ErrorOut, OpenAIErrorOut
from service.bootstrap import Footing
from service.deadline import Deadline
from service.evaluation.jobs import Evaluations
from service.pipeline import Ask
from service.serving import Serving
from service.work import Pending, Work

T = TypeVar("T")
_HAS_TO_CHANGE = "the request has to change; `message` says how"


@dataclass(frozen=True, slots=True)
class Context:
    """The service behind a request, and the way to run work for it."""

    serving: Serving
    storing: Work
    evaluations: Evaluations
    request: Request

    @property
    def footing(self) -> Footing:
        """The assembled service."""
        return self.serving.footing

    async def run(self, function: Callable[[Deadline], T]) -> T:
        """Run model or store work off the event loop, within the request's deadline."""
        return await self.serving.begin(function).result(self.request)

    def begin_asking(self, ask: Ask) -> Pending[Answer]:
        """Begin to answer a question, to be waited for with this request."""
        return self.serving.begin_asking(ask)

    async def run_storing(self, function: Callable[[Deadline], T]) -> T:
        """The same for ingestion, which takes longer and waits in a queue of its own."""
        seconds = self.footing.settings.ingest_deadline_s
        return await self.storing.run(self.request, function, seconds)


def _context(request: Request) -> Context:
    state = request.app.state
    evaluations = cast(Evaluations, state.evaluations)
    return Context(cast(Serving, state.serving), cast(Work, state.storing), evaluations, request)


Service = Annotated[Context, Depends(_context)]


def as_json(model: BaseModel, status: int = 200) -> Response:
    """A response straight from pydantic's serialiser."""
    return Response(model.model_dump_json(), status, media_type="application/json")


def openai_errors(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The same for a route of the OpenAI-compatible door; what is 422 elsewhere is 400 there."""
    described: dict[int | str, dict[str, Any]] = {"4XX": {"description": _HAS_TO_CHANGE}}
    described |= errors(*statuses)
    return {status: {**response, "model": OpenAIErrorOut} for status, response in described.items()}


def errors(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The error responses of a route, for the OpenAPI document."""
    meaning = {
        404: "unknown collection, document or evaluation",
        413: "body over the limit",
        422: _HAS_TO_CHANGE,
        429: "too many requests are waiting; see `Retry-After`",
        504: "the deadline passed",
    }
    return {s: {"model": ErrorOut, "description": meaning[s]} for s in statuses}
