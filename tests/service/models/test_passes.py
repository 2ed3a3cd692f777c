"""Several sequences in one forward pass, padded or packed: the numbers of each one alone."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import torch
from transformers import (
    BertForQuestionAnswering,
    BertForSequenceClassification,
    DistilBertConfig,
    DistilBertForQuestionAnswering,
    GPT2Config,
    GPT2ForSequenceClassification,
    PreTrainedModel,
    RobertaConfig,
    RobertaForQuestionAnswering,
    XLNetConfig,
    XLNetForSequenceClassification,
)

from service.models.packed import PackedPass, pass_of
from service.models.passes import PaddedPass
from tests.service.models.sequences import LENGTHS, assert_as_alone, encodings_of, text_of


def _small(config: Any, made: Any, **settings: Any) -> Callable[[], PreTrainedModel]:
    def make() -> PreTrainedModel:
        torch.manual_seed(3)
        found: PreTrainedModel = made(config(vocab_size=60, initializer_range=0.5, **settings))
        return found.eval()

    return make


OTHERS = {
    "no token types": _small(
        DistilBertConfig, DistilBertForQuestionAnswering, dim=32, hidden_dim=32, n_layers=2,
        n_heads=2,
    ),
    "one token type": _small(
        RobertaConfig, RobertaForQuestionAnswering, hidden_size=32, intermediate_size=32,
        num_hidden_layers=2, num_attention_heads=2, type_vocab_size=1, max_position_embeddings=514,
    ),
    **{
        # these classify by the last token that is not padding
        f"padding is {padding}": _small(
            GPT2Config, GPT2ForSequenceClassification, n_embd=32, n_layer=2, n_head=2,
            num_labels=3, pad_token_id=padding, bos_token_id=2, eos_token_id=3,
        )
        for padding in (1, None, -1)
    },
    "last token": _small(
        XLNetConfig, XLNetForSequenceClassification, d_model=32, n_layer=2, n_head=2, d_inner=64,
        num_labels=3, pad_token_id=5,
    ),
}  # fmt: skip
HEADS = {
    "spans": (BertForQuestionAnswering, {}),
    "one label": (BertForSequenceClassification, {"num_labels": 1}),
    "labels": (BertForSequenceClassification, {"num_labels": 3}),
    "no token types": (BertForQuestionAnswering, {"type_vocab_size": 1}),
}


@pytest.fixture(params=sorted(HEADS))
def model(make_model: Callable[..., PreTrainedModel], request: Any) -> PreTrainedModel:
    made, settings = HEADS[request.param]
    return make_model(made, **settings)


@pytest.mark.parametrize("kind", [PaddedPass, PackedPass])
def test_logits_are_those_of_each_sequence_alone(model, tokenizer, kind):
    encodings = encodings_of(tokenizer, [text_of(n, first) for first, n in enumerate(LENGTHS)])
    found = kind(model).run(encodings)
    assert_as_alone(model, encodings, found)
    assert not np.allclose(found[0][0][:3], found[2][0][:3], atol=2e-4)
    whole = encodings_of(tokenizer, [text_of(n) for n in (64, 32)])  # a row with nothing to fill up
    assert_as_alone(model, whole, kind(model).run(whole))


@pytest.mark.parametrize("kind", [PaddedPass, PackedPass])
def test_the_second_text_of_a_pair_is_told_from_the_first(make_model, tokenizer, kind):
    model = make_model(BertForQuestionAnswering)
    encodings = list(tokenizer(["a b", "a"], ["c", "b c d"]).encodings or [])
    assert_as_alone(model, encodings, kind(model).run(encodings))


@pytest.mark.parametrize("kind", sorted(OTHERS))
def test_other_models_are_padded(tokenizer, kind):
    other = OTHERS[kind]()
    made = pass_of(other)
    assert isinstance(made, PaddedPass)
    encodings = encodings_of(tokenizer, [text_of(n, first) for first, n in enumerate(LENGTHS)])
    assert_as_alone(other, encodings, made.run(encodings))


def test_models_built_as_bert_is_are_packed(model):
    assert isinstance(pass_of(model), PackedPass)


@pytest.mark.parametrize(
    ("lengths", "chosen"),
    [
        ([64] * 100, 64),  # 64 * 64 = 4096 tokens
        ([512] * 9, 8),
        ([512, 20] * 9, 14),  # 7 * 532 + 512 would be 4236
        ([5000, 20], 1),
    ],
)
def test_a_packed_pass_holds_4096_tokens_of_those_who_wait_longest(model, lengths, chosen):
    assert PackedPass(model).choose(lengths) == list(range(chosen))


@pytest.mark.parametrize(
    ("lengths", "passes"),
    [
        ([64] * 100, [64, 36]),
        ([33] * 65, [64, 1]),  # padded to a multiple of 32
        # those of like length meet: the short ones do not wait in long rows
        ([512, 20] * 9, [8, 9, 1]),
        # none is more than twice as long as another
        ([200, 200, 60, 60], [2, 2]),
        ([60, 100, 120], [3]),
        ([60, 100, 160], [2, 1]),
    ],
)
def test_a_padded_pass_holds_4096_tokens_of_sequences_of_like_length(model, lengths, passes):
    made, left, found = PaddedPass(model), list(lengths), []
    while left:
        chosen = made.choose(left)
        assert 0 in chosen
        assert all(a != b for a, b in pairwise(sorted(chosen)))
        found.append(len(chosen))
        left = [n for place, n in enumerate(left) if place not in set(chosen)]
    assert found == passes
