"""Evidence models: a reader or a checker by name or path, ready to score pairs of texts.

A folder with `tokens.txt` holds a model trained on the packaged encoder: only what differs from it
(`model.safetensors`) and the tokens added to its vocabulary. Any other name or path is loaded by
transformers as it is, so every public extractive reader, cross-encoder or NLI model drops in.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import torch
from safetensors.torch import load_file
from transformers import (
    AutoConfig,
    AutoModelForQuestionAnswering,
    AutoModelForSequenceClassification,
    AutoTokenizer,
    BertConfig,
    BertForQuestionAnswering,
    BertForSequenceClassification,
    PreTrainedModel,
)

from indexes.embedding.added import SHIPPED, TOKENS, WEIGHTS, joined, read_tokens
from indexes.embedding.sentence_transformer import computes_bfloat16
from indexes.embedding.tokens import extended_tokenizer, packaged_path
from knowledge.errors import ModelUnavailableError
from service.models.pairs import MAX_LENGTH, PairEncoder

Kind = Literal["reader", "checker"]
_EMBEDDINGS = "bert.embeddings.word_embeddings.weight"
# What a model makes of a text: weights, the meaning of its labels, and the words it knows.
_IDENTIFYING = ("*.safetensors", "config.json", "tokenizer.json", TOKENS)
# Where the files are missing, a tokenizer of nothing but special tokens is made up.
_LEAST_TOKENS = 20
# What public models call the three things that evidence can do to a claim.
_NAMES = {
    "supported": ("entail", "support", "faithful", "consistent", "grounded"),
    "refuted": ("contra", "refut"),
}


@dataclass(frozen=True, slots=True)
class Network:
    """A loaded model.

    Attributes:
        name: shown in answers.
        model: in evaluation mode, in bfloat16 where the processor computes in it.
        pairs: its tokenizer, with the order in which it takes the two texts.
        supported, refuted: places of these labels among a checker's logits; `refuted` is None
            where a model does not know it; both are None for a model with one logit, its score.
    """

    name: str
    model: PreTrainedModel
    pairs: PairEncoder
    supported: int | None = None
    refuted: int | None = None


def shipped_folder(kind: Kind) -> Path:
    """Where the weights that come with Footing lie."""
    return Path(__file__).parent / kind


def identify(kind: Kind, source: str) -> str:
    """The model's name, with a digest of its files and its calibration where it is a folder.

    What was calibrated with one set of weights means nothing for another of the same name.
    """
    folder = shipped_folder(kind) if source == SHIPPED else Path(source)
    named = _IDENTIFYING if folder.is_dir() else ()
    files = sorted(path for name in named for path in folder.glob(name))
    fitted = sorted(Path(__file__).parent.glob(f"{kind}_*.json"))
    digest = hashlib.sha256()
    for path in (*files, *fitted):
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return f"{source} {digest.hexdigest()[:16]}"


def load_network(kind: Kind, source: str = SHIPPED) -> Network:
    """Load a reader or a checker.

    Args:
        kind: what it is for.
        source: `shipped`, a folder, or the name of a transformers model that is on this machine.

    Raises:
        ModelUnavailableError: it cannot be loaded, or is of another kind.
    """
    folder = shipped_folder(kind) if source == SHIPPED else Path(source)
    try:
        if (folder / TOKENS).exists():
            model, pairs = _trained_here(kind, folder)
        else:
            model, pairs = _public(kind, source)
        supported, refuted = _places(model) if kind == "checker" else (None, None)
    # Other people's files: what transformers raises for a wrong field, a zero or a library that is
    # not installed has no base class in common.
    except Exception as error:
        raise ModelUnavailableError(
            f"the {kind} '{source}' cannot be loaded: {error}. Set FOOTING_{kind.upper()} to "
            f"'{SHIPPED}' or to the name or folder of a transformers model on this machine.",
            model=source,
        ) from error
    model.eval()  # type: ignore[no-untyped-call]
    model.to(torch.bfloat16 if computes_bfloat16() else torch.float32)  # type: ignore[arg-type]
    name = f"{kind}-minilm" if source == SHIPPED else folder.name
    return Network(name, model, pairs, supported, refuted)


def _trained_here(kind: Kind, folder: Path) -> tuple[PreTrainedModel, PairEncoder]:
    tokens = read_tokens(folder)
    tokenizer = extended_tokenizer(tokens)
    config = BertConfig.from_pretrained(folder, local_files_only=True)
    made = BertForQuestionAnswering if kind == "reader" else BertForSequenceClassification
    model: PreTrainedModel = made(config)
    weights = load_file(folder / WEIGHTS)
    packaged = load_file(packaged_path() / WEIGHTS)["embeddings.word_embeddings.weight"]
    added = weights.pop("bert.embeddings.word_embeddings.added")
    weights[_EMBEDDINGS] = joined(packaged.float(), added, tokens)
    missing, unexpected = model.load_state_dict(
        {k: v.float() for k, v in weights.items()}, strict=False
    )
    if unexpected or any("position_ids" not in name for name in missing):
        raise ValueError(f"{folder} lacks {missing[:3]} or has unknown {unexpected[:3]}")
    return model, PairEncoder(tokenizer)


def _public(kind: Kind, source: str) -> tuple[PreTrainedModel, PairEncoder]:
    config = AutoConfig.from_pretrained(source, local_files_only=True)
    architectures = " ".join(config.architectures or [])
    wanted = "QuestionAnswering" if kind == "reader" else "SequenceClassification"
    if wanted not in architectures:
        raise ValueError(f"it is a {architectures or 'model without a head'}, not a {wanted}")
    auto: Any = (
        AutoModelForQuestionAnswering if kind == "reader" else AutoModelForSequenceClassification
    )
    # safetensors only: other formats run code when they are opened.
    model, loaded = auto.from_pretrained(
        source, local_files_only=True, use_safetensors=True, output_loading_info=True
    )
    _refuse_made_up(kind, loaded["missing_keys"])
    tokenizer = AutoTokenizer.from_pretrained(source, local_files_only=True)
    if not tokenizer.is_fast or len(tokenizer) < _LEAST_TOKENS:
        raise ValueError(f"{source} has no tokenizer.json that knows words")
    positions = int(getattr(config, "max_position_embeddings", None) or 0)
    # Relative positions have no end, which XLNet says as -1.
    longest = min(MAX_LENGTH, (positions if positions > 0 else 512) - 2)
    # NLI models take the premise first, which is evidence; a checker may say that it does not.
    first_is_claim = kind == "reader" or getattr(config, "footing_claim_first", None) is True
    return model, PairEncoder(tokenizer, longest, passage_first=not first_is_claim)


def _refuse_made_up(kind: Kind, missing: Iterable[str]) -> None:
    """Refuse weights that the files lack: transformers fills them with random numbers."""
    # A pooler sums up the whole text for a checker; where an answer stands is not asked of it.
    needed = sorted(name for name in missing if kind == "checker" or ".pooler." not in name)
    if needed:
        more = f" and {len(needed) - 4} more" if len(needed) > 4 else ""
        raise ValueError(f"its files lack the weights {', '.join(needed[:4])}{more}")


def _places(model: PreTrainedModel) -> tuple[int | None, int | None]:
    """Where a checker says `supported` and `refuted`, by the names of its labels."""
    if model.config.num_labels == 1:
        return None, None
    labels = {int(n): str(name).lower() for n, name in (model.config.id2label or {}).items()}
    found = {
        what: next((n for n, label in labels.items() if label.startswith(names)), None)
        for what, names in _NAMES.items()
    }
    if found["supported"] is None and len(labels) == 2 and labels[1] == "label_1":
        return 1, None  # a model with two labels that were never named: 1 is yes
    if found["supported"] is None:
        raise ValueError(
            f"none of its labels {list(labels.values())} says `supported` or `entailment`; name "
            "them in id2label of its config.json"
        )
    return found["supported"], found["refuted"]
