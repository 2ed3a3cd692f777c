"""The reader's loss and score: spans by start and end, nothing by the first token."""

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor, nn

from service.tuning.batches import padded
from service.tuning.reading_features import ReadingFeature


class ReadingTask:
    """Extractive question answering that may point at nothing (Devlin et al., 2019, section 4.3).

    Args:
        dev: features to score on.
        batch: dev features a forward pass.
        owners: for each dev feature which example it is a window of; None if each is one itself.
    """

    def __init__(
        self, dev: Sequence[ReadingFeature], batch: int = 32, owners: Sequence[int] | None = None
    ) -> None:
        owned = zip(range(len(dev)) if owners is None else owners, dev, strict=True)
        self._dev = sorted(owned, key=lambda window: len(window[1].ids))
        self._batch = batch

    def length(self, feature: ReadingFeature) -> int:
        """Tokens of an example."""
        return len(feature.ids)

    def fingerprint(self, feature: ReadingFeature) -> bytes:
        """Tells an example from others."""
        return feature.ids.tobytes() + bytes(f"{feature.start} {feature.end}", "ascii")

    def loss(
        self, model: nn.Module, batch: Sequence[ReadingFeature], device: torch.device
    ) -> Tensor:
        """Mean cross-entropy of start and end, where the first token stands for nothing."""
        start, end = span_logits(model, batch, device)
        target = torch.tensor([[f.start, f.end] for f in batch], device=device)
        left = nn.functional.cross_entropy(start, target[:, 0])
        return (left + nn.functional.cross_entropy(end, target[:, 1])) / 2

    def score(self, model: nn.Module) -> dict[str, float]:
        """Token F1 of answerable examples without abstaining, and with the best null threshold.

        Of several windows the one counts whose span is furthest above nothing, as in service.
        """
        if not self._dev:
            return {"answerable_f1": 0.0, "best_f1": 0.0, "score": 0.0}
        found = read_spans(model, [f for _, f in self._dev], self._batch)
        best: dict[int, tuple[float, float]] = {}
        has: dict[int, bool] = {}
        for (owner, f), (margin, span) in zip(self._dev, found, strict=True):
            if owner not in best or margin > best[owner][0]:
                best[owner] = margin, overlap(span, (f.start, f.end))
            has[owner] = has.get(owner, False) or f.start > 0
        margins, f1 = np.array(list(best.values())).T
        return summary(f1, margins, np.array(list(has.values())))


def read_spans(
    model: nn.Module, features: Sequence[ReadingFeature], batch: int = 32
) -> list[tuple[float, tuple[int, int]]]:
    """For each example the best span as tokens, and its score over that of nothing.

    Args:
        model: a reader.
        features: best in the order of their lengths.
        batch: examples a forward pass.
    """
    device = next(model.parameters()).device
    found = []
    for n in range(0, len(features), batch):
        part = features[n : n + batch]
        start, end = (x.float().cpu().numpy() for x in span_logits(model, part, device))
        for feature, s, e in zip(part, start, end, strict=True):
            best, span = best_span(s, e, feature.types)
            found.append((best - float(s[0] + e[0]), span))
    return found


def summary(
    f1: "np.ndarray[tuple[int], np.dtype[np.float64]]",
    margin: "np.ndarray[tuple[int], np.dtype[np.float64]]",
    has: "np.ndarray[tuple[int], np.dtype[np.bool_]]",
) -> dict[str, float]:
    """F1 over answerable examples, and over all at the best threshold of the null margin."""
    gains = np.where(has, f1, -1.0)
    order = np.argsort(-margin, kind="stable")
    reached = np.concatenate([[0.0], np.cumsum(gains[order])]) + float((~has).sum())
    answerable = float(f1[has].mean()) if has.any() else 0.0
    best = float(reached.max() / len(f1))
    return {"answerable_f1": answerable, "best_f1": best, "score": (answerable + best) / 2}


def span_logits(
    model: nn.Module, batch: Sequence[ReadingFeature], device: torch.device
) -> tuple[Tensor, Tensor]:
    """Start and end logits, each (batch, length); only the answer's text and token 0 can win."""
    length = padded(max(len(f.ids) for f in batch))
    ids = np.zeros((len(batch), length), np.int64)
    types = np.zeros((len(batch), length), np.int64)
    mask = np.zeros((len(batch), length), np.int64)
    for row, f in enumerate(batch):
        ids[row, : len(f.ids)], types[row, : len(f.ids)] = f.ids, f.types
        mask[row, : len(f.ids)] = 1
    out = model(
        input_ids=torch.from_numpy(ids).to(device),
        token_type_ids=torch.from_numpy(types).to(device),
        attention_mask=torch.from_numpy(mask).to(device),
    )
    outside = torch.from_numpy(types == 0).to(device)
    outside[:, 0] = False
    start, end = (x.float().masked_fill(outside, -1e4) for x in (out.start_logits, out.end_logits))
    return start, end


def best_span(
    start: "np.ndarray[tuple[int], np.dtype[np.float32]]",
    end: "np.ndarray[tuple[int], np.dtype[np.float32]]",
    types: "np.ndarray[tuple[int], np.dtype[np.int8]]",
    longest: int = 30,
) -> tuple[float, tuple[int, int]]:
    """The best span of the second text and its score."""
    inside = np.flatnonzero(types == 1)[:-1]
    if not len(inside):
        return -1e4, (0, 0)
    first = int(inside[0])
    s, e = start[first : first + len(inside)], end[first : first + len(inside)]
    table = s[:, None] + e[None, :]
    table = np.where(
        np.triu(np.ones_like(table)) - np.triu(np.ones_like(table), longest) > 0, table, -1e9
    )
    a, b = divmod(int(table.argmax()), len(e))
    return float(table[a, b]), (first + a, first + b)


def overlap(one: tuple[int, int], other: tuple[int, int]) -> float:
    """F1 of two token ranges, ends included; 0 where either stands for nothing."""
    shared = min(one[1], other[1]) - max(one[0], other[0]) + 1
    if shared <= 0 or other[0] == 0:
        return 0.0
    precision, recall = shared / (one[1] - one[0] + 1), shared / (other[1] - other[0] + 1)
    return 2 * precision * recall / (precision + recall)
