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

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Context:
    """The service behind a request, and the way to run work for it."""

    footing: Footing
    work: Work
    request: Request

    async def run(self, function: Callable[[Deadline], T], seconds: float | None = None) -> T:
        """Run model or store work off the event loop, within the request's deadline."""
        limit = seconds or self.footing.settings.deadline_s
        return await self.work.run(self.request, function, limit)


def _context(request: Request) -> Context:
    state = request.app.state
    return Context(cast(Footing, state.footing), cast(Work, state.work), request)


Service = Annotated[Context, Depends(_context)]


def as_json(model: BaseModel, status: int = 200) -> Response:
    """A response straight from pydantic's serialiser."""
    return Response(model.model_dump_json(), status, media_type="application/json")


def errors(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The error responses of a route, for the OpenAPI document."""
    meaning = {
        404: "unknown collection or document",
        413: "body over the limit",
        422: "the request has to change; `message` says how",
        429: "too many requests are waiting; see `Retry-After`",
        504: "the deadline passed",
    }
    return {s: {"model": ErrorOut, "description": meaning[s]} for s in statuses}
