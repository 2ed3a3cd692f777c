"""Reciprocal rank fusion, with the arithmetic in sight."""

import pytest

from indexes.fusion import RRF_K, interleave, reciprocal_rank_fusion
from knowledge.types import Hit


def ranking(*ids) -> list[Hit]:
    # Scores of the searchers are of no account: only ranks are.
    return [Hit(id=i, score=1000.0 - i, rank=n) for n, i in enumerate(ids, 1)]


def test_ranks_are_summed_as_reciprocals():
    fused = reciprocal_rank_fusion({"dense": ranking(1, 2, 3), "keyword": ranking(3, 1)}, k=60)
    assert [(hit.id, hit.rank) for hit in fused] == [(1, 1), (3, 2), (2, 3)]
    assert [hit.score for hit in fused] == pytest.approx([1 / 61 + 1 / 62, 1 / 63 + 1 / 61, 1 / 62])


def test_weights_multiply_and_one_is_the_default():
    fused = reciprocal_rank_fusion(
        {"dense": ranking(1), "keyword": ranking(2), "graph": ranking(1)},
        {"dense": 0.25, "graph": 0.5},
        k=9,
    )
    assert [hit.id for hit in fused] == [2, 1]
    assert [hit.score for hit in fused] == pytest.approx([1 / 10, 0.25 / 10 + 0.5 / 10])


@pytest.mark.parametrize("weight", [0.0, -1.0])
def test_a_searcher_without_weight_brings_nothing(weight):
    fused = reciprocal_rank_fusion({"dense": ranking(1), "keyword": ranking(2)}, {"dense": weight})
    assert [hit.id for hit in fused] == [2]


def test_ties_are_broken_by_id_and_the_order_of_searchers_is_of_no_account():
    one = reciprocal_rank_fusion({"a": ranking(7, 3), "b": ranking(3, 7)})
    other = reciprocal_rank_fusion({"b": ranking(3, 7), "a": ranking(7, 3)})
    assert [hit.id for hit in one] == [hit.id for hit in other] == [3, 7]


def test_the_constant_is_that_of_the_paper():
    assert RRF_K == 60
    assert reciprocal_rank_fusion({"a": ranking(1)})[0].score == pytest.approx(1 / 61)


def test_nothing_fused_is_nothing():
    assert reciprocal_rank_fusion({}) == []
    assert reciprocal_rank_fusion({"dense": []}) == []


def test_rankings_take_turns_and_each_hit_comes_once():
    turns = {"a": ranking(1, 2, 3, 4), "b": ranking(3, 1, 9)}
    hits = interleave(turns, ("a", "b"))
    assert [hit.id for hit in hits] == [1, 3, 2, 9, 4]
    assert [(hit.rank, hit.score) for hit in hits[:3]] == [(1, 1.0), (2, 0.5), (3, 1 / 3)]
    assert [hit.id for hit in interleave(turns, ("b", "a", "a"))] == [3, 1, 2, 9, 4]


def test_a_ranking_that_ends_or_has_no_turn_leaves_the_others_alone():
    assert [h.id for h in interleave({"a": [], "b": ranking(5, 6)}, ("a", "b"))] == [5, 6]
    assert [h.id for h in interleave({"a": ranking(1), "b": ranking(2)}, ("a",))] == [1]
    assert interleave({}, ("a", "b")) == []
