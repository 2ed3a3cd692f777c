"""Measures of rankings, computed by hand."""

from math import log2

import pytest

from service.evaluation.metrics.retrieval import NAMES, of_ranking


@pytest.mark.parametrize(
    ("found", "wanted", "expected"),
    [
        (["a", "x", "b"], ["a", "b"], {
            "recall@1": 0.5, "recall@5": 1, "recall@8": 1, "recall@20": 1, "all_gold@8": 1,
            "mrr@10": 1, "ndcg@10": (1 + 1 / log2(4)) / (1 + 1 / log2(3))}),
        (["x", "a"], ["a", "b"], {
            "recall@1": 0, "recall@5": 0.5, "recall@8": 0.5, "recall@20": 0.5, "all_gold@8": 0,
            "mrr@10": 0.5, "ndcg@10": (1 / log2(3)) / (1 + 1 / log2(3))}),
        ([], ["a"], dict.fromkeys(NAMES, 0)),
        (["x"], ["a"], dict.fromkeys(NAMES, 0)),
        (["x"] * 7 + ["a"], ["a"], {
            "recall@1": 0, "recall@5": 1, "recall@8": 1, "recall@20": 1, "all_gold@8": 1,
            "mrr@10": 0.5, "ndcg@10": 1 / log2(3)}),
        ([f"x{n}" for n in range(8)] + ["a"], ["a"], {
            "recall@1": 0, "recall@5": 0, "recall@8": 0, "recall@20": 1, "all_gold@8": 0,
            "mrr@10": 1 / 9, "ndcg@10": 1 / log2(10)}),
    ],
    ids=["all", "half", "nothing found", "nothing right", "repeated", "late"],
)  # fmt: skip
def test_by_hand(found, wanted, expected):
    assert of_ranking(found, wanted) == pytest.approx(expected)
