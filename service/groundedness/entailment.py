"""What a trained checker says of claims beside windows of evidence."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from service.models.batcher import Batcher
from service.models.network import Network
from service.models.packed import pass_of

# Parts of one claim that are read: some 750 tokens, more than anybody says in a sentence.
_MOST_PARTS = 8


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
        for refutation. Of a claim that is longer each part has to be supported, and one refuted
        part is enough; what has more parts than anybody checks is not supported.
        """
        parts = {
            claim: self._network.pairs.pieces(claim) for claim in {claim for claim, _ in pairs}
        }
        read = [
            (owner, (part, window))
            for owner, (claim, window) in enumerate(pairs)
            for part in parts[claim][:_MOST_PARTS]
        ]
        encodings, places = self._network.pairs.windows([pair for _, pair in read])
        logits = self._batcher.run(encodings, interrupt)
        chances = np.zeros((len(read), 2))
        for place, (row,) in zip(places, logits, strict=True):
            chances[place] = np.maximum(chances[place], self._chances(row.astype(np.float64)))
        found = np.array([[1.0, 0.0]] * len(pairs)).reshape(len(pairs), 2)
        for (owner, _), (supported, refuted) in zip(read, chances, strict=True):
            found[owner] = min(found[owner, 0], supported), max(found[owner, 1], refuted)
        unread = [len(parts[claim]) > _MOST_PARTS for claim, _ in pairs]
        found[unread, 0] = 0.0
        return found

    def _chances(self, logits: NDArray[np.float64]) -> tuple[float, float]:
        supported, refuted = self._network.supported, self._network.refuted
        if supported is None:
            return float(1.0 / (1.0 + np.exp(-logits[0]))), 0.0
        chances = np.exp(logits - logits.max())
        chances /= chances.sum()
        return float(chances[supported]), 0.0 if refuted is None else float(chances[refuted])
