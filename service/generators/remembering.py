"""An embedder that keeps the vectors of recent sentences."""

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from indexes.embedding.base import Embedder

_REMEMBERED = 20_000


class RememberingEncoder:
    """Popular passages are read again and again; their sentences are encoded once."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._known: OrderedDict[str, NDArray[np.float16]] = OrderedDict()
        self._lock = Lock()

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of `texts`, shape (len(texts), dimension)."""
        with self._lock:
            found = {t: self._known[t] for t in texts if t in self._known}
            for text in found:
                self._known.move_to_end(text)
        unknown = [t for t in dict.fromkeys(texts) if t not in found]
        if unknown:
            vectors = self._embedder.encode(unknown).astype(np.float16)
            found |= dict(zip(unknown, vectors, strict=True))
            with self._lock:
                self._known.update({t: found[t] for t in unknown})
                while len(self._known) > _REMEMBERED:
                    self._known.popitem(last=False)
        return np.stack([found[t] for t in texts]).astype(np.float32)
