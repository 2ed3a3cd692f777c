"""Tokenised sequences of any length, and what a model makes of each of them alone."""

from collections.abc import Sequence
from itertools import cycle, islice
from string import ascii_lowercase
from typing import Any

import numpy as np
import torch
from transformers import BertTokenizer, PreTrainedModel

from service.models.passes import logits_of

LENGTHS = [3, 40, 3, 300, 33, 32, 31, 200, 17, 120, 64, 65]


def text_of(length: int, first: int = 0) -> str:
    """As many letters as make a sequence of `length` tokens, [CLS] and [SEP] among them."""
    return " ".join(islice(cycle(ascii_lowercase), first, first + length - 2))


def encodings_of(tokenizer: BertTokenizer, texts: Sequence[str]) -> list[Any]:
    return list(tokenizer(list(texts)).encodings or [])


def _alone(model: PreTrainedModel, encoding: Any) -> list[np.ndarray[Any, Any]]:
    given = {"input_ids": [encoding.ids], "attention_mask": [encoding.attention_mask]}
    if getattr(model.config, "type_vocab_size", 0) > 1:
        given["token_type_ids"] = [encoding.type_ids]
    with torch.inference_mode():
        out = model(**{name: torch.tensor(value) for name, value in given.items()})
    return [part[0].numpy() for part in logits_of(out)]


def assert_as_alone(model: PreTrainedModel, encodings: Sequence[Any], results: Any) -> None:
    assert len(results) == len(encodings)
    for encoding, found in zip(encodings, results, strict=True):
        for part, expected in zip(found, _alone(model, encoding), strict=True):
            np.testing.assert_allclose(part[: len(expected)], expected, atol=2e-4)
