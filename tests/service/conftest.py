"""A small bilingual collection behind the real service, and the service behind a real server."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from fastapi import FastAPI

from knowledge.types import Evidence, Triple
from service.api.app import create_app
from service.bootstrap import Footing, build
from service.config import Settings
from service.ingest.texts import from_text

DOCUMENTS = {
    "bridge": (
        "Harbour bridge",
        "# Harbour bridge\n\nThe Harbour bridge in Sydney was opened in 1932. It carries eight "
        "lanes of traffic. The engineer John Bradfield oversaw the construction.\n\n"
        "## Materials\n\nThe arch of the bridge is made of 39,000 tonnes of steel.",
    ),
    "lora": (
        "LoRA",
        "LoRA freezes the weights of a model and trains two small matrices. It was described by "
        "Edward Hu in 2021. LoRA does not change the speed of inference.",
    ),
    "coffee": (
        "Coffee",
        "Coffee is brewed from roasted beans. A cup of espresso takes about 25 seconds to brew.",
    ),
    "forgetting": (
        "灾难性遗忘",
        "# 灾难性遗忘\n\n灾难性遗忘是指模型在学习新任务后忘记旧任务的现象。"
        "McCloskey和Cohen在1989年首次描述了这一现象。经验回放可以缓解灾难性遗忘。",
    ),
    "wall": (
        "长城",
        "长城是中国古代的防御工程。明长城总长度为8851公里。长城不是在太空中可见的。",
    ),
}
TRIPLES = (
    Triple("espresso", "invented by", "Angelo Moriondo"),
    Triple("LoRA", "introduced by", "Edward Hu"),
    Triple("低秩适配", "别名", "LoRA"),
    Triple("长城", "位于", "中国"),
)


def fill(footing: Footing) -> None:
    """Store the small collection."""
    documents = ((i, from_text(text, title, i)) for i, (title, text) in DOCUMENTS.items())
    assert {o.status for o in footing.ingester.ingest("default", documents)} == {"added"}
    assert footing.store.add_triples("default", TRIPLES) == len(TRIPLES)


@pytest.fixture(scope="session")
def untrained() -> dict[str, Any]:
    """Settings of a service that loads no weights; trained models have tests of their own."""
    return {"embedder": "hashing", "reader": "sentences", "checker": "signals"}


@pytest.fixture(scope="session")
def handbook(
    tmp_path_factory: pytest.TempPathFactory, untrained: dict[str, Any]
) -> Iterator[Footing]:
    """The service over the small collection; for tests that only read."""
    footing = build(Settings(data=tmp_path_factory.mktemp("handbook"), **untrained))
    fill(footing)
    yield footing
    footing.close()


@pytest.fixture
def make_footing(tmp_path: Path, untrained: dict[str, Any]) -> Iterator[Callable[..., Footing]]:
    """A service of one's own; `filled` with the small collection or empty."""
    made: list[Footing] = []

    def make(*, filled: bool = False, **settings: Any) -> Footing:
        footing = build(Settings(data=tmp_path / f"data{len(made)}", **{**untrained, **settings}))
        made.append(footing)
        if filled:
            fill(footing)
        return footing

    yield make
    for footing in made:
        footing.close()


@pytest.fixture(scope="session")
def passages() -> Callable[..., list[Evidence]]:
    """Evidence of plain texts."""

    def make(*texts: str) -> list[Evidence]:
        return [Evidence(kind="passage", text=text, start=0, end=len(text)) for text in texts]

    return make


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


@pytest.fixture(scope="session")
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
