"""Maps from scores to probabilities: the kind by the number of cases, the numbers by recovery."""

import numpy as np
import pytest

from service.calibration.scale import IDENTITY, logit
from service.evaluation.certify.fitting import fit_scale, fit_scales
from service.evaluation.certify.labelled import Labelled
from service.evaluation.metrics.calibration import expected_calibration_error


def _drawn(n: int, slope: float, shift: float, seed: int = 0):
    draw = np.random.default_rng(seed)
    score = draw.uniform(0.02, 0.98, n)
    chance = 1 / (1 + np.exp(-(slope * logit(score) + shift)))
    return score, (draw.random(n) < chance).astype(float)


@pytest.mark.parametrize(
    ("n", "kind"), [(29, "temperature"), (30, "platt"), (1999, "platt"), (2000, "isotonic")]
)
def test_more_cases_pay_for_more_freedom(n, kind):
    assert fit_scale(*_drawn(n, 0.5, 0.0)).kind == kind


def test_a_temperature_is_recovered():
    slopes = [fit_scale(*_drawn(29, 0.5, 0.0, seed)).slope for seed in range(60)]
    assert np.median(slopes) == pytest.approx(0.5, abs=0.12)


def test_slope_and_shift_are_recovered():
    scale = fit_scale(*_drawn(1900, 0.6, -1.0))
    assert (scale.slope, scale.shift) == pytest.approx((0.6, -1.0), abs=0.15)


@pytest.mark.parametrize("n", [25, 200, 400, 1500, 4000])
def test_calibration_gets_better_on_cases_that_were_not_fitted(n):
    scale = fit_scale(*_drawn(n, 0.4, -0.8))
    score, right = _drawn(4000, 0.4, -0.8, seed=1)
    before = expected_calibration_error(score, right)
    after = expected_calibration_error(scale.apply(score), right)
    # a temperature alone cannot shift; it still has to help
    assert after < (0.06 if n >= 200 else before)


def test_isotonic_maps_rise_strictly_and_stay_probabilities():
    score, right = _drawn(3000, 1.0, 0.0)
    mapped = fit_scale(score, right).apply(np.linspace(0.02, 0.98, 200))
    assert (np.diff(mapped) > 0).mean() > 0.95
    assert mapped.min() >= 0
    assert mapped.max() <= 1


@pytest.mark.parametrize("right", [np.zeros(600), np.ones(600)])
def test_one_outcome_alone_teaches_nothing(right):
    assert fit_scale(np.linspace(0.1, 0.9, 600), right) == IDENTITY


def test_a_score_that_misleads_is_left_alone():
    score, right = _drawn(1000, 2.0, 0.0)
    assert fit_scale(score, 1 - right) == IDENTITY


def test_a_language_with_enough_cases_has_a_map_of_its_own():
    english, chinese = _drawn(600, 0.5, 0.0), _drawn(99, 0.5, 0.0)
    score, right = (np.concatenate(parts) for parts in zip(english, chinese, strict=True))
    lang = np.array(["en"] * 600 + ["zh"] * 99)
    scales = fit_scales(Labelled(score, right, score, lang))
    assert set(scales) == {"all", "en"}
    assert scales["en"].cases == 600
    assert scales["all"].cases == 699


def test_what_could_not_be_released_is_not_fitted():
    score, right = _drawn(100, 1.0, 0.0)
    cases = Labelled(
        np.concatenate([score, np.zeros(500)]), np.concatenate([right, np.zeros(500)]),
        np.zeros(600), np.array(["en"] * 600),
    )  # fmt: skip
    assert fit_scales(cases)["all"].cases == 100


def test_a_few_cases_that_separate_by_chance_do_not_make_everything_certain():
    score = np.concatenate([np.linspace(0.6, 0.9, 28), [0.2, 0.3]])
    scale = fit_scale(score, np.array([1.0] * 28 + [0.0] * 2))
    assert scale.slope <= 5.0
    assert scale.apply(np.array([0.62]))[0] < 0.95
