"""The training loop that all models share. It knows no task.

On a processor this loop is several times faster with three habits kept here and in `batches`:
bfloat16 where there is hardware for it, dropout 0, and lengths padded to few sizes.
"""

import hashlib
import math
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

import torch
from torch import Tensor, nn

from indexes.embedding.sentence_transformer import computes_bfloat16
from knowledge.errors import InvalidInputError
from service.tuning.batches import make_batches
from service.tuning.checkpoint import Standing, log, resume, save, trained_weights
from service.tuning.progress import Meter, Progress

Feature = TypeVar("Feature", contravariant=True)


@dataclass(frozen=True, slots=True)
class Recipe:
    """What fixes a run, together with its data.

    Attributes:
        epochs: passes over the examples.
        batch_tokens: tokens of a forward pass, padding included.
        accumulate: forward passes an optimiser step.
        rate: highest learning rate of the encoder's layers.
        rate_new: of parameters without pretrained values (heads, new embeddings).
        warm_up: share of the steps in which the rate rises; after that it falls to 0 linearly.
        weight_decay: of matrices.
        clip: largest norm of the gradient.
        seed: of the order of examples and of new parameters.
        evaluate_every: optimiser steps between measurements on dev.
        patience: measurements without a better score before the run stops; 0 for never.
    """

    epochs: int = 2
    batch_tokens: int = 6144
    accumulate: int = 1
    rate: float = 1.5e-4
    rate_new: float = 1e-3
    warm_up: float = 0.06
    weight_decay: float = 0.01
    clip: float = 1.0
    seed: int = 0
    evaluate_every: int = 500
    patience: int = 3

    def __post_init__(self) -> None:
        for rate in (self.rate, self.rate_new):
            if not math.isfinite(rate):
                raise InvalidInputError(f"a learning rate of {rate} is no number; lower --rate")


class Task(Protocol[Feature]):
    """What is learned."""

    def length(self, feature: Feature) -> int:
        """Tokens of an example."""
        ...

    def fingerprint(self, feature: Feature) -> bytes:
        """Bytes that tell an example from others: a run goes on with the very same ones."""
        ...

    def loss(self, model: nn.Module, batch: Sequence[Feature], device: torch.device) -> Tensor:
        """Mean loss of a batch, a scalar."""
        ...

    def score(self, model: nn.Module) -> dict[str, float]:
        """Measures on dev; `score` among them is the one to raise."""
        ...


