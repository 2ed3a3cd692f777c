"""The embedder's loss and score, by arithmetic."""

from types import SimpleNamespace

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from service.tuning.batches import padded
from service.tuning.embedding_task import EmbeddingTask, RetrievalFeature

CPU = torch.device("cpu")


class OneHot(nn.Module):
    """The vector of a token has a 1 at the token's id, in four dimensions."""

    def __init__(self) -> None:
        super().__init__()
        self.table = nn.Parameter(torch.eye(4), requires_grad=False)

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> SimpleNamespace:
        assert input_ids.shape == attention_mask.shape
        return SimpleNamespace(last_hidden_state=self.table[input_ids])


def _feature(question: int, passage: int, group: int, hard: int | None = None) -> RetrievalFeature:
    asked, found = (np.array([n], np.int32) for n in (question, passage))
    return RetrievalFeature(asked, found, np.array([] if hard is None else [hard], np.int32), group)


def _loss(*batch: RetrievalFeature) -> float:
    return float(EmbeddingTask([]).loss(OneHot(), batch, CPU))


def test_the_loss_is_small_where_each_question_lies_at_its_own_passage():
    # cosines of 1 and 0 over a temperature of 0.05: log(1 + exp(-20))
    assert _loss(_feature(0, 0, 0), _feature(1, 1, 1)) == pytest.approx(0, abs=1e-6)
    assert _loss(_feature(0, 1, 0), _feature(1, 0, 1)) == pytest.approx(20, abs=1e-3)


def test_passages_of_the_same_context_are_no_negatives():
    apart = _loss(_feature(0, 0, 0), _feature(0, 0, 1))
    assert apart == pytest.approx(np.log(2), abs=1e-4)
    assert _loss(_feature(0, 0, 5), _feature(0, 0, 5)) == pytest.approx(0, abs=1e-6)


def test_hard_negatives_stand_against_every_question():
    easy = _loss(_feature(0, 0, 0), _feature(1, 1, 1))
    hard = _loss(_feature(0, 0, 0, hard=0), _feature(1, 1, 1))
    assert easy == pytest.approx(0, abs=1e-6)
    assert hard == pytest.approx(np.log(2) / 2, abs=1e-4)


def test_the_vector_of_a_text_is_the_mean_of_its_tokens_without_padding():
    long = RetrievalFeature(
        np.array([2], np.int32), np.array([2] * 70, np.int32), np.zeros(0, np.int32), 0
    )
    assert _loss(long, _feature(3, 3, 1)) == pytest.approx(0, abs=1e-6)


def test_the_score_counts_contexts_that_come_before_the_right_one():
    dev = [_feature(0, 0, 0), _feature(1, 1, 1), _feature(2, 3, 2), _feature(3, 3, 3)]
    measured = EmbeddingTask(dev, batch=2).score(OneHot())
    # The third question lies at no passage: all are as far, and none is before its own.
    assert measured == {"recall@1": 1.0, "recall@5": 1.0, "score": 1.0}
    swapped = [_feature(0, 1, 0), _feature(1, 0, 1)]
    measured = EmbeddingTask(swapped).score(OneHot())
    assert measured == {"recall@1": 0.0, "recall@5": 1.0, "score": 0.5}
    assert EmbeddingTask([]).score(OneHot())["score"] == 0.0


def _long(passage: int, hard: int) -> RetrievalFeature:
    asked, found, other = (np.zeros(n, np.int32) for n in (3, passage, hard))
    return RetrievalFeature(asked, found, other, 0)


def test_the_length_of_an_example_is_what_it_takes_with_padding():
    task = EmbeddingTask([])
    assert task.length(_long(1, 0)) == 32 + 64
    assert task.length(_long(65, 0)) == 32 + 96


def test_examples_of_one_passage_and_of_two_never_share_a_batch():
    task = EmbeddingTask([])
    sizes = range(1, 257)
    alone = {padded(task.length(_long(size, 0))) for size in sizes}
    beside = {padded(task.length(_long(size, size))) for size in sizes}
    assert not alone & beside
    assert len(alone) == len(beside) > 1
