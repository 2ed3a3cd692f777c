"""The checker's loss and score: what evidence does to a claim."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from knowledge.types import Evidence
from service.groundedness.signals import coverage, view_claim, windows_of
from service.models.pairs import PairEncoder
from service.tuning.batches import padded
from service.tuning.networks import LABELS
from service.tuning.rows import ClaimRow

# `unsupported` is either of the two others.
_EITHER = len(LABELS)


@dataclass(frozen=True, slots=True)
class ClaimFeature:
    """One tokenised claim with its evidence; `label` is a place in `LABELS`, or one behind it."""

    ids: NDArray[np.int32]
    types: NDArray[np.int8]
    label: int


def claim_features(
    rows: Iterable[ClaimRow], pairs: PairEncoder, batch: int = 2000
) -> list[ClaimFeature]:
    """Tokenised rows; evidence longer than a window is cut."""
    rows = list(rows)
    features = []
    for n in range(0, len(rows), batch):
        part = rows[n : n + batch]
        found = pairs.first_windows([(row.claim, row.evidence) for row in part])
        features += [
            ClaimFeature(
                np.array(e.ids, np.int32), np.array(e.type_ids, np.int8), _label(row.label)
            )
            for row, e in zip(part, found, strict=True)
        ]
    return features


def closest_evidence(
    rows: Sequence[ClaimRow], pairs: PairEncoder, batch: int = 2000
) -> tuple[list[ClaimRow], int]:
    """Rows whose evidence fits beside the claim, and of how many only the closest part is left.

    A checker in service reads windows of long evidence too, those that share most with the claim;
    the beginning of a document says little about a claim on its end.
    """
    found: list[ClaimRow] = []
    shortened = 0
    for n in range(0, len(rows), batch):
        part = rows[n : n + batch]
        first = pairs.first_windows([(row.claim, row.evidence) for row in part])
        long = [bool(window.overflowing) for window in first]
        found += [_closest(row) if cut else row for row, cut in zip(part, long, strict=True)]
        shortened += sum(long)
    return found, shortened


def _closest(row: ClaimRow) -> ClaimRow:
    claim = view_claim(row.claim)
    windows = windows_of([Evidence(kind="passage", text=row.evidence)], wide=True)
    # Of equals the longest: what is said is all there, and what is around it helps.
    best = max(windows, key=lambda w: (coverage(claim, w), len(w.text)), default=None)
    return replace(row, evidence=best.text) if best else row


def _label(label: str) -> int:
    return LABELS.index(label) if label in LABELS else _EITHER


class ClaimTask:
    """Three-way classification with rows that only say `not supported`.

    Args:
        dev: features to score on, by the name of their set.
        batch: dev examples a forward pass.
    """

    def __init__(self, dev: Mapping[str, Sequence[ClaimFeature]], batch: int = 32) -> None:
        self._dev = {name: sorted(fs, key=lambda f: len(f.ids)) for name, fs in dev.items()}
        self._batch = batch

    def length(self, feature: ClaimFeature) -> int:
        """Tokens of an example."""
        return len(feature.ids)

    def fingerprint(self, feature: ClaimFeature) -> bytes:
        """Tells an example from others."""
        return feature.ids.tobytes() + bytes(str(feature.label), "ascii")

    def loss(self, model: nn.Module, batch: Sequence[ClaimFeature], device: torch.device) -> Tensor:
        """Mean negative log-likelihood; of `unsupported`, that of the two labels together."""
        chances = torch.log_softmax(claim_logits(model, batch, device), dim=-1)
        either = torch.logsumexp(chances[:, 1:], dim=-1, keepdim=True)
        target = torch.tensor([[f.label] for f in batch], device=device)
        return -torch.cat([chances, either], dim=-1).gather(1, target).mean()

    def score(self, model: nn.Module) -> dict[str, float]:
        """Balanced accuracy of `supported` against the rest at 0.5, by set and on average."""
        device = next(model.parameters()).device
        measured = {}
        for name, features in self._dev.items():
            said: list[float] = []
            for n in range(0, len(features), self._batch):
                logits = claim_logits(model, features[n : n + self._batch], device)
                said += torch.softmax(logits, dim=-1)[:, 0].float().cpu().tolist()
            measured[name] = balanced(np.array(said) > 0.5, np.array([f.label for f in features]))
        return {**measured, "score": float(np.mean(list(measured.values())))}


def balanced(said: NDArray[np.bool_], labels: NDArray[np.int64]) -> float:
    """Mean of the shares of supported and of other claims that are said to be so."""
    true = labels == 0
    shares = [right.mean() for right in (said[true], ~said[~true]) if len(right)]
    return float(np.mean(shares))


def claim_logits(model: nn.Module, batch: Sequence[ClaimFeature], device: torch.device) -> Tensor:
    """Logits over `LABELS`, shape (batch, 3)."""
    length = padded(max(len(f.ids) for f in batch))
    table = np.zeros((3, len(batch), length), np.int64)
    for row, f in enumerate(batch):
        size = len(f.ids)
        table[0, row, :size], table[1, row, :size], table[2, row, :size] = f.ids, f.types, 1
    ids, types, mask = (torch.from_numpy(t).to(device) for t in table)
    out: Tensor = model(input_ids=ids, token_type_ids=types, attention_mask=mask).logits.float()
    return out
