"""The gap between what was promised and what happened, worked out by hand."""

import numpy as np
import pytest

from service.evaluation.metrics.calibration import expected_calibration_error


@pytest.mark.parametrize(
    ("chance", "happened", "bins", "expected"),
    [
        ([1.0, 0.0], [True, False], 10, 0.0),
        ([1.0, 0.0], [False, True], 10, 1.0),
        # one bin each: (|0.05 - 0.5| + |0.95 - 1|) / 2
        ([0.05, 0.05, 0.95, 0.95], [False, True, True, True], 10, 0.25),
        # bins weigh as much as they hold: 3/4 * |0.2 - 1/3| + 1/4 * |0.6 - 0|
        ([0.1, 0.2, 0.3, 0.6], [True, False, False, False], 2, 0.25),
        # within a bin, too high and too low make each other up
        ([0.62, 0.68], [True, False], 10, 0.15),
        ([0.3, 0.7], [True, False], 1, 0.0),
        # the middle of two bins belongs to the upper: |0.4 - 1| / 2 + |0.5 - 0| / 2
        ([0.4, 0.5], [True, False], 2, 0.55),
        # certainty belongs to the last bin: |(0.9 + 1) / 2 - 1|
        ([0.9, 1.0], [True, True], 10, 0.05),
    ],
)
def test_the_mean_gap_over_bins(chance, happened, bins, expected):
    found = expected_calibration_error(np.array(chance), np.array(happened, dtype=float), bins)
    assert found == pytest.approx(expected)


def test_ten_bins_unless_told_otherwise():
    chance, happened = np.array([0.05, 0.15]), np.array([False, True])
    assert expected_calibration_error(chance, happened) == pytest.approx((0.05 + 0.85) / 2)


def test_the_order_of_the_cases_does_not_matter():
    draw = np.random.default_rng(2)
    chance = draw.random(200)
    happened = (draw.random(200) < chance**2).astype(float)
    order = draw.permutation(200)
    found = expected_calibration_error(chance, happened)
    assert found > 0.1
    assert expected_calibration_error(chance[order], happened[order]) == pytest.approx(found)


def test_no_cases_have_no_error():
    assert np.isnan(expected_calibration_error(np.array([]), np.array([])))
