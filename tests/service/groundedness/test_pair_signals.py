"""Signals that models give: similarity in the order of the windows, less for unread claims."""

import numpy as np

from indexes.embedding.hashing import HashingEmbedder
from knowledge.types import Evidence
from service.groundedness.pair_signals import Similarity
from service.groundedness.signals import view_claim, windows_of


class HalfRead(HashingEmbedder):
    """An embedder that knows half of every text."""

    def readable(self, text: str) -> float:
        return 0.5


def test_similarity_is_the_cosine_and_half_of_it_where_half_of_the_claim_is_read():
    evidence = [Evidence(kind="passage", text="Eight lanes of traffic. Coffee is hot.")]
    windows = windows_of(evidence)
    looks = [(view_claim("eight lanes of traffic"), windows), (view_claim("coffee"), windows)]
    whole = Similarity(HashingEmbedder()).tables(looks, lambda: None)
    half = Similarity(HalfRead()).tables(looks, lambda: None)
    assert [t.shape for t in whole] == [(len(windows), 1)] * 2
    assert whole[0][0, 0] > 0.99 > whole[0][1, 0]
    assert whole[1][1, 0] > whole[1][0, 0]
    for one, other in zip(whole, half, strict=True):
        np.testing.assert_allclose(one / 2, other)
