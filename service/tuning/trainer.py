"""The training loop that the reader and the checker share. It knows no task.

On a processor this loop is several times faster with three habits kept here and in `batches`:
bfloat16 where there is hardware for it, dropout 0, and lengths padded to few sizes.
"""

import hashlib
import json
import math
import random
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

import torch
from torch import Tensor, nn

from indexes.embedding.sentence_transformer import computes_bfloat16
from knowledge.errors import InvalidInputError
from service.tuning.batches import make_batches
from service.tuning.progress import Meter, Progress

Feature = TypeVar("Feature", contravariant=True)
CHECKPOINT = "checkpoint.pt"
LOG = "log.jsonl"


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
        self._step = 0
        self._best: tuple[float, int] = (-math.inf, 0)
        self._best_weights: dict[str, Tensor] = {}

    def run(self, features: Sequence[Any], report: Callable[[Progress], None]) -> dict[str, Any]:
        """Train, put the best weights into the model and say how it went.

        Raises:
            InvalidInputError: there is nothing to train on, or the folder holds the checkpoint of
                a run with another recipe or other examples.
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
            "fingerprint of examples": self._fingerprint(features),
        }
        self._resume(identity)
        started = time.monotonic()
        meter = Meter(len(plan), self._step)
        while self._step < len(plan) and not self._stale():
            loss = self._train(features, plan[self._step], self._share_of_rate(len(plan)))
            self._step += 1
            seen = sum(len(batch) for batch in plan[self._step - 1])
            meter.add(loss, seen)
            due = self._step % recipe.evaluate_every == 0 or self._step == len(plan)
            if due:
                measured = self._measure()
                self._save(identity)
                self._log(meter, measured)
                report(meter.progress(self._step, measured))
            elif self._step % 20 == 0:
                self._log(meter, None)
                report(meter.progress(self._step, None))
        if self._best_weights:
            self._model.load_state_dict(self._best_weights, strict=False)
        return {
            **identity,
            "steps": self._step,
            "best_step": self._best[1],
            "best_score": round(self._best[0], 4),
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
        nn.utils.clip_grad_norm_(trained, self._recipe.clip)
        self._optimiser.step()
        self._optimiser.zero_grad()
        return total

    def _share_of_rate(self, steps: int) -> float:
        """Share of the highest rate at this step: it rises from above 0 and falls to above 0."""
        rising = max(1, round(self._recipe.warm_up * steps))
        if self._step < rising:
            return (self._step + 1) / rising
        return (steps - self._step) / (steps - rising)

    def _fingerprint(self, features: Sequence[Any]) -> str:
        found = hashlib.blake2b(digest_size=16)
        for feature in features:
            found.update(self._task.fingerprint(feature))
        return found.hexdigest()

    def _measure(self) -> dict[str, float]:
        self._model.eval()
        with torch.inference_mode(), autocast(self._device):
            measured = self._task.score(self._model)
        if measured["score"] > self._best[0]:
            self._best = (measured["score"], self._step)
            self._best_weights = _trained(self._model)
        return measured

    def _stale(self) -> bool:
        waited = (self._step - self._best[1]) // self._recipe.evaluate_every
        return bool(self._recipe.patience) and waited >= self._recipe.patience

    def _log(self, meter: Meter, measured: dict[str, float] | None) -> None:
        row = asdict(meter.progress(self._step, measured))
        with (self._folder / LOG).open("a", encoding="utf-8") as out:
            out.write(json.dumps(row) + "\n")

    def _save(self, identity: dict[str, Any]) -> None:
        """Write a checkpoint beside the last one and put it in its place."""
        kept = {
            "identity": identity,
            "step": self._step,
            "best": self._best,
            "best_weights": self._best_weights,
            "model": _trained(self._model),
            "optimiser": self._optimiser.state_dict(),
            "random": (torch.get_rng_state(), random.getstate()[1]),
        }
        self._folder.mkdir(parents=True, exist_ok=True)
        half = self._folder / (CHECKPOINT + ".part")
        torch.save(kept, half)
        half.replace(self._folder / CHECKPOINT)

    def _cut_log(self) -> None:
        """Without rows of steps that are done again."""
        path = self._folder / LOG
        if path.exists():
            lines = path.read_text("utf-8").splitlines()
            kept = [line for line in lines if json.loads(line)["step"] <= self._step]
            path.write_text("".join(line + "\n" for line in kept), "utf-8")

    def _resume(self, identity: dict[str, Any]) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / CHECKPOINT
        if not path.exists():
            self._cut_log()
            return
        kept = torch.load(path, map_location=self._device, weights_only=True)
        if kept["identity"] != identity:
            changed = [k for k, v in identity.items() if kept["identity"].get(k) != v]
            raise InvalidInputError(
                f"{path} is of a run with other {', '.join(changed)}; remove it to start anew",
                path=str(path),
            )
        self._step = kept["step"]
        self._cut_log()
        self._best, self._best_weights = tuple(kept["best"]), kept["best_weights"]
        self._model.load_state_dict(kept["model"], strict=False)
        self._optimiser.load_state_dict(kept["optimiser"])
        torch.set_rng_state(kept["random"][0].cpu())
        version, _, gauss = random.getstate()
        random.setstate((version, tuple(kept["random"][1]), gauss))


def autocast(device: torch.device) -> AbstractContextManager[Any]:
    """Computing in bfloat16 where the processor or the accelerator does, else as it is."""
    able = device.type == "cuda" or computes_bfloat16()
    return torch.autocast(device.type, torch.bfloat16, enabled=able)


def _steps(lengths: Sequence[int], recipe: Recipe, epoch: int) -> list[list[list[int]]]:
    batches = make_batches(lengths, recipe.batch_tokens, recipe.seed, epoch)
    size = recipe.accumulate
    return [batches[n : n + size] for n in range(0, len(batches), size)]


def _trained(model: nn.Module) -> dict[str, Tensor]:
    return {n: p.detach().clone() for n, p in model.named_parameters() if p.requires_grad}


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