class Trainer:
    """Trains a model on features and keeps the best by the score on dev.

    A run that was interrupted goes on from its last checkpoint as if it had not been: the order of
    batches follows from the seed, and optimiser, step and random states are kept.

    Args:
        model: trained in place.
        task: loss and score.
        recipe: how.
        folder: for checkpoints and the log.
        new: names (beginnings) of parameters without pretrained values.
        about: what else fixes the run; another value is another run.
    """

    def __init__(
        self,
        model: nn.Module,
        task: Task[Any],
        recipe: Recipe,
        folder: Path,
        new: Sequence[str] = (),
        about: Mapping[str, str] | None = None,
    ) -> None:
        self._device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self._model = model.to(self._device)
        self._task = task
        self._recipe = recipe
        self._folder = folder
        self._about = dict(about or {})
        self._optimiser = _optimiser(model, recipe, new, self._device)
        self._at = Standing()

    def run(self, features: Sequence[Any], report: Callable[[Progress], None]) -> dict[str, Any]:
        """Train, put the best weights into the model and say how it went.

        Raises:
            InvalidInputError: there is nothing to train on, the folder holds the checkpoint of a
                run with another recipe or other examples, or the run diverges; the last checkpoint
                stays.
        """
        if not features:
            raise InvalidInputError("there are no examples to train on")
        recipe = self._recipe
        lengths = [self._task.length(f) for f in features]
        plan = [batch for epoch in range(recipe.epochs) for batch in _steps(lengths, recipe, epoch)]
        identity = {
            **self._about,
            **asdict(recipe),
            "examples": len(features),
            "tokens": sum(lengths),
            "fingerprint of examples": fingerprint(self._task, features),
        }
        self._at = resume(self._folder, identity, self._model, self._optimiser, self._device)
        started = time.monotonic()
        meter = Meter(len(plan), self._at.step)
        while self._at.step < len(plan) and not self._stale():
            batches = plan[self._at.step]
            loss = self._train(features, batches, self._share_of_rate(len(plan)))
            self._at.step += 1
            meter.add(loss, sum(len(batch) for batch in batches))
            due = self._at.step % recipe.evaluate_every == 0 or self._at.step == len(plan)
            if due or self._at.step % 20 == 0:
                progress = meter.progress(self._at.step, self._measure() if due else None)
                if due:
                    save(self._folder, identity, self._at, self._model, self._optimiser)
                log(self._folder, progress)
                report(progress)
        if self._at.best_weights:
            self._model.load_state_dict(self._at.best_weights, strict=False)
        score, best_step = self._at.best
        return {
            **identity,
            "steps": self._at.step,
            "best_step": best_step,
            "best_score": round(score, 4) if math.isfinite(score) else None,
            "seconds": round(time.monotonic() - started),
        }

    def _train(
        self, features: Sequence[Any], batches: Sequence[Sequence[int]], share_of_rate: float
    ) -> float:
        self._model.train()
        for group in self._optimiser.param_groups:
            group["lr"] = group["peak"] * share_of_rate
        total = 0.0
        for batch in batches:
            with autocast(self._device):
                loss = self._task.loss(
                    self._model, [features[i] for i in batch], self._device
                ) / len(batches)
            loss.backward()  # type: ignore[no-untyped-call]
            total += float(loss.detach())
        trained = [p for p in self._model.parameters() if p.requires_grad]
        norm = float(nn.utils.clip_grad_norm_(trained, self._recipe.clip))
        _refuse_unless(math.isfinite(total + norm), "loss or its gradient", self._at.step + 1)
        self._optimiser.step()
        self._optimiser.zero_grad()
        return total

    def _share_of_rate(self, steps: int) -> float:
        """Share of the highest rate at this step: it rises from above 0 and falls to above 0."""
        rising = max(1, round(self._recipe.warm_up * steps))
        if self._at.step < rising:
            return (self._at.step + 1) / rising
        return (steps - self._at.step) / (steps - rising)

    def _measure(self) -> dict[str, float]:
        # Of weights that are no numbers some tasks measure a score that is one.
        trained = [p for p in self._model.parameters() if p.requires_grad]
        able = all(bool(p.isfinite().all()) for p in trained)
        _refuse_unless(able, "weight of some token or layer", self._at.step)
        self._model.eval()
        with torch.inference_mode(), autocast(self._device):
            measured = self._task.score(self._model)
        _refuse_unless(math.isfinite(measured["score"]), "score on dev", self._at.step)
        if measured["score"] > self._at.best[0]:
            self._at.best = (measured["score"], self._at.step)
            self._at.best_weights = trained_weights(self._model)
        return measured

    def _stale(self) -> bool:
        waited = (self._at.step - self._at.best[1]) // self._recipe.evaluate_every
        return bool(self._recipe.patience) and waited >= self._recipe.patience


def fingerprint(task: Task[Any], features: Iterable[Any]) -> str:
    """Tells the examples of a run from others."""
    found = hashlib.blake2b(digest_size=16)
    for feature in features:
        found.update(task.fingerprint(feature))
    return found.hexdigest()


def autocast(device: torch.device) -> AbstractContextManager[Any]:
    """Computing in bfloat16 where the processor or the accelerator does, else as it is."""
    able = device.type == "cuda" or computes_bfloat16()
    return torch.autocast(device.type, torch.bfloat16, enabled=able)


def _refuse_unless(finite: bool, what: str, step: int) -> None:
    if not finite:
        raise InvalidInputError(f"the {what} is no number at step {step}; lower --rate")


def _steps(lengths: Sequence[int], recipe: Recipe, epoch: int) -> list[list[list[int]]]:
    batches = make_batches(lengths, recipe.batch_tokens, recipe.seed, epoch)
    size = recipe.accumulate
    return [batches[n : n + size] for n in range(0, len(batches), size)]


def _optimiser(
    model: nn.Module, recipe: Recipe, new: Sequence[str], device: torch.device
) -> torch.optim.AdamW:
    groups: dict[tuple[float, float], list[nn.Parameter]] = {}
    for name, parameter in model.named_parameters():
        if parameter.requires_grad:
            # peft puts a prefix of its own before the names of a wrapped model.
            plain = name.removeprefix("base_model.model.")
            rate = recipe.rate_new if plain.startswith(tuple(new)) else recipe.rate
            decay = recipe.weight_decay if parameter.ndim > 1 else 0.0
            groups.setdefault((rate, decay), []).append(parameter)
    return torch.optim.AdamW(
        [
            {"params": parameters, "lr": rate, "peak": rate, "weight_decay": decay}
            for (rate, decay), parameters in groups.items()
        ],
        betas=(0.9, 0.98),
        fused=device.type in ("cpu", "cuda"),
    )
