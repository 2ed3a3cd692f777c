"""Risk against coverage, computed by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.evaluation.metrics.selective import (
    aurc,
    coverage_at_risk,
    excess_aurc,
    risk_coverage,
)

SCORE = np.array([0.9, 0.8, 0.7, 0.6])
RIGHT = np.array([1.0, 0.0, 1.0, 1.0])


def test_the_curve_goes_from_strict_to_lax():
    curve = risk_coverage(SCORE, RIGHT)
    assert curve.coverage.tolist() == [0.25, 0.5, 0.75, 1.0]
    assert curve.risk.tolist() == pytest.approx([0, 1 / 2, 1 / 3, 1 / 4])
    assert curve.thresholds.tolist() == [0.9, 0.8, 0.7, 0.6]


def test_equal_scores_pass_together():
    curve = risk_coverage(np.array([0.9, 0.5, 0.5, 0.1]), RIGHT)
    assert curve.answered.tolist() == [1, 3, 4]
    assert curve.errors.tolist() == [0, 1, 1]


def test_the_area_is_the_mean_risk():
    assert aurc(SCORE, RIGHT) == pytest.approx((0 + 1 / 2 + 1 / 3 + 1 / 4) / 4)


def test_the_area_of_the_best_order_is_taken_off():
    best = (0 + 0 + 0 + 1 / 4) / 4
    assert excess_aurc(SCORE, RIGHT) == pytest.approx(aurc(SCORE, RIGHT) - best)
    assert excess_aurc(RIGHT, RIGHT) == 0


def test_ties_count_as_their_expected_order():
    # one of two is wrong at equal score: half an error at the first place, one at the second
    assert aurc(np.array([0.5, 0.5]), np.array([1.0, 0.0])) == pytest.approx((0.5 + 0.5) / 2)


@pytest.mark.parametrize(
    ("risk", "coverage"), [(0.0, 0.25), (0.2, 0.25), (0.25, 1.0), (0.3, 1.0), (0.34, 1.0)]
)
def test_the_largest_coverage_within_a_risk(risk, coverage):
    assert coverage_at_risk(risk, SCORE, RIGHT) == coverage


def test_what_scores_nothing_cannot_be_answered():
    assert coverage_at_risk(0.5, np.array([0.0, 0.0]), np.array([1.0, 1.0])) == 0


def test_no_cases_have_no_area():
    nothing = np.array([])
    assert np.isnan(aurc(nothing, nothing))
    assert np.isnan(excess_aurc(nothing, nothing))
    assert np.isnan(coverage_at_risk(0.1, nothing, nothing))


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=1, max_size=40))
def test_bounds_hold_for_all_scores(cases):
    score = np.array([s / 5 for s, _ in cases])
    right = np.array([float(r) for _, r in cases])
    assert 0 <= aurc(score, right) <= 1
    assert excess_aurc(score, right) >= -1e-12
    assert 0 <= coverage_at_risk(0.1, score, right) <= 1
