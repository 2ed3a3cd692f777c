"""Maps of scores: what they do, and what is no map."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from service.calibration.scale import IDENTITY, Scale


def test_the_identity_leaves_scores_alone():
    assert IDENTITY.apply([0.0, 0.3, 1.0]).tolist() == [0.0, 0.3, 1.0]


def test_a_temperature_divides_the_logits():
    # logit 0.9 = ln 9; half of it is ln 3, whose probability is 3/4
    assert Scale(kind="temperature", slope=0.5)(0.9) == pytest.approx(0.75)


def test_platt_shifts_them_too():
    assert Scale(kind="platt", slope=1.0, shift=np.log(3))(0.5) == pytest.approx(0.75)


def test_isotonic_maps_are_linear_between_knots():
    scale = Scale(kind="isotonic", knots=((0.2, 0.6), (0.1, 0.5)))
    assert scale.apply([0.1, 0.2, 0.4, 0.6, 0.9]).tolist() == pytest.approx(
        [0.1, 0.1, 0.3, 0.5, 0.5]
    )


@given(st.sampled_from(["temperature", "platt"]), st.floats(0, 5), st.floats(-3, 3))
def test_nothing_stays_nothing_and_the_order_is_kept(kind, slope, shift):
    scale = Scale(kind=kind, slope=slope, shift=shift)
    mapped = scale.apply(np.linspace(0, 1, 50))
    assert mapped[0] == 0
    assert (np.diff(mapped) >= -1e-12).all()
    assert Scale.model_validate_json(scale.model_dump_json()) == scale


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "platt", "slope": -1.0},
        {"kind": "isotonic", "knots": ((), ())},
        {"kind": "isotonic", "knots": ((0.1, 0.2), (0.5, 0.4))},
        {"kind": "isotonic", "knots": ((0.1, 0.2), (0.5,))},
        {"kind": "guess"},
    ],
)
def test_what_does_not_rise_is_no_scale(wrong):
    with pytest.raises(ValidationError):
        Scale(**wrong)
