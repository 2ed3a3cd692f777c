"""Refuses what other web sites make a visitor's browser send.

A service on loopback trusts whoever can reach it, and so can every page that is open in the same
browser: forms and uploads are sent across sites without asking. Browsers say so in
`Sec-Fetch-Site` (https://www.w3.org/TR/fetch-metadata/); programs do not send that header.
"""

from starlette.types import ASGIApp, Receive, Scope, Send

from service.api.errors import error_response

_HARMLESS = {"GET", "HEAD", "OPTIONS"}


class NoCrossSite:
    """ASGI middleware: 403 for a request of another site's that could change something."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Look at what the browser says of the request."""
        if scope["type"] != "http" or not _from_elsewhere(scope):
            await self._app(scope, receive, send)
            return
        response = error_response(
            scope["path"],
            403,
            "cross_site",
            "a web page of another site sent this request; use Footing's own page, or a program.",
        )
        await response(scope, receive, send)


def _from_elsewhere(scope: Scope) -> bool:
    return (
        scope["method"] not in _HARMLESS and (b"sec-fetch-site", b"cross-site") in scope["headers"]
    )
