"""What a trained checker says of claims beside windows of evidence."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from service.models.batcher import Batcher
from service.models.network import Network
from service.models.packed import pass_of


class Entailment:
    """Chances that a window supports a claim and that it refutes it.

    Args:
        network: a checker: a cross-encoder or a model for natural language inference.
    """

    def __init__(self, network: Network) -> None:
        self.name = network.name
        self._network = network
        self._batcher = Batcher(pass_of(network.model))

    def score(
        self, pairs: Sequence[tuple[str, str]], interrupt: Callable[[], None] = lambda: None
    ) -> NDArray[np.float64]:
        """Chances of `(supported, refuted)` for each `(claim, window)`, shape (n, 2).

        A window longer than the model reads counts by its best piece for support and by its worst
        for refutation.
        """
        found = np.zeros((len(pairs), 2))
        encodings, owners = self._network.pairs.windows(pairs)
        logits = self._batcher.run(encodings, interrupt)
        for owner, (row,) in zip(owners, logits, strict=True):
            found[owner] = np.maximum(found[owner], self._chances(row.astype(np.float64)))
        return found

    def _chances(self, logits: NDArray[np.float64]) -> tuple[float, float]:
        supported, refuted = self._network.supported, self._network.refuted
        if supported is None:
            return float(1.0 / (1.0 + np.exp(-logits[0]))), 0.0
        chances = np.exp(logits - logits.max())
        chances /= chances.sum()
        return float(chances[supported]), 0.0 if refuted is None else float(chances[refuted])
