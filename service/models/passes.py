"""A forward pass over several tokenised sequences: side by side with padding, or as one row."""

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import PreTrainedModel

Logits = tuple[NDArray[np.float32], ...]
# Tokens of one forward pass, padding included. More gains nothing on a processor, and waiting
# callers are served between passes.
TOKENS = 4096
# Kernels are made for every length that occurs; multiples of this are few.
_MULTIPLE = 32
# Sequences of a padded pass are at most this many times as long as the shortest: padding costs more
# than a second pass.
_SPREAD = 2
# Models that classify by the last token of a row, padding or not.
_READ_LAST = frozenset({"xlnet"})


class Pass(Protocol):
    """Runs sequences through a model together."""

    def choose(self, lengths: Sequence[int]) -> list[int]:
        """Positions of the sequences that go together; the first is always among them.

        Args:
            lengths: of sequences in tokens, longest waiting first; at least one.
        """
        ...

    def run(self, encodings: Sequence[Any]) -> list[Logits]:
        """What the model makes of each, of the `tokenizers` library: see `logits_of`."""
        ...


class PaddedPass:
    """Pads sequences of like length to rows of one batch. For any model with logits.

    Args:
        model: takes input_ids, attention_mask and, if it knows several, token_type_ids.
    """

    def __init__(self, model: PreTrainedModel) -> None:
        self._model = model
        padding = model.config.get_text_config().pad_token_id
        known = padding is not None and padding >= 0
        self._padding = padding if known and model.config.model_type not in _READ_LAST else None

    def choose(self, lengths: Sequence[int]) -> list[int]:
        """The first, and those closest to it in length."""
        near = sorted(range(len(lengths)), key=lambda n: abs(lengths[n] - lengths[0]))
        longest = shortest = padded(lengths[0])
        taken: list[int] = []
        for place in near:
            longest = max(longest, padded(lengths[place]))
            shortest = min(shortest, padded(lengths[place]))
            full = longest * (len(taken) + 1) > TOKENS
            if taken and (full or longest > _SPREAD * shortest):
                break
            taken.append(place)
        return taken

    def run(self, encodings: Sequence[Any]) -> list[Logits]:
        """Logits of each sequence; those of tokens reach over the padding behind the last one."""
        if self._padding is None:
            # Some models look at the last token that is not padding, which only its id tells.
            return [self._run([e], len(e.ids), 0)[0] for e in encodings]
        return self._run(encodings, padded(max(len(e.ids) for e in encodings)), self._padding)

    def _run(self, encodings: Sequence[Any], length: int, padding: int) -> list[Logits]:
        ids = np.full((len(encodings), length), padding, np.int64)
        types, mask = np.zeros_like(ids), np.zeros_like(ids)
        for row, encoding in enumerate(encodings):
            size = len(encoding.ids)
            ids[row, :size], types[row, :size] = encoding.ids, encoding.type_ids
            mask[row, :size] = 1
        given = {"input_ids": torch.from_numpy(ids), "attention_mask": torch.from_numpy(mask)}
        if getattr(self._model.config, "type_vocab_size", 0) > 1:
            given["token_type_ids"] = torch.from_numpy(types)
        with torch.inference_mode():
            found = [x.float().numpy() for x in logits_of(self._model(**given))]
        return [tuple(x[row] for x in found) for row in range(len(encodings))]


def logits_of(out: Any) -> tuple[torch.Tensor, ...]:  # noqa: ANN401 - any output of transformers
    """Start and end logits of a model that points at spans, logits of labels of any other."""
    if "start_logits" in out:
        return out.start_logits, out.end_logits
    return (out.logits,)


def padded(length: int) -> int:
    """The length of a row that holds so many tokens."""
    return -(-length // _MULTIPLE) * _MULTIPLE
