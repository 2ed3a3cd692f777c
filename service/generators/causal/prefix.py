"""What the model computed for the fixed beginning of its prompts, kept between questions."""

import copy
from collections import OrderedDict
from typing import Any

import torch
from transformers.cache_utils import DynamicCache, DynamicLayer

# Two languages, and some room.
_KEPT = 4


class PrefixCache:
    """Keys and values of prompt prefixes; only for models whose cache is nothing else.

    Sliding windows and recurrent states are not kept: what they hold depends on where it is cut.

    Args:
        model: causal, in evaluation mode.
    """

    def __init__(self, model: Any) -> None:  # noqa: ANN401
        self._model = model
        self._kept: OrderedDict[tuple[int, ...], DynamicCache | None] = OrderedDict()

    def copies(self, prefix: tuple[int, ...], rows: int) -> DynamicCache | None:
        """A cache that holds `prefix` in each of `rows` rows, to be gone on with.

        Returns:
            None if the prefix is empty, or the model's cache cannot be shared.
        """
        if not prefix:
            return None
        if prefix not in self._kept:
            self._kept[prefix] = self._compute(prefix)
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(prefix)
        kept = self._kept[prefix]
        if kept is None:
            return None
        copied = copy.deepcopy(kept)
        if rows > 1:
            copied.batch_repeat_interleave(rows)
        return copied

    def _compute(self, prefix: tuple[int, ...]) -> DynamicCache | None:
        cache = DynamicCache(config=self._model.config)
        ids = torch.tensor([prefix], device=self._model.device)
        with torch.inference_mode():
            self._model(input_ids=ids, past_key_values=cache, use_cache=True)
        plain = all(type(layer) is DynamicLayer for layer in cache.layers)
        return cache if plain and cache.get_seq_length() == len(prefix) else None
