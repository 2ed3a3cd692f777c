"""Sequences of any length as one row without padding, each attending to itself alone.

Questions and claims meet windows of very different lengths; padded to rows of one batch, a quarter
of the tokens are padding, and attention with a mask is slow on processors. One row of all tokens
costs what its tokens cost ("packing", Krell et al., 2021). For models built as BERT is, whose
layers are taken one by one; others are padded.
"""

from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Any

import torch
from torch.nn.functional import scaled_dot_product_attention
from transformers import (
    BertForQuestionAnswering,
    BertForSequenceClassification,
    PreTrainedModel,
)

from service.models.passes import TOKENS, Logits, PaddedPass, Pass, padded


def pass_of(model: PreTrainedModel) -> Pass:
    """The fastest way of running a model."""
    packable = type(model) in (BertForQuestionAnswering, BertForSequenceClassification)
    return PackedPass(model) if packable and not model.config.is_decoder else PaddedPass(model)


class PackedPass:
    """Runs sequences as one row.

    Args:
        model: `BertForQuestionAnswering` or `BertForSequenceClassification`.
    """

    def __init__(self, model: PreTrainedModel) -> None:
        self._model: Any = model

    def choose(self, lengths: Sequence[int]) -> list[int]:
        """Those who wait longest, as many as fit."""
        ends = accumulate(lengths)
        return [n for n, end in enumerate(ends) if not n or padded(end) <= TOKENS]

    def run(self, encodings: Sequence[Any]) -> list[Logits]:
        """Logits of each sequence."""
        starts = [0, *accumulate(len(e.ids) for e in encodings)]
        spare = padded(starts[-1]) - starts[-1]
        # What fills the row up is a sequence of its own.
        bounds = [*starts, starts[-1] + spare] if spare else starts
        with torch.inference_mode():
            hidden = self._embedded(encodings, spare)
            points = isinstance(self._model, BertForQuestionAnswering)
            layers = list(self._model.bert.encoder.layer)
            for layer in layers if points else layers[:-1]:
                hidden = _through(layer, hidden, bounds)
            if points:
                start, end = self._model.qa_outputs(hidden).float().numpy().T
                return [(start[a:b], end[a:b]) for a, b in pairwise(starts)]
            first = _through(layers[-1], hidden, starts, hidden[starts[:-1]])
            pooled = self._model.bert.pooler(first.unsqueeze(1))
            return [(row,) for row in self._model.classifier(pooled).float().numpy()]

    def _embedded(self, encodings: Sequence[Any], spare: int) -> torch.Tensor:
        given = {
            "input_ids": [i for e in encodings for i in e.ids] + [0] * spare,
            "position_ids": [n for e in encodings for n in range(len(e.ids))] + [0] * spare,
        }
        if self._model.config.type_vocab_size > 1:
            given["token_type_ids"] = [i for e in encodings for i in e.type_ids] + [0] * spare
        rows = {name: torch.tensor([values]) for name, values in given.items()}
        hidden: torch.Tensor = self._model.bert.embeddings(**rows)[0]
        return hidden


def _through(
    layer: Any,  # noqa: ANN401 - a BertLayer, whose parts transformers leaves untyped
    hidden: torch.Tensor,
    bounds: Sequence[int],
    asking: torch.Tensor | None = None,
) -> torch.Tensor:
    """What a layer makes of a row, shape (tokens, width).

    Args:
        layer: of the encoder.
        hidden: the row before it, shape (tokens, width).
        bounds: where its sequences begin, and the end of the last.
        asking: one token of each sequence, shape (sequences, width), if no other is wanted: a
            classifier looks at the first ones alone, which spares it most of its last layer.
    """
    own = layer.attention.self

    def heads(values: torch.Tensor) -> torch.Tensor:
        shaped = values.view(-1, own.num_attention_heads, own.attention_head_size)
        return shaped.transpose(0, 1)

    wanted, places = (hidden, bounds) if asking is None else (asking, range(len(bounds)))
    query, key, value = heads(own.query(wanted)), heads(own.key(hidden)), heads(own.value(hidden))
    parts = [
        scaled_dot_product_attention(query[None, :, i:j], key[None, :, a:b], value[None, :, a:b])
        for (i, j), (a, b) in zip(pairwise(places), pairwise(bounds), strict=True)
    ]
    mixed = torch.cat(parts, 2)[0].transpose(0, 1).reshape(wanted.shape)
    mixed = layer.attention.output(mixed, wanted)
    made: torch.Tensor = layer.output(layer.intermediate(mixed), mixed)
    return made
