"""Every implementation of an interface, and small things to put into them."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import settings

from knowledge.store.base import PreparedDocument, Store
from knowledge.store.sqlite import SqliteStore
from knowledge.types import Document, EntityMention, Span, Triple

settings.register_profile("footing", deadline=None)
settings.load_profile("footing")

STORES: dict[str, Callable[[Path], Store]] = {
    "sqlite": lambda directory: SqliteStore(directory / "store.sqlite"),
}


@pytest.fixture(params=sorted(STORES))
def open_store(request: pytest.FixtureRequest) -> Iterator[Callable[[Path], Store]]:
    """Opens a store in a directory; a second call on the same directory is a second process."""
    opened: list[Store] = []

    def open_in(directory: Path) -> Store:
        opened.append(STORES[request.param](directory))
        return opened[-1]

    yield open_in
    for store in opened:
        store.close()


@pytest.fixture
def store(open_store: Callable[[Path], Store], tmp_path: Path) -> Store:
    """A store with the empty collections `c` and `other`."""
    opened = open_store(tmp_path)
    opened.create_collection("c")
    opened.create_collection("other")
    return opened


class Make:
    """Documents as sentences, one passage each, with vectors that can be told apart."""

    dimension = 8

    def __init__(self) -> None:
        self._random = np.random.default_rng(7)

    def unit(self, n: int) -> Any:
        rows = self._random.normal(size=(n, self.dimension)).astype(np.float32)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    def prepared(
        self,
        document_id: str,
        passages: Sequence[str] = ("One.", "Two."),
        *,
        vectors: Any = None,
        model: str = "m",
        triples: Sequence[tuple[Triple, int | None]] = (),
        mentions: Sequence[tuple[EntityMention, int]] = (),
        **fields: Any,
    ) -> PreparedDocument:
        spans, start = [], 0
        for n, passage in enumerate(passages):
            spans.append(Span(start, start + len(passage), (f"Part {n}",)))
            start += len(passage) + 1
        fields.setdefault("title", f"Title of {document_id}")
        document = Document(id=document_id, text=" ".join(passages), **fields)
        made = self.unit(len(spans)) if vectors is None else vectors
        return PreparedDocument(document, spans, made, model, triples, mentions)


@pytest.fixture
def make() -> Make:
    return Make()
