"""Personalised PageRank by power iteration over a sparse matrix. Pure functions."""

import numpy as np
from numpy.typing import NDArray

from indexes.adjacency import Matrix

Vector = NDArray[np.float32]
DAMPING = 0.85
TOLERANCE = 1e-6
MAX_ITERATIONS = 100
# A vector that touches a smaller share of the edges is multiplied by its own rows alone.
_FEW_EDGES = 0.25


def product(matrix: Matrix, vector: Vector) -> Vector:
    """`matrix @ vector`; of a vector that is nearly 0 everywhere only what is not 0 costs time.

    Args:
        matrix: symmetric, shape (n, n).
        vector: shape (n,).
    """
    nodes = np.flatnonzero(vector)
    touched = int((matrix.indptr[nodes + 1] - matrix.indptr[nodes]).sum())
    if touched > _FEW_EDGES * matrix.nnz:
        return np.asarray(matrix @ vector, dtype=np.float32)
    return np.asarray(matrix[nodes].T @ vector[nodes], dtype=np.float32)


def out_weights(matrix: Matrix, importance: Vector) -> Vector:
    """What leaves each node: the weights of its edges times the importance of their far ends.

    Args:
        matrix: symmetric weights of edges, shape (n, n).
        importance: of the nodes as targets, shape (n,).
    """
    return product(matrix, importance)


def personalised_pagerank(
    matrix: Matrix,
    restart: Vector,
    importance: Vector,
    leaving: Vector,
    damping: float = DAMPING,
    tolerance: float = TOLERANCE,
    max_iterations: int = MAX_ITERATIONS,
) -> Vector:
    """Where a walk stays that follows edges and now and then restarts (Page et al., 1998).

    From a node the walk takes an edge with probability proportional to its weight times the
    importance of its far end. From a node without edges it restarts, as in `networkx.pagerank`
    with `personalization`; with importance 1 everywhere the two agree.

    Args:
        matrix: symmetric weights of edges, shape (n, n).
        restart: where the walk restarts, shape (n,), not negative and not all 0.
        importance: shape (n,).
        leaving: `out_weights(matrix, importance)`.
        damping: probability of following an edge.
        tolerance: stop when the scores change by less than this in sum.
        max_iterations: stop then in any case.

    Returns:
        Scores of shape (n,) that sum to 1.
    """
    restart = restart / restart.sum()
    stuck = np.flatnonzero(leaving <= 0)
    share = np.divide(1.0, leaving, out=np.zeros_like(leaving), where=leaving > 0)
    scores = restart
    for _ in range(max_iterations):
        lost = float(scores[stuck].sum())
        # The first steps of a walk reach few nodes.
        following = product(matrix, scores * share)
        following *= importance * np.float32(damping)
        following += restart * np.float32(damping * lost + 1.0 - damping)
        change = float(np.abs(following - scores).sum())
        scores = following
        if change < tolerance:
            break
    return np.asarray(scores, dtype=np.float32)
