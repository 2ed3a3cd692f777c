"""Reciprocal rank fusion: rankings of different scales become one."""

from collections.abc import Mapping, Sequence

from knowledge.types import Hit

# Cormack, Clarke and Büttcher (SIGIR 2009) use 60; rank differences at the top count for more
# with a smaller constant.
RRF_K = 60


def reciprocal_rank_fusion(
    rankings: Mapping[str, Sequence[Hit]],
    weights: Mapping[str, float] | None = None,
    k: int = RRF_K,
) -> list[Hit]:
    """Fuse rankings by the sum of `weight / (k + rank)`; ties by id.

    Args:
        rankings: hits by searcher.
        weights: weight of each searcher, 1 if it is not named; 0 leaves it out.
        k: how much the ranks below the first still count.
    """
    scores: dict[int, float] = {}
    for searcher, hits in rankings.items():
        weight = 1.0 if weights is None else weights.get(searcher, 1.0)
        if weight <= 0:
            continue
        for hit in hits:
            scores[hit.id] = scores.get(hit.id, 0.0) + weight / (k + hit.rank)
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    return [Hit(id=i, score=s, rank=n) for n, (i, s) in enumerate(ranked, 1)]
