"""Questions like the cases raise no alarm; other questions do, and the alarm can end."""

import numpy as np

from service.calibration.drift import LEAST, WINDOW, DriftWatch, compare


def _reference(seed: int = 0) -> dict[str, list[float]]:
    draw = np.random.default_rng(seed)
    return {"support": draw.beta(4, 2, 500).tolist(), "touched": draw.beta(5, 1, 500).tolist()}


def test_questions_like_the_cases_raise_no_alarm():
    alarms = 0
    for seed in range(1, 41):
        watch, live = DriftWatch(_reference()), _reference(seed)
        for support, touched in zip(live["support"], live["touched"], strict=True):
            watch.add(support, touched)
            alarms += bool(watch.reasons)
    assert alarms == 0


def test_other_questions_raise_it_and_the_right_ones_end_it():
    watch, draw = DriftWatch(_reference()), np.random.default_rng(3)
    changes = [watch.add(float(s), 0.3) for s in draw.beta(2, 4, LEAST)]
    assert changes.count(True) == 1
    assert len(watch.reasons) == 2
    assert watch.reasons[0].startswith("live questions differ from the calibration cases: support")
    assert f"the last {LEAST}" in watch.reasons[0]
    again = _reference(7)
    for _ in range(2):
        for support, touched in zip(again["support"], again["touched"], strict=True):
            watch.add(support, touched)
    assert watch.reasons == []


def test_too_few_questions_say_nothing():
    watch = DriftWatch(_reference())
    assert not any(watch.add(0.0, 0.0) for _ in range(LEAST - 1))
    assert watch.reasons == []


def test_a_difference_that_does_not_matter_is_no_drift():
    many = np.linspace(0, 1, 20_000)
    shifted = np.clip(many + 0.05, 0, 1)
    assert compare({"support": many.tolist()}, {"support": shifted.tolist()}) == []


def test_without_a_reference_nothing_can_differ():
    watch = DriftWatch({})
    for _ in range(WINDOW):
        watch.add(0.5, 0.5)
    assert watch.reasons == []
