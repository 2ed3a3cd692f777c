"""Binomial bounds and the fixed sequence, against numbers known from tables."""

import numpy as np
import pytest

from service.evaluation.certify import testing
from service.evaluation.certify.testing import Outcome


@pytest.mark.parametrize(
    ("risk", "confidence", "cases"), [(0.05, 0.9, 45), (0.05, 0.95, 59), (0.1, 0.9, 22)]
)
def test_cases_without_an_error(risk, confidence, cases):
    assert testing.cases_without_error(risk, confidence) == cases
    assert testing.p_value(risk, cases, 0) <= 1 - confidence < testing.p_value(risk, cases - 1, 0)


def test_p_values_are_tails_of_the_binomial():
    assert testing.p_value(0.5, 4, 1) == pytest.approx(5 / 16)
    assert testing.p_value(0.05, 0, 0) == 1


def test_the_upper_bound_of_clopper_and_pearson():
    assert testing.upper_bound(0.975, 10, 0) == pytest.approx(0.3085, abs=1e-4)
    assert testing.upper_bound(0.95, 100, 5) == pytest.approx(0.1023, abs=1e-4)
    assert testing.upper_bound(0.9, 3, 3) == 1


def test_the_number_of_answered_cases_that_a_share_of_errors_needs():
    needed = testing.answered_needed(0.05, 0.9, 0.02)
    assert needed == pytest.approx(105, abs=1)
    assert testing.answered_needed(0.05, 0.9, 0.0) == 45
    assert testing.answered_needed(0.05, 0.9, 0.05) is None


def test_the_sequence_ends_at_the_first_failure():
    score = np.repeat([0.9, 0.8, 0.7], 100)
    right = np.concatenate([np.ones(100), np.ones(90), np.zeros(10), np.ones(100)])
    found = testing.certify(0.06, 0.9, [0.9, 0.8, 0.7], score, right)
    # 100 without an error pass, 200 with 10 do not, and 300 with 10 (3%) are never tested
    assert found == Outcome(0.9, 100, 0)
    assert testing.certify(0.06, 0.9, [0.7], score, right) == Outcome(0.7, 300, 10)


def test_nothing_is_certified_where_too_few_are_answered():
    score, right = np.full(40, 0.9), np.ones(40)
    assert testing.certify(0.05, 0.9, [0.9], score, right) is None
    assert testing.certify(0.05, 0.9, [], score, right) is None


def test_what_scores_nothing_passes_no_threshold():
    assert testing.count(0.0, np.array([0.0, 0.1]), np.array([0.0, 1.0])) == Outcome(0.0, 1, 0)


def test_the_sequence_falls_and_begins_where_enough_is_answered():
    draw = np.random.default_rng(5)
    score = draw.random(600)
    right = (draw.random(600) < score).astype(float)
    found = testing.sequence(0.2, 0.9, score, right)
    assert found == sorted(found, reverse=True)
    assert testing.count(found[0], score, right).answered >= 5
    assert testing.sequence(0.2, 0.9, np.zeros(5), np.zeros(5)) == []
