"""Tiny models with random weights, made and saved as public ones are, and the words they read."""

from collections.abc import Callable
from pathlib import Path
from string import ascii_lowercase
from typing import Any

import pytest
import torch
from transformers import BertConfig, BertTokenizer, PreTrainedModel

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *ascii_lowercase, *"长城桥体术开放在。.-"]


@pytest.fixture(scope="session")
def tokenizer() -> BertTokenizer:
    """Reads single letters and a few Chinese characters, each as one token."""
    return BertTokenizer({word: n for n, word in enumerate(WORDS)})


@pytest.fixture(scope="session")
def make_model() -> Callable[..., PreTrainedModel]:
    """A BERT of the given class: two layers, 32 wide, whose outputs differ from text to text."""

    def make(made: Any, **settings: Any) -> PreTrainedModel:
        torch.manual_seed(3)
        config = BertConfig(
            **{
                "vocab_size": len(WORDS),
                "hidden_size": 32,
                "intermediate_size": 32,
                "num_hidden_layers": 2,
                "num_attention_heads": 2,
                "initializer_range": 0.5,
                **settings,
            }
        )
        model: PreTrainedModel = made(config)
        return model.eval()

    return make


@pytest.fixture
def save_model(
    tmp_path: Path, tokenizer: BertTokenizer, make_model: Callable[..., PreTrainedModel]
) -> Callable[..., Path]:
    """A folder with such a model and its tokenizer; `labels` are named in its config."""

    def save(made: Any, labels: list[str] | None = None, **settings: Any) -> Path:
        if labels:
            settings["id2label"] = dict(enumerate(labels))
            settings["label2id"] = {label: n for n, label in enumerate(labels)}
        folder = tmp_path / "tiny-model"
        make_model(made, **settings).save_pretrained(folder)
        tokenizer.save_pretrained(folder)
        return folder

    return save
