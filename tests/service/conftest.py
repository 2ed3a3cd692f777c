"""A small bilingual collection behind the real service, with the embedder that needs no weights."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from knowledge.types import Evidence, Triple
from service.bootstrap import Footing, build
from service.config import Settings
from service.ingest.incoming import from_text

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
