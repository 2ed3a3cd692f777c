"""Low-rank adapters (LoRA; Hu et al., 2021) by the library peft, merged when training ends."""

import warnings
from collections.abc import Sequence
from typing import Any

from torch import nn
from transformers import PreTrainedModel

from knowledge.errors import ModelUnavailableError

_RANK = 32


def with_adapters(model: PreTrainedModel, new: Sequence[str]) -> nn.Module:
    """The model with adapters on every matrix of its layers; only they and `new` are trained.

    Args:
        model: whose weights are frozen.
        new: beginnings of the names of parameters that are trained as they are.

    Raises:
        ModelUnavailableError: peft is not installed.
    """
    try:
        from peft import LoraConfig, get_peft_model
    except ImportError as error:
        raise ModelUnavailableError(
            "training adapters needs peft: pip install 'footing[tune]' (in a clone: pip install "
            "-c constraints.txt -e '.[tune]'), or use --method full"
        ) from error
    named = [name for name, _ in model.named_parameters() if name.startswith(tuple(new))]
    config = LoraConfig(
        r=_RANK, lora_alpha=2 * _RANK, target_modules=["query", "key", "value", "dense"]
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # of peft about transformers
        wrapped: Any = get_peft_model(model, config)
    for name, parameter in wrapped.get_base_model().named_parameters():
        if name in named:
            parameter.requires_grad_(True)
    return wrapped  # type: ignore[no-any-return]


def merged(model: nn.Module) -> PreTrainedModel:
    """The plain model again, adapters added to its weights."""
    wrapped: Any = model
    plain: PreTrainedModel = (
        wrapped.merge_and_unload() if hasattr(model, "merge_and_unload") else wrapped
    )
    return plain
