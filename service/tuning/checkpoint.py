"""What a training run keeps on disk: a checkpoint that it goes on from, and a log of its steps."""

import contextlib
import json
import math
import os
import pickle
import random
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from knowledge.errors import InvalidInputError
from service.tuning.progress import Progress

CHECKPOINT = "checkpoint.pt"
LOG = "log.jsonl"


@dataclass
class Standing:
    """How far a run has come.

    Attributes:
        step: optimiser steps done.
        best: the best score on dev, and at which step.
        best_weights: the trained weights at that step.
    """

    step: int = 0
    best: tuple[float, int] = (-math.inf, 0)
    best_weights: dict[str, Tensor] = field(default_factory=dict)


def trained_weights(model: nn.Module) -> dict[str, Tensor]:
    """A copy of the weights that are trained."""
    return {n: p.detach().clone() for n, p in model.named_parameters() if p.requires_grad}


def save(
    folder: Path,
    identity: Mapping[str, Any],
    standing: Standing,
    model: nn.Module,
    optimiser: torch.optim.Optimizer,
) -> None:
    """Write a checkpoint beside the last one and put it in its place."""
    kept = {
        "identity": identity,
        "step": standing.step,
        "best": standing.best,
        "best_weights": standing.best_weights,
        "model": trained_weights(model),
        "optimiser": optimiser.state_dict(),
        "random": (torch.get_rng_state(), random.getstate()[1]),
    }
    half = folder / (CHECKPOINT + ".part")
    with half.open("wb") as file:
        torch.save(kept, file)
        file.flush()
        os.fsync(file.fileno())  # else a power cut may leave the name on an empty file
    half.replace(folder / CHECKPOINT)


def resume(
    folder: Path,
    identity: Mapping[str, Any],
    model: nn.Module,
    optimiser: torch.optim.Optimizer,
    device: torch.device,
) -> Standing:
    """Put the state of the last checkpoint back; a run without one stands at the beginning.

    The log loses the rows of steps that are done again.

    Raises:
        InvalidInputError: the checkpoint is damaged, or of a run that another `identity` tells
            apart.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / CHECKPOINT
    if not path.exists():
        _cut_log(folder, 0)
        return Standing()
    try:
        kept = torch.load(path, map_location=device, weights_only=True)
    except (OSError, EOFError, RuntimeError, ValueError, pickle.UnpicklingError) as error:
        raise InvalidInputError(
            f"{path} is damaged; remove it to start anew", path=str(path)
        ) from error
    if kept["identity"] != identity:
        changed = [k for k, v in identity.items() if kept["identity"].get(k) != v]
        raise InvalidInputError(
            f"{path} is of a run with other {', '.join(changed)}; remove it to start anew",
            path=str(path),
        )
    _cut_log(folder, kept["step"])
    model.load_state_dict(kept["model"], strict=False)
    optimiser.load_state_dict(kept["optimiser"])
    torch.set_rng_state(kept["random"][0].cpu())
    version, _, gauss = random.getstate()
    random.setstate((version, tuple(kept["random"][1]), gauss))
    return Standing(kept["step"], tuple(kept["best"]), kept["best_weights"])


def log(folder: Path, progress: Progress) -> None:
    """One line a report."""
    with (folder / LOG).open("a", encoding="utf-8") as out:
        out.write(json.dumps(asdict(progress)) + "\n")


def _cut_log(folder: Path, step: int) -> None:
    if (folder / LOG).exists():
        kept = [json.dumps(row) + "\n" for row in logged(folder) if row["step"] <= step]
        (folder / LOG).write_text("".join(kept), "utf-8")


def logged(folder: Path) -> list[dict[str, Any]]:
    """Rows of the log; a line that was half written is none, and a missing log has none."""
    path, rows = folder / LOG, []
    for line in path.read_bytes().splitlines() if path.exists() else []:
        with contextlib.suppress(ValueError):
            rows.append(json.loads(line))
    return [row for row in rows if isinstance(row, dict) and "step" in row]
