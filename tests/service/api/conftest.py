"""The real application behind a real uvicorn on a free port, and a client for it."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import httpx
import pytest
import uvicorn
from fastapi import FastAPI

from service.api.app import create_app
from service.bootstrap import Footing, build
from service.config import Settings

Serve = Callable[[Footing], AbstractContextManager[tuple[httpx.Client, FastAPI]]]


@contextmanager
def _serve(footing: Footing) -> Iterator[tuple[httpx.Client, FastAPI]]:
    app = create_app(footing)
    config = uvicorn.Config(app, port=0, log_config=None, access_log=False, ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
            yield client, app
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture
def serve() -> Serve:
    """Serve a `Footing` for the length of a `with`; it is closed at the end."""
    return _serve


@pytest.fixture(scope="session")
def api(
    tmp_path_factory: pytest.TempPathFactory, untrained: dict[str, Any]
) -> Iterator[httpx.Client]:
    """A client of a server over the small collection, with a body limit of 1 MB."""
    footing = build(Settings(data=tmp_path_factory.mktemp("api"), max_body_mb=1, **untrained))
    with _serve(footing) as (client, _):
        from_handbook(client)
        yield client


def from_handbook(client: httpx.Client) -> None:
    """The small collection, through the front door."""
    documents = [
        {"id": "bridge", "title": "Harbour bridge", "metadata": {"year": 1932}, "text": (
            "# Harbour bridge\n\nThe Harbour bridge in Sydney was opened in 1932. It carries "
            "eight lanes of traffic.")},
        {"id": "wall", "title": "长城", "uri": "https://example.org/wall", "text": (
            "明长城总长度为8851公里。长城不是在太空中可见的。")},
    ]  # fmt: skip
    response = client.post("/v1/documents", json={"documents": documents})
    assert response.json()["added"] == 2, response.text
    triples = [
        {"subject": "espresso", "predicate": "invented by", "object": "Angelo Moriondo"},
        {"subject": "Angelo Moriondo", "predicate": "born in", "object": "Turin"},
        {"subject": "长城", "predicate": "位于", "object": "中国"},
    ]
    assert client.post("/v1/triples", json={"triples": triples}).json()["added"] == 3


@pytest.fixture(scope="session")
def error_of() -> Callable[[httpx.Response], tuple[int, str]]:
    """Status and code of an error, after checking the shape that every error has."""

    def check(response: httpx.Response) -> tuple[int, str]:
        assert response.headers["content-type"] == "application/json"
        body = response.json()
        assert set(body) == {"error"}
        assert set(body["error"]) == {"code", "message", "details"}
        assert isinstance(body["error"]["details"], dict)
        assert body["error"]["message"]
        return response.status_code, body["error"]["code"]

    return check
