"""Networks as they are trained: the packaged encoder, or a model to go on from, and a head."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file, save_file
from transformers import (
    BertConfig,
    BertForQuestionAnswering,
    BertForSequenceClassification,
    BertModel,
    PreTrainedModel,
)

from indexes.embedding.added import WEIGHTS, read_tokens, write_tokens
from indexes.embedding.shipped import ADDED
from indexes.embedding.tokens import extended_tokenizer, packaged_path
from service.models.network import Kind
from service.models.pairs import PairEncoder
from service.tuning.wide_embedding import WideEmbedding

LABELS = ("supported", "refuted", "not_enough")
_EMBEDDINGS = "bert.embeddings.word_embeddings"
# Parameters that start without pretrained values and learn faster.
NEW = ("qa_outputs", "classifier", f"{_EMBEDDINGS}.added")


def new_network(
    kind: Kind, tokens: Sequence[str], added: NDArray[np.float32], seed: int = 0
) -> PreTrainedModel:
    """The packaged encoder with further tokens and an untrained head.

    Args:
        kind: which head.
        tokens: added to the packaged vocabulary.
        added: their vectors, shape (len(tokens), d).
        seed: of the head.
    """
    torch.manual_seed(seed)
    model = _made(kind, len(tokens))
    words, layers = _packaged()
    model.load_state_dict({f"bert.{k}": v for k, v in layers.items()}, strict=False)
    _widen(model, "bert.embeddings", words, torch.from_numpy(added))
    return model


def new_encoder(
    tokens: Sequence[str], added: NDArray[np.float32] | torch.Tensor
) -> PreTrainedModel:
    """The packaged encoder with further tokens; nothing but their vectors is trained.

    Args:
        tokens: added to the packaged vocabulary.
        added: their vectors, shape (len(tokens), d).
    """
    model = BertModel(_config(len(tokens)), add_pooling_layer=False)
    words, layers = _packaged()
    model.load_state_dict(layers, strict=False)
    model.requires_grad_(requires_grad=False)
    _widen(model, "embeddings", words, torch.as_tensor(added))
    return model


def added_vectors(folder: Path) -> tuple[list[str], torch.Tensor]:
    """The tokens that a trained model has beyond the packaged ones, and their vectors."""
    return read_tokens(folder), load_file(folder / WEIGHTS)[f"{_EMBEDDINGS}.added"].float()


def load_for_training(kind: Kind, folder: Path, seed: int = 0) -> tuple[PreTrainedModel, list[str]]:
    """A model trained before, and its tokens; its head is kept if it is of the same kind."""
    torch.manual_seed(seed)
    tokens, added = added_vectors(folder)
    weights = {k: v.float() for k, v in load_file(folder / WEIGHTS).items()}
    words, layers = _packaged()
    if kind == "checker" and "bert.pooler.dense.weight" not in weights:
        weights |= {f"bert.{k}": v for k, v in layers.items() if k.startswith("pooler")}
    model = _made(kind, len(tokens))
    known = dict(model.named_parameters())
    model.load_state_dict({k: v for k, v in weights.items() if k in known}, strict=False)
    _widen(model, "bert.embeddings", words, added)
    return model, tokens


def pairs_for(tokens: Sequence[str], max_length: int = 320) -> PairEncoder:
    """What tokenises for a network with these added tokens."""
    return PairEncoder(extended_tokenizer(tokens), max_length)


def save_trained(model: PreTrainedModel, tokens: Sequence[str], folder: Path) -> None:
    """Write what differs from the packaged encoder, in bfloat16, with config and tokens."""
    weights = {
        name: parameter
        for name, parameter in model.named_parameters()
        if name != f"{_EMBEDDINGS}.packaged"
    }
    _save(weights, tokens, folder)
    model.config.save_pretrained(folder)


def save_added(encoder: PreTrainedModel, tokens: Sequence[str], folder: Path) -> None:
    """Write the added vectors of a trained `new_encoder` as the embedder that ships has them."""
    added = encoder.get_submodule("embeddings.word_embeddings").get_parameter("added")
    _save({ADDED: added}, tokens, folder)


def _save(weights: Mapping[str, torch.Tensor], tokens: Sequence[str], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    rounded = {n: w.detach().to(torch.bfloat16).contiguous().cpu() for n, w in weights.items()}
    save_file(rounded, folder / WEIGHTS, metadata={"format": "pt"})
    write_tokens(tokens, folder)


def _packaged() -> tuple[torch.Tensor, dict[str, torch.Tensor]]:
    """The packaged encoder's table of tokens, and its other weights by name."""
    weights = load_file(packaged_path() / WEIGHTS)
    return weights.pop("embeddings.word_embeddings.weight"), weights


def _config(added: int) -> BertConfig:
    config = BertConfig.from_pretrained(packaged_path(), local_files_only=True)
    # The random numbers of dropout take longer than the arithmetic on a processor.
    config.hidden_dropout_prob = config.attention_probs_dropout_prob = 0.0
    config.vocab_size += added
    # Eager attention trains a third faster on a processor than the fused kind.
    config._attn_implementation = "eager"  # noqa: SLF001
    return config


def _made(kind: Kind, added: int) -> PreTrainedModel:
    config = _config(added)
    if kind == "checker":
        config.id2label = dict(enumerate(LABELS))
        config.label2id = {label: n for n, label in enumerate(LABELS)}
        config.footing_claim_first = True
    headed: Any = BertForQuestionAnswering if kind == "reader" else BertForSequenceClassification
    config.architectures = [headed.__name__]
    model: PreTrainedModel = headed(config)
    return model


def _widen(model: PreTrainedModel, place: str, words: torch.Tensor, added: torch.Tensor) -> None:
    embeddings = model.get_submodule(place)
    embeddings.word_embeddings = WideEmbedding(words.float(), added.float())
