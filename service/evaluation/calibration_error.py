"""How far probabilities are from what happens."""

import numpy as np
from numpy.typing import NDArray


def expected_calibration_error(
    chance: NDArray[np.float64], happened: NDArray[np.bool_], bins: int = 10
) -> float:
    """Mean gap between chance and frequency over bins of equal width (Naeini et al., 2015).

    Args:
        chance: probabilities, shape (n,).
        happened: whether each came true, shape (n,).
        bins: how many.
    """
    if not len(chance):
        return 0.0
    place = np.minimum((chance * bins).astype(int), bins - 1)
    gaps = [
        abs(float(chance[place == b].mean()) - float(happened[place == b].mean()))
        * float((place == b).mean())
        for b in range(bins)
        if (place == b).any()
    ]
    return float(sum(gaps))
