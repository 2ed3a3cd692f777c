"""Networks as they are trained: the packaged encoder, or a model to go on from, and a head."""

from collections.abc import Sequence
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

from indexes.embedding.tokens import extended_tokenizer, packaged_path
from service.models.network import TOKENS, WEIGHTS, Kind
from service.models.pairs import PairEncoder
from service.models.wide_embedding import WideEmbedding

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
    config = _config(kind, len(tokens))
    model = _made(kind, config)
    packaged = load_file(packaged_path() / WEIGHTS)
    words = packaged.pop("embeddings.word_embeddings.weight")
    model.load_state_dict({f"bert.{k}": v for k, v in packaged.items()}, strict=False)
    _widen(model, words, torch.from_numpy(added))
    return model


def new_encoder(
    tokens: Sequence[str], added: NDArray[np.float32] | torch.Tensor
) -> PreTrainedModel:
    """The packaged encoder with further tokens; nothing but their vectors is trained.

    Args:
        tokens: added to the packaged vocabulary.
        added: their vectors, shape (len(tokens), d).
    """
    config = _config("reader", len(tokens))
    config.architectures = ["BertModel"]
    model = BertModel(config, add_pooling_layer=False)
    packaged = load_file(packaged_path() / WEIGHTS)
    words = packaged.pop("embeddings.word_embeddings.weight")
    model.load_state_dict(packaged, strict=False)
    model.requires_grad_(requires_grad=False)
    embeddings = model.get_submodule("embeddings")
    embeddings.word_embeddings = WideEmbedding(words.float(), torch.as_tensor(added).float())
    return model


def added_vectors(folder: Path) -> tuple[list[str], torch.Tensor]:
    """The tokens that a trained model has beyond the packaged ones, and their vectors."""
    tokens = (folder / TOKENS).read_text("utf-8").splitlines()
    return tokens, load_file(folder / WEIGHTS)[f"{_EMBEDDINGS}.added"].float()


def load_for_training(kind: Kind, folder: Path, seed: int = 0) -> tuple[PreTrainedModel, list[str]]:
    """A model trained before, and its tokens; its head is kept if it is of the same kind."""
    torch.manual_seed(seed)
    tokens = (folder / TOKENS).read_text("utf-8").splitlines()
    weights = {k: v.float() for k, v in load_file(folder / WEIGHTS).items()}
    added = weights.pop(f"{_EMBEDDINGS}.added")
    model = _made(kind, _config(kind, len(tokens)))
    if kind == "checker" and "bert.pooler.dense.weight" not in weights:
        packaged = load_file(packaged_path() / WEIGHTS)
        weights |= {f"bert.{k}": v for k, v in packaged.items() if k.startswith("pooler")}
    known = dict(model.named_parameters())
    model.load_state_dict({k: v for k, v in weights.items() if k in known}, strict=False)
    words = load_file(packaged_path() / WEIGHTS)["embeddings.word_embeddings.weight"]
    _widen(model, words, added)
    return model, tokens


def pairs_for(tokens: Sequence[str], max_length: int = 320) -> PairEncoder:
    """What tokenises for a network with these added tokens."""
    return PairEncoder(extended_tokenizer(tokens), max_length)


def save_trained(model: PreTrainedModel, tokens: Sequence[str], folder: Path) -> None:
    """Write what differs from the packaged encoder, in bfloat16, with config and tokens."""
    folder.mkdir(parents=True, exist_ok=True)
    weights = {
        name: parameter.detach().to(torch.bfloat16).contiguous().cpu()
        for name, parameter in model.named_parameters()
        if name != f"{_EMBEDDINGS}.packaged"
    }
    save_file(weights, folder / WEIGHTS, metadata={"format": "pt"})
    (folder / TOKENS).write_text("\n".join(tokens) + "\n", "utf-8")
    model.config.save_pretrained(folder)


def _config(kind: Kind, added: int) -> BertConfig:
    config = BertConfig.from_pretrained(packaged_path(), local_files_only=True)
    # The random numbers of dropout take longer than the arithmetic on a processor.
    config.hidden_dropout_prob = config.attention_probs_dropout_prob = 0.0
    config.vocab_size += added
    # Eager attention trains a third faster on a processor than the fused kind.
    config._attn_implementation = "eager"  # noqa: SLF001
    if kind == "checker":
        config.id2label = dict(enumerate(LABELS))
        config.label2id = {label: n for n, label in enumerate(LABELS)}
        config.footing_claim_first = True
    config.architectures = [_class(kind).__name__]
    return config


def _class(kind: Kind) -> Any:  # noqa: ANN401 - a class of the library
    return BertForQuestionAnswering if kind == "reader" else BertForSequenceClassification


def _made(kind: Kind, config: BertConfig) -> PreTrainedModel:
    model: PreTrainedModel = _class(kind)(config)
    return model


def _widen(model: PreTrainedModel, words: torch.Tensor, added: torch.Tensor) -> None:
    embeddings = model.get_submodule("bert.embeddings")
    embeddings.word_embeddings = WideEmbedding(words.float(), added.float())
