"""What an embedder promises."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class Embedder(Protocol):
    """Maps texts to unit vectors.

    Attributes:
        name: identifies the model and its settings; vectors of different names never mix.
        dimension: length of a vector.
    """

    name: str
    dimension: int

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of `texts`, shape (len(texts), dimension), rows of unit length."""
        ...

    def readable(self, text: str) -> float:
        """Share of `text` that the model's vocabulary knows, 0 to 1."""
        ...
