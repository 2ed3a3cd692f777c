"""Assembles the ASGI application around one `Footing`."""

import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi_offline import FastAPIOffline
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service import metrics
from service.api import (
    answers,
    collections,
    description,
    documents,
    errors,
    evaluations,
    graph,
    health,
)
from service.api.chat import routes as chat
from service.api.compatible import azure, google, vectara
from service.api.cross_site import NoCrossSite
from service.api.limits import BodyLimit
from service.bootstrap import Footing
from service.deadline import STORE_LESS
from service.evaluation.jobs import Evaluations
from service.mcp_server.server import McpEndpoint
from service.serving import Serving
from service.web import page
from service.work import Work

_log = logging.getLogger(__name__)
_DESCRIPTION = (
    "Answers from your documents and knowledge graph. Every sentence comes with what it stands on; "
    "when the support is weak the answer is an honest refusal with a reason."
)


def create_app(footing: Footing) -> FastAPI:
    """The application; it closes `footing` when it shuts down."""
    settings = footing.settings
    work = Work(settings.queue)
    serving = Serving(footing, work)
    mcp = McpEndpoint(serving)
    # Its own thread: large uploads must not keep questions waiting.
    storing = Work(settings.queue, workers=1, advice=STORE_LESS)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with mcp.running():
            yield
        _log.info("stopping: finishing what runs, keeping the indexes")
        work.close()
        storing.close()
        app.state.evaluations.close()
        footing.close()

    app: FastAPI = FastAPIOffline(
        title="Footing", version="0.1.0", description=_DESCRIPTION, lifespan=lifespan
    )
    app.state.serving = serving
    app.state.storing = storing
    app.state.evaluations = Evaluations(footing, settings.data)
    about_content = (answers, collections, documents, graph, evaluations)
    for module in (*about_content, chat, azure, google, vectara, health):
        app.include_router(module.router)
    page.install(app)
    app.add_route("/mcp", mcp, include_in_schema=False)  # type: ignore[arg-type]
    errors.install(app)
    app.add_middleware(BodyLimit, limit=int(settings.max_body_mb * 1_000_000))
    app.add_middleware(NoCrossSite)
    app.add_middleware(_Measured)  # outermost: it counts what is refused, too
    description.complete(app)
    return app


class _Measured:
    """Counts requests and their time by route, and logs each at debug level."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        status = 500

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, watched)
        finally:
            seconds = time.perf_counter() - started
            # The route's pattern: paths with ids in them would be one time series each.
            route = str(getattr(scope.get("route"), "path", "other"))
            metrics.REQUESTS.labels(route, str(status)).inc()
            metrics.SECONDS.labels(route).observe(seconds)
            _log.debug("%s %s %d %.1f ms", scope["method"], scope["path"], status, seconds * 1e3)
