"""Batches of sequences of like length: little padding, few shapes, the same order for a seed."""

from collections.abc import Sequence

import numpy as np

# Lengths are padded to multiples of this: a kernel is prepared for every shape that is met.
MULTIPLE = 16


def padded(length: int) -> int:
    """`length` rounded up to a multiple of `MULTIPLE`."""
    return -(-length // MULTIPLE) * MULTIPLE


def make_batches(lengths: Sequence[int], tokens: int, seed: int, epoch: int) -> list[list[int]]:
    """Positions of sequences, batch by batch, in an order that `seed` and `epoch` fix.

    Args:
        lengths: tokens of each sequence.
        tokens: most tokens a batch may hold, padding included.
        seed: of the run.
        epoch: from 0; every epoch has its own batches.
    """
    chance = np.random.default_rng((seed, epoch))
    shuffled = chance.permutation(len(lengths))
    by_length: dict[int, list[int]] = {}
    batches = []
    for index in shuffled.tolist():
        size = padded(lengths[index])
        group = by_length.setdefault(size, [])
        group.append(index)
        if (len(group) + 1) * size > tokens:
            batches.append(group)
            by_length[size] = []
    batches += [group for group in by_length.values() if group]
    return [batches[n] for n in chance.permutation(len(batches)).tolist()]
