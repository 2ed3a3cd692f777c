"""A reader that is quick to make: random weights, the same every time."""

import pytest
import torch
from transformers import BertConfig, BertForQuestionAnswering, BertTokenizer

from service.generators.spans import SpanScorer
from service.models.network import Network
from service.models.pairs import PairEncoder

WORDS = (
    "when was the bridge opened it in 1932 1945 sydney is long . coffee hot 长 城 很 老 。".split()
)


@pytest.fixture(scope="session")
def scorer() -> SpanScorer:
    """A reader with random weights that differ from word to word."""
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *WORDS]
    torch.manual_seed(4)
    config = BertConfig(
        vocab_size=len(vocabulary), hidden_size=32, intermediate_size=32, num_hidden_layers=2,
        num_attention_heads=2, initializer_range=0.5,
    )  # fmt: skip
    tokenizer = BertTokenizer({word: n for n, word in enumerate(vocabulary)})
    model = BertForQuestionAnswering(config).eval()
    return SpanScorer(Network("random", model, PairEncoder(tokenizer)))
