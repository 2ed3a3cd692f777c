"""A checksum over a set of chunk ids that can be kept in step by adding and subtracting.

The store and every derived index each keep one; equal sums at equal sequence numbers mean that
they hold the same chunks, since an id is never used for another text.
"""

from collections.abc import Iterable

import numpy as np

_MASK = (1 << 62) - 1


def checksum(chunk_ids: Iterable[int]) -> int:
    """Sum of the mixed ids (splitmix64) modulo 2**62; order does not matter."""
    with np.errstate(over="ignore"):
        mixed = np.fromiter(chunk_ids, dtype=np.uint64) + np.uint64(0x9E3779B97F4A7C15)
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        mixed ^= mixed >> np.uint64(31)
        return int(mixed.sum(dtype=np.uint64)) & _MASK


def add(left: int, right: int) -> int:
    """The checksum of the union of two disjoint sets."""
    return (left + right) & _MASK


def subtract(left: int, right: int) -> int:
    """The checksum of a set without one of its subsets."""
    return (left - right) & _MASK
