"""Personalised PageRank against networkx on small random graphs."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from indexes.pagerank import out_weights, personalised_pagerank

NODES = 8
edges = st.dictionaries(
    st.tuples(st.integers(0, NODES - 1), st.integers(0, NODES - 1)).filter(lambda e: e[0] < e[1]),
    st.integers(1, 9),
    max_size=16,
)
restarts = st.lists(st.integers(0, 5), min_size=NODES, max_size=NODES).filter(any)


def ranked(weights, restart, importance, **options):
    matrix = np.zeros((NODES, NODES), dtype=np.float32)
    for (one, other), weight in weights.items():
        matrix[one, other] = matrix[other, one] = weight
    sparse = csr_array(matrix)
    importance = np.array(importance, dtype=np.float32)
    return personalised_pagerank(
        sparse,
        np.array(restart, dtype=np.float32),
        importance,
        out_weights(sparse, importance),
        **options,
    )


def by_networkx(weights, restart, importance, damping):
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(range(NODES))
    for (one, other), weight in weights.items():
        graph.add_edge(one, other, weight=weight * importance[other])
        graph.add_edge(other, one, weight=weight * importance[one])
    found = nx.pagerank(
        graph, alpha=damping, personalization=dict(enumerate(restart)), tol=1e-10, max_iter=500
    )
    return [found[node] for node in range(NODES)]


@given(edges, restarts, st.sampled_from([0.3, 0.5, 0.85]))
def test_the_scores_are_those_of_networkx(weights, restart, damping):
    """Nodes without edges are among them: a walk that is stuck there restarts."""
    ones = [1.0] * NODES
    found = ranked(weights, restart, ones, damping=damping, tolerance=1e-7, max_iterations=500)
    assert found == pytest.approx(by_networkx(weights, restart, ones, damping), abs=1e-5)


@given(edges, restarts, st.lists(st.sampled_from([0.02, 0.5, 1.0]), min_size=8, max_size=8))
def test_importance_is_a_weight_on_the_edges_that_lead_to_a_node(weights, restart, importance):
    found = ranked(weights, restart, importance, tolerance=1e-7, max_iterations=500)
    assert found == pytest.approx(by_networkx(weights, restart, importance, 0.85), abs=1e-5)


def test_one_step_by_hand():
    """0 - 1 with weight 1, 0 - 2 with weight 3; restarts at 0; half of the steps restart."""
    found = ranked({(0, 1): 1, (0, 2): 3}, [1, *[0] * 7], [1.0] * 8, damping=0.5, max_iterations=1)
    assert found.tolist() == pytest.approx([0.5, 0.125, 0.375, 0, 0, 0, 0, 0])


def test_without_edges_the_walk_stays_where_it_restarts():
    found = ranked({}, [0, 1, 3, 0, 0, 0, 0, 0], [1.0] * 8)
    assert found.tolist() == pytest.approx([0, 0.25, 0.75, 0, 0, 0, 0, 0])
