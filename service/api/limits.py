"""Refuses request bodies over the limit before they are in memory."""

from contextlib import suppress

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.api.errors import error_response


class BodyLimit:
    """ASGI middleware: 413 for a body of more than `limit` bytes, declared or streamed."""

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self._app = app
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count the body as it comes."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if _declared(scope) > self._limit:
            await self._refuse(scope, receive, send)
            return
        received = 0
        started = False

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self._limit:
                raise _TooLargeError
            return message

        async def watched(message: Message) -> None:
            nonlocal started
            if received > self._limit and not started:
                return  # what a route makes of a body that broke off
            started = True
            await send(message)

        with suppress(_TooLargeError):
            await self._app(scope, counted, watched)
        if received > self._limit and not started:
            await self._refuse(scope, receive, send)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        megabytes = self._limit / 1_000_000
        response = error_response(
            scope["path"],
            413,
            "body_too_large",
            f"the request body is larger than {megabytes:g} MB; send less at once, use "
            "`footing ingest`, or raise FOOTING_MAX_BODY_MB.",
            {"limit_bytes": self._limit},
            {"Connection": "close"},
        )
        await response(scope, receive, send)


class _TooLargeError(Exception):
    pass


def _declared(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value)
    return 0
