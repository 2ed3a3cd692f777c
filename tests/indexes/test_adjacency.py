"""A sparse graph that is changed in batches."""

import numpy as np

from indexes.adjacency import Adjacency


def test_edges_go_both_ways_and_add_up():
    graph = Adjacency()
    graph.add(0, 2, 1.0)
    graph.add(2, 0, 0.5)
    graph.settle(3)
    assert graph.matrix.toarray().tolist() == [[0, 0, 1.5], [0, 0, 0], [1.5, 0, 0]]
    assert graph.neighbours(0).tolist() == [2]


def test_changes_are_seen_when_they_are_settled():
    graph = Adjacency()
    graph.add(0, 1, 1.0)
    assert graph.neighbours(0).tolist() == []
    graph.settle(2)
    assert graph.neighbours(0).tolist() == [1]


def test_an_edge_that_is_taken_away_leaves_nothing():
    graph = Adjacency()
    for weight in (0.1, 0.7, 0.2):
        graph.add(0, 1, weight)
    graph.settle(2)
    for weight in (0.2, 0.1, 0.7):
        graph.add(0, 1, -weight)
    graph.settle(2)
    assert graph.matrix.nnz == 0
    assert graph.neighbours(1).tolist() == []


def test_a_matrix_that_a_search_holds_does_not_change():
    graph = Adjacency()
    graph.add(0, 1, 1.0)
    graph.settle(2)
    held = graph.matrix
    before = held.toarray().copy()
    graph.add(0, 1, -1.0)
    graph.add(1, 2, 2.0)
    graph.settle(3)
    assert np.array_equal(held.toarray(), before)
    assert graph.matrix.shape == (3, 3)
