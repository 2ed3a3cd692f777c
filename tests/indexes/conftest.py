"""A store of record, ways to fill it, and brute-force search to compare with."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import settings

from indexes.embedding.hashing import HashingEmbedder
from indexes.hybrid import HybridSearcher
from knowledge.store.base import PreparedDocument
from knowledge.store.sqlite import SqliteStore
from knowledge.types import Document, Span, Triple

settings.register_profile("footing", deadline=None)
settings.load_profile("footing")

FOREVER = 10**6


class Library:
    """The collection `c` of a store, filled with a line of code."""

    dimension = 16

    def __init__(self, path: Path) -> None:
        self.store = SqliteStore(path)
        self.embedder = HashingEmbedder(64)
        self.store.create_collection("c")
        self._random = np.random.default_rng(3)

    def put(
        self,
        document_id: str,
        *passages: str,
        collection: str = "c",
        title: str = "",
        embedder: Any = None,
        triples: Sequence[tuple[Triple, int | None]] = (),
    ) -> list[int]:
        """Store passages with their real embeddings; answers the ids of the chunks."""
        chosen = embedder or self.embedder
        spans, start = [], 0
        for passage in passages:
            spans.append(Span(start, start + len(passage)))
            start += len(passage) + 1
        indexed = [f"{title}\n{p}" if title else p for p in passages]
        self.store.put_document(
            collection,
            PreparedDocument(
                Document(document_id, title, "\n".join(passages)),
                spans, chosen.encode(indexed), chosen.name, triples,
            ),
        )  # fmt: skip
        return [chunk.id for chunk in self.store.document_chunks(collection, document_id)]

    def put_vectors(self, document_id: str, n: int) -> None:
        """Store `n` passages with random unit vectors of the model `random`."""
        vectors = self.unit(n)
        spans = [Span(i, i + 1) for i in range(n)]
        document = Document(document_id, "", "x" * n)
        self.store.put_document("c", PreparedDocument(document, spans, vectors, "random"))

    def unit(self, n: int) -> Any:
        rows = self._random.normal(size=(n, self.dimension)).astype(np.float32)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    def vectors(self) -> tuple[Any, Any]:
        """Ids and vectors of all live chunks."""
        batches = list(self.store.iter_vectors("c", "random", 0, FOREVER))
        if not batches:
            return np.zeros(0, dtype=np.int64), np.zeros((0, self.dimension), dtype=np.float32)
        return np.concatenate([b[0] for b in batches]), np.concatenate([b[1] for b in batches])

    def nearest(self, query: Any, k: int) -> list[int]:
        """What brute force finds."""
        ids, vectors = self.vectors()
        return [int(i) for i in ids[np.argsort(-(vectors @ query), kind="stable")[:k]]]

    def live(self) -> set[int]:
        return {chunk.id for chunk in self.store.iter_chunks("c", 0, FOREVER)}


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    made = Library(tmp_path / "store.sqlite")
    yield made
    made.store.close()


@pytest.fixture
def searcher(library: Library, tmp_path: Path) -> Iterator[Callable[..., HybridSearcher]]:
    """Searchers over the library, with settings as asked."""

    def make(**given: Any) -> HybridSearcher:
        one = HybridSearcher(library.store, tmp_path / "indexes", library.embedder, **given)
        made.append(one)
        return one

    made: list[HybridSearcher] = []
    yield make
    for one in made:
        one.close()
