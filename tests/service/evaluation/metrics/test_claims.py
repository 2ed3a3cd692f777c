"""Metrics of judged claims, computed by hand."""

import math

import numpy as np
import pytest

from service.evaluation.metrics.registry import BY_TASK
from service.evaluation.metrics.table import Table

VALUE = BY_TASK["claims"]
TABLE = Table(
    {
        "supported": np.array([1.0, 1.0, 0.0, 0.0, 0.0]),
        "predicted": np.array([1.0, 0.0, 1.0, 0.0, 0.0]),
        "score": np.array([0.9, 0.4, 0.6, 0.1, 0.2]),
        "length": np.zeros(5),
        "overlap": np.zeros(5),
        "ms": np.ones(5),
    }
)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("balanced_accuracy", (1 / 2 + 2 / 3) / 2),
        ("f1", 2 * 1 / (2 + 2)),
        # of six pairs five are in order: 0.4 stands below 0.6
        ("auroc", 5 / 6),
        ("ece", (0.1 + 0.6 + 0.6 + 0.1 + 0.2) / 5),
        ("brier", (0.01 + 0.36 + 0.36 + 0.01 + 0.04) / 5),
    ],
)
def test_by_hand(name, value):
    assert VALUE[name](TABLE) == pytest.approx(value)


def test_one_kind_of_claims_has_no_balance():
    only = TABLE.take(np.array([0, 1]))
    assert math.isnan(VALUE["balanced_accuracy"](only))
    assert math.isnan(VALUE["auroc"](only))
    assert VALUE["f1"](only) == pytest.approx(2 / 3)
