"""Serves the page: one document for each of its addresses, and the files that it is made of.

What to show at an address is decided in the browser (`static/scripts/main.js`).
"""

from functools import cache
from importlib.resources import files

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

ADDRESSES = ("/", "/documents", "/documents/{document_id:path}", "/check", "/quality", "/graph")
ASSETS = "/assets"
_STATIC = files("service.web") / "static"
# Nothing but this service's own files, and no text that a document says can become script.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'self'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    # Browsers ask whether it changed: an upgraded service must not meet an older page's files.
    "Cache-Control": "no-cache",
}


def install(app: FastAPI) -> None:
    """Answer at the page's addresses."""
    for address in ADDRESSES:
        app.add_api_route(address, _page, methods=["GET"], include_in_schema=False)
    app.mount(ASSETS, _Assets(packages=[("service.web", "static")]), "assets")


async def _page(request: Request) -> Response:
    """The document at any address, which names its files relative to the page's root."""
    return HTMLResponse(_shell().replace("{{ root }}", _root(request.scope)), headers=_HEADERS)


@cache
def _shell() -> str:
    return (_STATIC / "index.html").read_text("utf-8")


def _root(scope: Scope) -> str:
    """The way from an address back to the page's root.

    Relative, so that the page works behind a proxy that serves it under a path of its own.
    """
    path = scope["raw_path"].decode("ascii", "replace").removeprefix(scope.get("root_path", ""))
    return "../" * (path.count("/") - 1) or "./"


class _Assets(StaticFiles):
    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers.update(_HEADERS)
        return response
