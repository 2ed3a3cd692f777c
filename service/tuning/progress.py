"""Where a training run is, and how fast: counted between two reports."""

import time
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a run is.

    Attributes:
        step, steps: optimiser steps done and in all.
        loss: mean since the last report.
        examples_per_second: since the last report.
        seconds_left: at that rate.
        measured: measures on dev, when there are new ones.
    """

    step: int
    steps: int
    loss: float
    examples_per_second: float
    seconds_left: float
    measured: dict[str, float] | None = None


class Meter:
    """Loss and rate since the last report.

    Args:
        steps: optimiser steps in all.
        step: done before this run of the process.
    """

    def __init__(self, steps: int, step: int) -> None:
        self._steps = steps
        self._reset(step)

    def _reset(self, step: int) -> None:
        self._from, self._seen = step, 0
        self._losses: list[float] = []
        self._since = time.monotonic()

    def add(self, loss: float, seen: int) -> None:
        """Count one step."""
        self._losses.append(loss)
        self._seen += seen

    def progress(self, step: int, measured: dict[str, float] | None) -> Progress:
        """Where the run is, one step or more after the last report; the counts start anew."""
        seconds = max(1e-6, time.monotonic() - self._since)
        found = Progress(
            step,
            self._steps,
            loss=float(np.mean(self._losses)),
            examples_per_second=self._seen / seconds,
            seconds_left=(self._steps - step) * seconds / (step - self._from),
            measured=measured,
        )
        self._reset(step)
        return found
