"""A task so small that every weight can be compared: to double a number."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from service.tuning.checkpoint import LOG
from service.tuning.progress import Progress
from service.tuning.trainer import Recipe, Trainer

# Each of 24 examples is a number; four of them fit a batch, so an epoch has six steps.
NUMBERS = np.linspace(-1, 1, 24).tolist()
RECIPE = Recipe(epochs=3, batch_tokens=64, rate=0.05, warm_up=0.2, evaluate_every=4, patience=0)
STEPS = 18


def never() -> None:
    """Nothing happens."""


@dataclass
class Doubling:
    """Learn to double a number; the score is how well, or what `scores` says one by one.

    Computed in float32 everywhere, so that sums may be compared.
    """

    scores: Sequence[float] = ()
    before_loss: Callable[[], None] = never
    measured: int = 0
    seen: list[float] = field(default_factory=list)

    def length(self, feature: float) -> int:
        return 16

    def fingerprint(self, feature: float) -> bytes:
        return str(feature).encode()

    def loss(self, model: nn.Module, batch: Sequence[float], device: torch.device) -> Tensor:
        self.before_loss()
        self.seen += batch
        x = torch.tensor(batch, dtype=torch.float32)[:, None]
        with torch.autocast(device.type, enabled=False):
            return ((model(x) - 2 * x) ** 2).mean()

    def score(self, model: nn.Module) -> dict[str, float]:
        assert not model.training
        x = torch.tensor(NUMBERS, dtype=torch.float32)[:, None]
        with torch.autocast("cpu", enabled=False):
            error = float(((model(x) - 2 * x) ** 2).mean())
        found = self.scores[self.measured] if self.scores else -error
        self.measured += 1
        return {"error": error, "score": found}


def network(dropout: float = 0.3) -> nn.Module:
    """The same weights each time; dropout draws random numbers as it trains."""
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(1, 8), nn.Dropout(dropout), nn.Tanh(), nn.Linear(8, 1))


def weights(model: nn.Module) -> dict[str, Tensor]:
    return {name: p.detach().clone() for name, p in model.named_parameters()}


def same(one: dict[str, Tensor], other: dict[str, Tensor]) -> bool:
    return set(one) == set(other) and all(torch.equal(one[n], other[n]) for n in one)


def ignore(progress: Progress) -> None:
    """Report to nobody."""


def trained(folder, recipe=RECIPE, task=None, features=NUMBERS, report=ignore, model=None):
    """A finished run: the model and the summary."""
    model = model or network()
    summary = Trainer(model, task or Doubling(), recipe, folder).run(features, report)
    return model, summary


def log(folder) -> list[dict[str, Any]]:
    """The rows that a run has logged."""
    return [json.loads(line) for line in (folder / LOG).read_text().splitlines()]
