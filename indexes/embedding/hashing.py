"""An embedder without weights: hashed terms. For tests and for machines without a model."""

from collections.abc import Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from knowledge.text import terms


class HashingEmbedder:
    """Random signs of terms summed (feature hashing, Weinberger et al. 2009).

    Similar texts share terms, nothing else; every language is read alike.
    """

    def __init__(self, dimension: int = 256) -> None:
        self.dimension = dimension
        self.name = f"hashing-{dimension}"

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of `texts`, shape (len(texts), dimension), rows of unit length."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(vectors, texts, strict=True):
            for term in terms(text):
                code = crc32(term.encode())
                row[code % self.dimension] += 1.0 if code & 0x80000000 else -1.0
            norm = float(np.linalg.norm(row))
            # A text without terms still needs a unit vector; any fixed direction will do.
            row[:] = row / norm if norm else np.eye(1, self.dimension, dtype=np.float32)[0]
        return vectors

    def readable(self, text: str) -> float:
        """Always 1: hashing knows every term."""
        return 1.0
