"""The worst are kept, in order, in memory for only as many as are kept."""

from hypothesis import given
from hypothesis import strategies as st

from service.evaluation.report.worst import Worst


def _kept(limit, values):
    worst: Worst[tuple[int, int]] = Worst(limit, lambda item: item[0])
    for place, value in enumerate(values):
        worst.offer((value, place))
    return worst


def test_the_worst_come_first_and_of_equal_ones_those_that_came_first():
    worst = _kept(3, [1, 5, 2, 5, 5, 5])
    assert list(worst) == [(5, 1), (5, 3), (5, 4)]
    assert (len(worst), worst.seen) == (3, 6)


@given(st.lists(st.integers(0, 5)), st.integers(0, 6))
def test_the_same_are_kept_as_by_sorting_everything(values, limit):
    everything = [(value, place) for place, value in enumerate(values)]
    assert list(_kept(limit, values)) == sorted(everything, key=lambda e: -e[0])[:limit]
