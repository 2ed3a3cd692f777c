"""A model server that speaks OpenAI's protocol over a real socket and does what it is told.

A test gives it a script: a function of each request that yields what to do next. So it can
hallucinate, never end, send what is no JSON, hang up, fail, or say nothing at all.
"""

import json
import socket
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any

KEY = "sk-secret-of-the-test"


@dataclass(frozen=True)
class Fail:
    """An error status in place of an answer."""

    status: int
    message: str = "no"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Say:
    """A piece of the answer."""

    text: str


@dataclass(frozen=True)
class Raw:
    """A line of the stream as it is, right or wrong."""

    line: str


@dataclass(frozen=True)
class Stall:
    """Nothing, until the client hangs up or the server is closed."""


@dataclass(frozen=True)
class HangUp:
    """The connection is cut without a word."""


Step = Fail | Say | Raw | Stall | HangUp
Script = Callable[[dict[str, Any]], Iterator[Step] | Sequence[Step]]


@dataclass
class ModelServer:
    """What a test sees of the server.

    Attributes:
        base_url: for clients.
        requests: bodies of all requests so far.
        headers: and their headers, names in small letters.
        abandoned: set when a client has hung up before the answer had an end.
        script: what the next request is answered with.
    """

    base_url: str
    script: Script
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    abandoned: threading.Event = field(default_factory=threading.Event)
    closing: threading.Event = field(default_factory=threading.Event)

    def says(self, text: str) -> None:
        """Answer with this text from now on, a few characters a chunk."""
        self.script = lambda _: [Say(text[n : n + 7]) for n in range(0, len(text), 7)]


def in_turn(*scripts: Script) -> Script:
    """The first script for the first request, and so on; the last for all that follow."""
    numbers = count()
    return lambda body: scripts[min(next(numbers), len(scripts) - 1)](body)


def endless(text: str = "and so on ") -> Script:
    """The same words for ever."""

    def script(_: dict[str, Any]) -> Iterator[Step]:
        while True:
            yield Say(text)

    return script


@contextmanager
def model_server() -> Iterator[ModelServer]:
    """A server that knows nothing until it is given a script."""
    seen = ModelServer("", lambda _: [Say("I don't know")])

    class Handler(_Handler):
        server_of_test = seen

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        seen.base_url = f"http://127.0.0.1:{server.server_address[1]}/v1"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield seen
        finally:
            seen.closing.set()
            server.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_of_test: ModelServer

    def do_POST(self) -> None:
        test = self.server_of_test
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        assert self.path == "/v1/chat/completions"
        test.headers.append({name.lower(): value for name, value in self.headers.items()})
        test.requests.append(body)
        try:
            self._answer(iter(test.script(body)))
        except (BrokenPipeError, ConnectionResetError):
            test.abandoned.set()
            self.close_connection = True

    def _answer(self, steps: Iterator[Step]) -> None:
        self._opened = False
        for step in steps:
            if isinstance(step, Fail):
                self._fail(step)
                return
            if isinstance(step, HangUp):
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            self._open()
            if isinstance(step, Stall):
                self._stall()
                return
            self._chunk(step.line if isinstance(step, Raw) else _delta({"content": step.text}))
        self._open()
        self._chunk(_delta({}, "stop"))
        self._chunk("data: [DONE]")
        self.wfile.write(b"0\r\n\r\n")

    def _open(self) -> None:
        if not self._opened:
            self._opened = True
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()

    def _chunk(self, line: str) -> None:
        data = f"{line}\n\n".encode()
        self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))

    def _fail(self, step: Fail) -> None:
        body = json.dumps({"error": {"message": step.message}}).encode()
        self.send_response(step.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        for name, value in step.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _stall(self) -> None:
        self.connection.settimeout(0.01)
        while not self.server_of_test.closing.is_set():
            try:
                if not self.connection.recv(1):
                    raise ConnectionResetError
            except TimeoutError:
                continue
        self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Tests are quiet."""


def _delta(delta: dict[str, str], reason: str | None = None) -> str:
    choice = {"index": 0, "delta": delta, "finish_reason": reason}
    chunk = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "liar",
             "choices": [choice]}  # fmt: skip
    return f"data: {json.dumps(chunk)}"
