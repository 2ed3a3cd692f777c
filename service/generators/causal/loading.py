"""Loads a causal language model: safetensors only, none of its own code, for this hardware."""

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

import torch
from safetensors import SafetensorError
from transformers import (
    AutoModelForCausalLM,
    AutoTokenizer,
    BitsAndBytesConfig,
    PreTrainedModel,
    PreTrainedTokenizerBase,
)
from transformers.utils import logging as transformers_logging

from indexes.embedding.sentence_transformer import computes_bfloat16
from knowledge.errors import ModelUnavailableError

Quantize = Literal["none", "4bit"]
# Longer prompts than this are seldom worth their time; a setting may ask for more.
_USUAL_CONTEXT = 8192


@dataclass(frozen=True, slots=True)
class CausalModel:
    """A loaded model.

    Attributes:
        name: shown in answers.
        model: in evaluation mode, on its device.
        tokenizer: pads at the left, so that every row ends where it is to go on.
        context: most tokens of prompt and answer together.
    """

    name: str
    model: Any
    tokenizer: Any
    context: int


def load_causal(
    source: str, quantize: Quantize = "none", context: int | None = None
) -> CausalModel:
    """Load a model by name or folder.

    Args:
        source: a folder, or the name of a model that is on this machine.
        quantize: `4bit` holds the weights in four bits, where bitsandbytes is installed.
        context: tokens to use of its context; by default all, up to 8,192.

    Raises:
        ModelUnavailableError: it cannot be loaded; the message says what to change.
    """
    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    device, dtype = placement()
    options: dict[str, Any] = {"dtype": dtype}
    if quantize == "4bit":
        options |= {"quantization_config": _four_bits(dtype), "device_map": {"": device}}
    safe = {"local_files_only": True, "trust_remote_code": False}
    try:
        tokenizer = AutoTokenizer.from_pretrained(source, padding_side="left", **safe)
        model: Any = AutoModelForCausalLM.from_pretrained(
            source, use_safetensors=True, **options, **safe
        )
        if quantize == "none":
            model.to(device)
    except (OSError, ValueError, RuntimeError, KeyError, ImportError, SafetensorError) as error:
        raise ModelUnavailableError(
            f"the model '{source}' cannot be loaded: {' '.join(str(error).split())} Set FOOTING_MODEL to the folder or "
            "name of a causal language model on this machine whose weights are safetensors and "
            "which needs no code of its own.",
            model=source,
        ) from error
    model.eval()
    longest = _longest(model, tokenizer)
    chosen = min(longest, context or _USUAL_CONTEXT)
    return CausalModel(f"transformers/{Path(source).name}", model, tokenizer, chosen)


def placement() -> tuple[str, torch.dtype]:
    """The device to run on and the precision it computes fast in."""
    if torch.cuda.is_available():
        return "cuda", torch.bfloat16 if torch.cuda.is_bf16_supported() else torch.float16
    if torch.backends.mps.is_available():
        return "mps", torch.float16
    return "cpu", torch.bfloat16 if computes_bfloat16() else torch.float32


def _four_bits(dtype: torch.dtype) -> BitsAndBytesConfig:
    if find_spec("bitsandbytes") is None:
        raise ModelUnavailableError(
            "FOOTING_GENERATOR_QUANTIZE=4bit needs the package bitsandbytes, which is not "
            "installed; install it (pip install bitsandbytes accelerate), or set it to 'none'."
        )
    return BitsAndBytesConfig(  # type: ignore[no-untyped-call]
        load_in_4bit=True, bnb_4bit_compute_dtype=dtype
    )


def _longest(model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase) -> int:
    """Tokens that model and tokenizer were made for; some tokenizers say a number like 1e30."""
    config = model.config.get_text_config()
    known = (getattr(config, "max_position_embeddings", None), tokenizer.model_max_length)
    return min((int(n) for n in known if n), default=_USUAL_CONTEXT)
