"""Answering some and refusing the rest, on cases small enough to work out by hand."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.evaluation.metrics.thresholds import (
    Scored,
    answered_rightly,
    best_threshold,
    f1_at,
    in_turn,
    threshold_for_precision,
)

# Surest first: right, half right, wrong though there is an answer, wrong because there is none.
CASES = [
    Scored(0.9, 1.0, True, True),
    Scored(0.7, 0.5, True, True),
    Scored(0.5, 0.0, False, True),
    Scored(0.3, 0.0, False, False),
]


@pytest.mark.parametrize(
    ("threshold", "expected"),
    [
        (0.0, (1.0 + 0.5 + 0.0 + 0.0) / 4),  # everything is answered
        (0.4, (1.0 + 0.5 + 0.0 + 1.0) / 4),  # withholding where there is no answer is right
        (0.6, (1.0 + 0.5 + 0.0 + 1.0) / 4),
        (0.7, (1.0 + 0.5 + 0.0 + 1.0) / 4),  # a score at the threshold is answered
        (0.8, (1.0 + 0.0 + 0.0 + 1.0) / 4),
        (1.0, (0.0 + 0.0 + 0.0 + 1.0) / 4),
    ],
)
def test_f1_counts_an_abstention_as_the_empty_answer(threshold, expected):
    assert f1_at(threshold, CASES) == pytest.approx(expected)


def test_the_best_threshold_lies_halfway_below_the_last_case_that_gains():
    # gains, surest first: +1, +0.5, 0, -1; the sum is highest after the second
    assert best_threshold(CASES) == pytest.approx((0.7 + 0.5) / 2)
    assert best_threshold(CASES[::-1]) == pytest.approx((0.7 + 0.5) / 2)


def test_the_best_threshold_answers_all_or_nothing_where_that_is_best():
    assert best_threshold(CASES[:2]) == 0.7
    assert best_threshold([Scored(0.9, 0.0, False, False)]) == math.inf


_CASES = st.lists(
    st.builds(
        lambda score, value, answerable: Scored(
            score, value if answerable else 0.0, answerable and value > 0.5, answerable
        ),
        st.sampled_from([n / 64 for n in range(64)]),
        st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0]),
        st.booleans(),
    ),
    min_size=1,
    max_size=12,
    unique_by=lambda case: case.score,
)


@settings(deadline=None)
@given(_CASES)
def test_no_other_threshold_is_better_than_the_best(cases):
    others = [f1_at(t, cases) for t in (*(c.score for c in cases), math.inf)]
    assert f1_at(best_threshold(cases), cases) == pytest.approx(max(others))


def test_cases_with_equal_scores_are_answered_together_or_not_at_all():
    # all answered: 1/3; none answered: 2/3
    wrong = Scored(0.5, 0.0, False, False)
    cases = [Scored(0.5, 1.0, True, True), wrong, wrong]
    assert f1_at(best_threshold(cases), cases) == pytest.approx(2 / 3)


def _run(*right: bool, first: float = 0.99) -> list[Scored]:
    """Answerable cases with falling scores, a hundredth apart."""
    return [Scored(first - n / 100, float(r), r, True) for n, r in enumerate(right)]


def test_the_lowest_threshold_at_which_enough_is_right():
    # right after 20: 20/20; then one wrong and one right by turns: 20/21, 21/22, 21/23, 22/24, ...
    cases = _run(*[True] * 20, *[False, True] * 6)
    expected = {1.0: 20, 21 / 22: 22, 22 / 24: 24, 0.0: 32}
    for precision, answered in expected.items():
        threshold = threshold_for_precision(precision, cases)
        assert sum(c.score >= threshold for c in cases) == answered
        assert answered_rightly(threshold, cases)[1] >= precision


def test_a_precision_that_is_met_again_further_down_counts():
    cases = _run(*[False] * 2, *[True] * 38)  # 18/20 at twenty, 38/40 at forty
    assert threshold_for_precision(0.95, cases) == cases[-1].score


def test_a_precision_out_of_reach_has_no_threshold():
    assert threshold_for_precision(0.9, _run(*[False, True] * 20)) == math.inf


@pytest.mark.parametrize(("answered", "reached"), [(19, False), (20, True)])
def test_fewer_than_twenty_answers_prove_no_precision(answered, reached):
    assert math.isfinite(threshold_for_precision(0.9, _run(*[True] * answered))) is reached


def test_equal_scores_cannot_be_parted_to_keep_a_promise():
    cases = [*_run(*[True] * 19), *[Scored(0.5, float(r), r, True) for r in (True, *[False] * 20)]]
    assert threshold_for_precision(0.9, cases) == math.inf


@pytest.mark.parametrize(
    ("threshold", "expected"),
    [
        (0.0, (2 / 3, 2 / 4)),
        (0.4, (2 / 3, 2 / 3)),
        (0.7, (2 / 3, 2 / 2)),
        (0.8, (1 / 3, 1 / 1)),
        (1.0, (0.0, 0.0)),  # nothing is answered
    ],
)
def test_shares_of_the_answerable_and_of_the_answered(threshold, expected):
    assert answered_rightly(threshold, CASES) == pytest.approx(expected)


def test_without_answerable_cases_no_share_is_answered_rightly():
    assert answered_rightly(0.0, [Scored(0.5, 0.0, False, False)]) == (0.0, 0.0)


def test_each_group_is_held_to_the_thresholds_of_the_others():
    one = [Scored(0.9, 1.0, True, True), Scored(0.3, 0.0, False, False)] * 20
    other = [Scored(0.7, 1.0, True, True), Scored(0.65, 0.0, False, False)] * 20
    # The other's threshold, 0.675, parts the first group; the first's, 0.6, lets all of the other
    # through.
    f1, right, precision = in_turn(0.9, [*one, *other], ["one"] * 40 + ["other"] * 40)
    assert (f1, right, precision) == pytest.approx((0.75, 1.0, 40 / 60))
