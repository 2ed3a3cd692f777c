"""What every route needs: the assembled service, the work queue, and common responses."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar, cast

from fastapi import Depends, Request, Response
from pydantic import BaseModel

from service.api.schemas import ErrorOut
from service.api.work import Work
from service.bootstrap import Footing
from service.deadline import Deadline
from service.evaluation.jobs import Evaluations

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Context:
    """The service behind a request, and the way to run work for it."""

    footing: Footing
    work: Work
    storing: Work
    evaluations: Evaluations
    request: Request

    async def run(self, function: Callable[[Deadline], T]) -> T:
        """Run model or store work off the event loop, within the request's deadline."""
        return await self.work.run(self.request, function, self.footing.settings.deadline_s)

    async def run_storing(self, function: Callable[[Deadline], T]) -> T:
        """The same for ingestion, which takes longer and waits in a queue of its own."""
        seconds = self.footing.settings.ingest_deadline_s
        return await self.storing.run(self.request, function, seconds)


def _context(request: Request) -> Context:
    state = request.app.state
    work, storing = cast(Work, state.work), cast(Work, state.storing)
    evaluations = cast(Evaluations, state.evaluations)
    return Context(cast(Footing, state.footing), work, storing, evaluations, request)


Service = Annotated[Context, Depends(_context)]


def as_json(model: BaseModel, status: int = 200) -> Response:
    """A response straight from pydantic's serialiser."""
    return Response(model.model_dump_json(), status, media_type="application/json")


def errors(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The error responses of a route, for the OpenAPI document."""
    meaning = {
        404: "unknown collection, document or evaluation",
        413: "body over the limit",
        422: "the request has to change; `message` says how",
        429: "too many requests are waiting; see `Retry-After`",
        504: "the deadline passed",
    }
    return {s: {"model": ErrorOut, "description": meaning[s]} for s in statuses}
