"""From scores to probabilities: logistic combinations of signals, stored as small JSON files."""

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Logistic:
    """A logistic regression over named signals.

    Attributes:
        names: signals in the order of `weights`.
        weights: one a signal.
        bias: the intercept.
    """

    names: tuple[str, ...]
    weights: NDArray[np.float64]
    bias: float

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Logistic":
        """Read `{"bias": ..., "weights": {name: weight}}`."""
        weights: Mapping[str, float] = data["weights"]
        return cls(tuple(weights), np.array(list(weights.values())), float(data["bias"]))

    def logits(self, table: NDArray[np.float64], names: Sequence[str]) -> NDArray[np.float64]:
        """Log-odds, shape (n,), of rows of signals, shape (n, len(names))."""
        columns = [list(names).index(name) for name in self.names]
        return np.asarray(table[:, columns] @ self.weights + self.bias)

    def probability(self, table: NDArray[np.float64], names: Sequence[str]) -> NDArray[np.float64]:
        """Probabilities, shape (n,), of rows of signals, shape (n, len(names))."""
        return np.asarray(1.0 / (1.0 + np.exp(-self.logits(table, names))))

    def probability_of(self, signals: Mapping[str, float]) -> float:
        """The probability for one set of signals."""
        logit = self.bias + sum(
            weight * signals[name] for name, weight in zip(self.names, self.weights, strict=True)
        )
        return 1.0 / (1.0 + math.exp(-float(logit)))


def load_model(name: str) -> dict[str, Any]:
    """A shipped combination by file name, from `service/models`."""
    loaded: dict[str, Any] = json.loads(_file(name).read_bytes())
    return loaded


def model_digest(name: str) -> str:
    """Tells a shipped combination from another of its name."""
    return hashlib.sha256(_file(name).read_bytes()).hexdigest()[:16]


def _file(name: str) -> Traversable:
    return files("service.models").joinpath(f"{name}.json")
