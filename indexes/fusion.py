"""Rankings of different scales become one: by reciprocal ranks, or by taking turns."""

from collections.abc import Mapping, Sequence
from itertools import cycle

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


def interleave(rankings: Mapping[str, Sequence[Hit]], turns: Sequence[str]) -> list[Hit]:
    """Let rankings take turns, each giving its best hit that is not there yet (Joachims, 2002).

    Whatever one ranking says, the best of another stays near the top: rankings that are right
    about different questions are not averaged. The score of a hit is one over its new rank.

    Args:
        rankings: hits by searcher.
        turns: whose turn it is, over and over, as long as anything is left.
    """
    left = {name: iter(hits) for name, hits in rankings.items() if name in turns}
    taken: dict[int, None] = {}
    for name in cycle(turns):
        if not left:
            break
        if name in left:
            hit = next((hit for hit in left[name] if hit.id not in taken), None)
            if hit is None:
                del left[name]
            else:
                taken[hit.id] = None
    return [Hit(id=i, score=1.0 / n, rank=n) for n, i in enumerate(taken, 1)]
