"""Search a collection with every searcher and fuse the rankings: dense, keywords, graph."""

import gc
import logging
import shutil
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from copy import copy
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from indexes.collection import CollectionIndexes
from indexes.embedding.base import Embedder
from indexes.fusion import interleave, reciprocal_rank_fusion
from indexes.graph_ranking import RankingWeights, rank
from indexes.graph_walk import GraphHits, walk
from indexes.rerank import Reranker
from indexes.said import share_said
from indexes.vectors import EXACT_LIMIT
from knowledge.errors import UnknownCollectionError
from knowledge.store.base import Store
from knowledge.text import content_terms
from knowledge.types import Chunk, Hit

_log = logging.getLogger(__name__)

# How many hits each searcher contributes to the fusion.
DEPTH = 50
MAX_TRIPLES = 12
# Passages found whose share of the question decides whether the graph is asked.
_LOOKED_AT = 4
# The names and triples of so large a graph stay for long: looking through them for garbage would
# stop a search for half a second now and then.
_MANY_NODES = 50_000
Turns = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FusionWeights:
    """How much each searcher counts.

    Dense and keywords are fused by reciprocal rank. Dense is multiplied by the share of the
    question that the embedder can read, to the power `reading`: what is half read is understood
    less than half. The defaults were chosen on two English corpora (EXPERIMENTS.md); with equal
    weights and a large `k`, weak searchers drag.

    Attributes:
        turns: how those two (`found`) and the ranking over the graph (`graph`) take turns, by the
            share of the question that the best passage found says: the first entry whose limit is
            above that share. Above them all one passage says it all, and the graph ranks nothing.
        ranking: how the graph ranks.
    """

    dense: float = 0.4
    keyword: float = 1.0
    k: int = 5
    reading: int = 4
    turns: tuple[tuple[float, Turns], ...] = (
        (0.65, ("found", "graph", "graph")),
        (0.9, ("found",) * 4 + ("graph",) * 4),
    )
    ranking: RankingWeights = field(default_factory=RankingWeights)

    def turns_at(self, said: float) -> Turns:
        """Who takes turns when that share of a question is said in one place; empty for `found`."""
        return next((turns for limit, turns in self.turns if said < limit), ())


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What a search found.

    Attributes:
        hits: fused ranking of chunks.
        chunks: by id, the chunks of `hits` and those that the graph's triples were read from.
        graph: linked entities and triples.
        by_searcher: the rankings before fusion: `dense`, `keyword`, `graph`; the last is empty
            where the graph was not asked.
        readable: share of the question that the embedder can read.
        timings_ms: how long each part took. Keywords and triples are sought while vectors are
            compared; `wait` is what they took longer.
    """

    hits: list[Hit]
    chunks: dict[int, Chunk]
    graph: GraphHits
    by_searcher: Mapping[str, list[Hit]]
    readable: float
    timings_ms: dict[str, float] = field(default_factory=dict)


class HybridSearcher:
    """Searches collections of a store; opens their indexes on first use.

    Args:
        store: the store of record.
        directory: where derived indexes live; may be deleted at any time.
        embedder: makes the vectors.
        reranker: second look at the fused passages, or None.
        weights: of the searchers in the fusion.
        exact_limit: vectors searched exactly before HNSW takes over.
    """

    def __init__(
        self,
        store: Store,
        directory: Path,
        embedder: Embedder,
        reranker: Reranker | None = None,
        weights: FusionWeights | None = None,
        exact_limit: int = EXACT_LIMIT,
    ) -> None:
        self._store = store
        self._directory = directory
        self._embedder = embedder
        self._reranker = reranker
        self._weights = weights or FusionWeights()
        self._exact_limit = exact_limit
        self._opened: dict[int, CollectionIndexes] = {}
        self._lock = threading.Lock()
        self._beside = ThreadPoolExecutor(thread_name_prefix="words")

    def indexes(self, collection: str) -> CollectionIndexes:
        """The collection's indexes, in step with the store."""
        state = self._store.state(collection)
        with self._lock:
            # By id: a collection deleted and made again under its name starts empty.
            opened = self._opened.get(state.id)
            fresh = opened is None
            if opened is None:
                opened = self._opened[state.id] = CollectionIndexes(
                    self._store,
                    collection,
                    self._directory / str(state.id),
                    self._embedder,
                    self._exact_limit,
                )
        opened.refresh()
        if fresh and len(opened.entities.view) > _MANY_NODES:
            gc.collect()
            gc.freeze()
        return opened

    def search(
        self,
        collection: str,
        question: str,
        limit: int = 8,
        check: Callable[[], None] = lambda: None,
    ) -> SearchResult:
        """The best passages and triples for a question.

        Args:
            collection: where to search; nothing of another collection is ever read.
            question: as asked.
            limit: how many passages to return.
            check: called between the steps; raises when the caller's deadline has passed.
        """
        clock = _Clock()
        indexes = self.indexes(collection)
        clock.lap("refresh")
        check()
        depth = max(DEPTH, limit)
        readable = self._embedder.readable(question)
        vector = self._embedder.encode([question])[0]
        clock.lap("encode")
        check()
        # Comparing vectors leaves the interpreter free for what is read in it meanwhile.
        beside = self._beside.submit(_by_words, question, indexes, depth)
        rankings = {"dense": indexes.vectors.search(vector, depth)}
        clock.lap("dense")
        rankings["keyword"], graph, took = beside.result()
        clock.lap("wait")
        found = self._fuse(rankings, readable)
        clock.lap("fusion")
        check()
        rankings["graph"], hits = self._with_graph(collection, question, indexes, found, depth)
        clock.lap("graph")
        check()
        hits, chunks = self._top(collection, question, hits, limit, graph.chunk_ids())
        clock.lap("rerank" if self._reranker else "fetch")
        return SearchResult(hits, chunks, graph, rankings, readable, {**clock.laps, **took})

    def _with_graph(
        self,
        collection: str,
        question: str,
        indexes: CollectionIndexes,
        found: list[Hit],
        depth: int,
    ) -> tuple[list[Hit], list[Hit]]:
        """Chunks by PageRank, none if nothing is to be gained; and those found with them."""
        read = partial(self._store.chunks, collection)
        first = read([hit.id for hit in found[:_LOOKED_AT]])
        turns = self._weights.turns_at(share_said(question, first.values()))
        if not turns:
            return [], found
        ranking = rank(question, indexes.entities.view, found, read, depth, self._weights.ranking)
        return ranking.hits, interleave({"found": found, "graph": ranking.hits}, turns)

    def _fuse(self, rankings: Mapping[str, list[Hit]], readable: float) -> list[Hit]:
        weights = {
            "dense": self._weights.dense * readable**self._weights.reading,
            "keyword": self._weights.keyword,
        }
        return reciprocal_rank_fusion(rankings, weights, self._weights.k)

    def _top(
        self, collection: str, question: str, hits: list[Hit], limit: int, beside: set[int]
    ) -> tuple[list[Hit], dict[int, Chunk]]:
        """The best hits, and by id their chunks with those that are wanted beside them."""
        depth = max(limit, self._reranker.depth) if self._reranker else limit
        candidates = hits[:depth]
        chunks = self._store.chunks(collection, [*{hit.id for hit in candidates} | beside])
        # A chunk deleted since the search is simply no longer there.
        candidates = [hit for hit in candidates if hit.id in chunks]
        if self._reranker and candidates:
            scores = self._reranker.score(question, [chunks[hit.id] for hit in candidates])
            order = sorted(zip(scores, candidates, strict=True), key=lambda p: (-p[0], p[1].rank))
            candidates = [Hit(hit.id, score, n) for n, (score, hit) in enumerate(order, 1)]
        kept = candidates[:limit]
        shown = dict.fromkeys((*(hit.id for hit in kept), *sorted(beside)))
        return kept, {i: chunks[i] for i in shown if i in chunks}

    def reweighted(self, weights: FusionWeights) -> "HybridSearcher":
        """The same searcher over the same opened indexes with other weights."""
        other = copy(self)
        vars(other)["_weights"] = weights
        return other

    def save(self) -> None:
        """Keep the indexes of every opened collection for the next start."""
        with self._lock:
            opened = list(self._opened.values())
        for indexes in opened:
            indexes.save()

    def discard_deleted(self) -> None:
        """Remove the indexes of collections that the store no longer has."""
        # First what is there: a collection that is made meanwhile is not among it.
        folders = {int(p.name) for p in self._directory.glob("*") if p.name.isdecimal()}
        with self._lock:
            gone = {*folders, *self._opened}
        for counts in self._store.collections():
            with suppress(UnknownCollectionError):
                gone.discard(self._store.state(counts.name).id)
        for ident in gone:
            with self._lock:
                self._opened.pop(ident, None)
            folder = self._directory / str(ident)
            shutil.rmtree(folder, ignore_errors=True)
            if folder.exists():
                _log.warning("%s of a deleted collection could not be removed; delete it", folder)

    def close(self) -> None:
        """End its threads; nothing can be searched any more."""
        self._beside.shutdown()


def _by_words(
    question: str, indexes: CollectionIndexes, depth: int
) -> tuple[list[Hit], GraphHits, dict[str, float]]:
    """Chunks by keywords, triples by names, and how long each took."""
    clock = _Clock()
    hits = indexes.keywords.search(content_terms(question), depth)
    clock.lap("keyword")
    graph = walk(question, indexes.graph, indexes.keywords.rarity, MAX_TRIPLES)
    clock.lap("triples")
    return hits, graph, clock.laps


class _Clock:
    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self.laps[name] = round((now - self._last) * 1000, 3)
        self._last = now
