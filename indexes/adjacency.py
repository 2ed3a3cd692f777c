"""A weighted undirected graph over numbered nodes, as a sparse matrix that is changed in batches.

What a node stands for is not its business.
"""

from array import array
from typing import cast

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

Nodes = NDArray[np.int32]
Matrix = csr_array[np.float32]

# What float32 leaves of a weight that was added and taken away again.
_NOTHING = 1e-4


class Adjacency:
    """Collects changes of edges; `settle` makes them visible in `matrix`.

    A settled matrix is never changed afterwards, so searches may go on using it.

    Attributes:
        matrix: symmetric, shape (n, n), the weights of edges; 0 is no edge.
    """

    def __init__(self, matrix: Matrix | None = None) -> None:
        self.matrix = matrix if matrix is not None else empty(0)
        self._forget()

    def _forget(self) -> None:
        self._ones, self._others, self._weights = array("i"), array("i"), array("f")
        self._removes = False

    def add(self, one: int, other: int, weight: float) -> None:
        """Add to the weight of the edge between two nodes; a negative weight takes away."""
        self._ones.append(one)
        self._others.append(other)
        self._weights.append(weight)
        self._removes |= weight < 0

    def settle(self, size: int) -> None:
        """Apply the collected changes to a graph of `size` nodes, no fewer than before.

        Costs one pass over the matrix (10 ms for a million edges), whatever their number.
        """
        matrix = _resized(self.matrix, size)
        if self._ones:
            matrix = csr_array(matrix + self._symmetric(size))
            if self._removes:
                matrix.data[np.abs(matrix.data) < _NOTHING] = 0.0
                matrix.eliminate_zeros()
        self.matrix = matrix
        self._forget()

    def _symmetric(self, size: int) -> Matrix:
        ones = np.frombuffer(self._ones, dtype=np.int32)
        others = np.frombuffer(self._others, dtype=np.int32)
        weights = np.tile(np.frombuffer(self._weights, dtype=np.float32), 2)
        places = (np.concatenate([ones, others]), np.concatenate([others, ones]))
        return csr_array((weights, places), shape=(size, size))

    def neighbours(self, node: int) -> Nodes:
        """The nodes that a node had an edge to when changes were last settled."""
        if node >= self.matrix.shape[0]:
            return np.zeros(0, dtype=np.int32)
        start, end = self.matrix.indptr[node : node + 2]
        return np.asarray(self.matrix.indices[start:end], dtype=np.int32)


def empty(size: int) -> Matrix:
    """A graph of `size` nodes without edges."""
    # The stubs take a shape for data of one dimension.
    return cast("Matrix", csr_array((size, size), dtype=np.float32))


def _resized(matrix: Matrix, size: int) -> Matrix:
    if size == matrix.shape[0]:
        return matrix
    grown = np.full(size - matrix.shape[0], matrix.indptr[-1], dtype=matrix.indptr.dtype)
    indptr = np.concatenate([matrix.indptr, grown])
    return csr_array((matrix.data, matrix.indices, indptr), shape=(size, size))
