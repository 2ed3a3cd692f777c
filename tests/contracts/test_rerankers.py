"""What every reranker promises: a score a passage, in their order."""

from typing import Any

import pytest

from knowledge.errors import ModelUnavailableError
from knowledge.types import Chunk

pytestmark = pytest.mark.model


def chunk(i, text) -> Chunk:
    return Chunk(i, "d", i, 0, len(text), text, "Title", None)


@pytest.fixture(scope="module")
def cross_encoder(tmp_path_factory):
    """A real cross-encoder of a few kilobytes with random weights."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizer

    directory = tmp_path_factory.mktemp("cross-encoder")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "dog", "cat", "title", "."]
    BertTokenizer({word: i for i, word in enumerate(words)}).save_pretrained(directory)
    torch.manual_seed(5)
    sizes: dict[str, Any] = dict.fromkeys(("hidden_size", "intermediate_size"), 16)
    settings: dict[str, Any] = {"num_labels": 1, "num_hidden_layers": 1, "initializer_range": 1.0}
    config = BertConfig(vocab_size=len(words), num_attention_heads=2, **sizes, **settings)
    BertForSequenceClassification(config).save_pretrained(directory)
    return str(directory)


def test_scores_belong_to_their_passages(cross_encoder):
    from indexes.rerank import CrossEncoderReranker

    reranker = CrossEncoderReranker(cross_encoder, depth=5)
    chunks = [chunk(1, "a dog ."), chunk(2, "a cat ."), chunk(3, "a dog .")]
    scores = reranker.score("dog", chunks)
    assert all(type(score) is float for score in scores)
    assert scores[0] == pytest.approx(scores[2], abs=1e-5)
    assert scores[0] != pytest.approx(scores[1], abs=1e-5)
    assert reranker.score("dog", chunks[::-1]) == pytest.approx(scores[::-1], abs=1e-5)
    assert (reranker.name, reranker.depth) == (cross_encoder, 5)


def test_a_reranker_that_is_not_there_is_named_in_the_error(tmp_path):
    from indexes.rerank import CrossEncoderReranker

    model = str(tmp_path / "nowhere")
    with pytest.raises(ModelUnavailableError) as raised:
        CrossEncoderReranker(model)
    assert raised.value.details == {"model": model}
    assert "FOOTING_RERANKER" in raised.value.message
