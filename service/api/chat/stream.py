"""A chat completion as server-sent events.

Every event is a chunk that OpenAI's clients understand; what only Open WebUI shows travels in a
further field `event` of such a chunk, which other clients pass over.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from typing import Any

import orjson
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from knowledge.errors import FootingError
from service.answer import Answer
from service.api.chat.answering import Answering
from service.api.chat.chat import Chat, Reply
from service.api.context import Context
from service.api.errors import error_body, status_of

_log = logging.getLogger(__name__)
_PATH = "/v1/chat/completions"
# Proxies and clients give up on connections that stay silent.
HEARTBEAT_S = 10.0
_HEADERS = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}


class ChatStream(StreamingResponse):
    """Sends a chat's chunks; whatever ends the response ends the work for it."""

    def __init__(self, service: Context, chat: Chat, answering: Answering | None) -> None:
        super().__init__(
            _sent(service, chat, answering), headers=_HEADERS, media_type="text/event-stream"
        )
        self._answering = answering

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the chunks as they come."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            if self._answering:
                self._answering.answer.abandon()


async def _sent(service: Context, chat: Chat, answering: Answering | None) -> AsyncIterator[bytes]:
    chunks = _Chunks(chat)
    question = answering.completed if answering else None
    yield chunks.delta({"role": "assistant", "content": ""}, event=chat.waiting_event(question))
    try:
        if answering is None:
            reply = chat.serve()
        else:
            result = asyncio.ensure_future(answering.answer.result(service.request))
            async for sign in _signs(chat, chunks, answering, result):
                yield sign
            reply = chat.reply(result.result())
    except FootingError as error:
        yield _error(status_of(error), error.code, error.message, error.details)
    except Exception:  # noqa: BLE001 - clients have to hear of it inside the stream
        _log.exception("a stream failed")
        yield _error(500, "internal_error", "something went wrong here; see the log.", {})
    else:
        for chunk in chunks.message(reply):
            yield chunk
    yield b"data: [DONE]\n\n"


async def _signs(
    chat: Chat, chunks: "_Chunks", answering: Answering, result: "asyncio.Future[Answer]"
) -> AsyncIterator[bytes]:
    """Signs of life until there is a result: the question when a model completed it, comments."""
    try:
        if answering.completed is None:
            async for heartbeat in _heartbeats(answering.question, result):
                yield heartbeat
            if answering.completed is not None:
                yield chunks.delta({}, event=chat.waiting_event(answering.completed))
        async for heartbeat in _heartbeats(result):
            yield heartbeat
    finally:
        result.cancel()  # nothing happens if it is done


async def _heartbeats(*results: "asyncio.Future[Any]") -> AsyncIterator[bytes]:
    """Comments, which clients skip, until one of some results is there."""
    first = asyncio.FIRST_COMPLETED
    while not (await asyncio.wait(results, timeout=HEARTBEAT_S, return_when=first))[0]:
        yield b": waiting\n\n"


class _Chunks:
    """Writes the chunks of one message."""

    def __init__(self, chat: Chat) -> None:
        self._chat = chat
        self._head: dict[str, Any] = {
            "id": chat.id,
            "object": "chat.completion.chunk",
            "created": chat.created,
            "model": chat.model.id,
        }
        options = chat.body.stream_options
        self._with_usage = bool(options and options.include_usage)

    def message(self, reply: Reply) -> list[bytes]:
        """Everything from the first word to the usage."""
        sent = [self.delta({}, event=event) for event in reply.events]
        sent += [self.delta({"content": piece}) for piece in reply.pieces]
        if reply.annotations:
            annotations = [annotation.model_dump() for annotation in reply.annotations]
            sent.append(self.delta({"annotations": annotations}))
        last = {"footing": reply.footing.model_dump(mode="json")} if reply.footing else {}
        sent.append(self._chunk([_choice({}, reply.finish_reason)], **last))
        if self._with_usage:
            sent.append(self._chunk([], usage=self._chat.usage(reply).model_dump()))
        return sent

    def delta(self, delta: dict[str, Any], event: dict[str, Any] | None = None) -> bytes:
        """One piece of the message, or an empty one that carries an event."""
        return self._chunk([_choice(delta, None)], **({"event": event} if event else {}))

    def _chunk(self, choices: list[dict[str, Any]], **more: Any) -> bytes:  # noqa: ANN401
        if self._with_usage:
            more.setdefault("usage", None)
        return _line({**self._head, "choices": choices, **more})


def _choice(delta: dict[str, Any], finish_reason: str | None) -> dict[str, Any]:
    return {"index": 0, "delta": delta, "finish_reason": finish_reason, "logprobs": None}


def _line(value: dict[str, Any]) -> bytes:
    return b"data: " + orjson.dumps(value) + b"\n\n"


def _error(status: int, code: str, message: str, details: dict[str, Any]) -> bytes:
    return _line(error_body(_PATH, status, code, message, details)[1])
