"""Rank chunks over the entity graph: personalised PageRank from what a question names and finds.

Two rounds without a language model. The first: the names in the question, and the passages that
the other searchers found. The second: names in those passages, the more the words around a name
fit what the question asks beside its own names ("the director of X": in X's passage the name next
to "directed by"), so that the walk restarts at the bridge too. A question that compares restarts
at each of the things it names.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexes import bridges
from indexes.entity_view import EntityView
from indexes.pagerank import personalised_pagerank, product
from knowledge.text import comparable
from knowledge.types import Chunk, Hit

# Restarts at hits fall with their rank as in reciprocal rank fusion.
_RANK_SHIFT = 5
# Passages of a document that the question names; a long one says what it is at its start.
_CHUNKS_A_NAME = 3


@dataclass(frozen=True, slots=True)
class RankingWeights:
    """How the walk restarts and goes on; measured in EXPERIMENTS.md.

    Attributes:
        damping: probability of following an edge.
        iterations: of the power method; ranks settle long before scores do.
        names: share of the restarts at names in the question, against
        hits: those at passages of the other searchers.
        bridges: share at names in passages of the first round; 0 for no second round.
        found: how much rather the walk goes to a passage that the other searchers found, too.
        hits_used: passages of the other searchers at which the walk restarts.
        passages_read: passages of the first round whose names are looked at.
    """

    damping: float = 0.7
    iterations: int = 3
    names: float = 1.0
    hits: float = 0.3
    bridges: float = 3.0
    found: float = 3.0
    hits_used: int = 10
    passages_read: int = 4


@dataclass(frozen=True, slots=True)
class GraphRanking:
    """Chunks by PageRank.

    Attributes:
        hits: best first.
        named: names in the question that the graph knows.
        bridges: names of the second round with their share of its restarts.
    """

    hits: list[Hit]
    named: list[str]
    bridges: dict[str, float]


def rank(
    question: str,
    graph: EntityView,
    found: Sequence[Hit],
    chunks_of: Callable[[Sequence[int]], Mapping[int, Chunk]],
    limit: int,
    weights: RankingWeights,
) -> GraphRanking:
    """Chunks that the graph brings near to a question.

    Args:
        question: as asked.
        graph: of the collection.
        found: passages of the other searchers, fused.
        chunks_of: reads chunks by id.
        limit: how many to return at most.
        weights: see there.
    """
    folded = comparable(question)
    named = graph.find(folded)
    hits = _hit_shares(graph, found[: weights.hits_used])
    if not (named or hits):
        return GraphRanking([], [], {})
    restart = np.zeros(len(graph), dtype=np.float32)
    _spread(restart, _name_shares(graph, named.values()), weights.names)
    _spread(restart, hits, weights.hits)
    leads: dict[str, float] = {}
    if weights.bridges > 0:
        first = _first_round(graph, named, found, chunks_of, weights.passages_read)
        leads = bridges.find_bridges(
            bridges.asked_beside(folded, graph.spans(folded)), first, graph, set(named)
        )
        _spread(restart, bridges.shares(leads, graph), weights.bridges)
    more = _more_important(graph, found, weights.found)
    scores = personalised_pagerank(
        graph.matrix,
        restart,
        graph.importance + more,
        graph.leaving + product(graph.matrix, more),
        weights.damping,
        max_iterations=weights.iterations,
    )
    return GraphRanking(_best_chunks(graph, scores, limit), list(named), leads)


def _first_round(
    graph: EntityView,
    named: Iterable[str],
    found: Sequence[Hit],
    chunks_of: Callable[[Sequence[int]], Mapping[int, Chunk]],
    count: int,
) -> list[tuple[Chunk, float]]:
    """Passages whose names may lead on: those of documents that the question names, and hits."""
    weight = {hit.id: 1.0 / (1 + hit.rank) for hit in found[:count]}
    for name in named:
        for chunk_id in graph.chunks_titled(name, _CHUNKS_A_NAME):
            weight[chunk_id] = 1.0
    chunks = chunks_of(list(weight))
    return [(chunks[i], weight[i]) for i in weight if i in chunks]


def _spread(restart: NDArray[np.float32], shares: Mapping[int, float], weight: float) -> None:
    """Add `weight` to the restarts at some nodes, by their shares."""
    total = sum(shares.values())
    for node, share in shares.items():
        restart[node] += weight * share / total


def _hit_shares(graph: EntityView, found: Sequence[Hit]) -> dict[int, float]:
    nodes = ((graph.node_of_chunk(hit.id), hit.rank) for hit in found)
    return {node: 1.0 / (_RANK_SHIFT + rank) for node, rank in nodes if node is not None}


def _more_important(graph: EntityView, found: Sequence[Hit], weight: float) -> NDArray[np.float32]:
    """What nodes gain in importance for this question: of an article's passages those that fit."""
    more = np.zeros(len(graph), dtype=np.float32)
    for hit in found:
        node = graph.node_of_chunk(hit.id)
        if node is not None:
            more[node] += weight * _RANK_SHIFT / (_RANK_SHIFT + hit.rank)
    return more


def _name_shares(view: EntityView, nodes: Iterable[int]) -> dict[int, float]:
    return {node: float(view.importance[node]) for node in nodes}


def _best_chunks(view: EntityView, scores: NDArray[np.float32], limit: int) -> list[Hit]:
    scores = scores[view.chunk_nodes]
    if not len(scores):
        return []
    best = np.argpartition(-scores, min(limit, len(scores) - 1))[:limit]
    chunk_ids = view.chunk_ids[view.chunk_nodes[best]]
    ranked = sorted((-float(scores[n]), int(i)) for n, i in zip(best, chunk_ids, strict=True))
    return [Hit(id=i, score=-s, rank=n) for n, (s, i) in enumerate(ranked, 1) if s < 0]
