"""Metrics of answered questions on five cases, computed by hand."""

import math

import numpy as np
import pytest

from service.evaluation.metrics.intervals import bootstrap
from service.evaluation.metrics.qa import COLUMNS, METRICS
from service.evaluation.metrics.registry import BY_TASK
from service.evaluation.metrics.table import Table

NONE = math.nan
# right, wrong, a right draft withheld, unanswerable and refused, unanswerable and answered
ROWS = {
    "em": [1, 0, 0, 1, 0],
    "f1": [1, 0.4, 0, 1, 0],
    "right": [1, 0, 0, 0, 0],
    "answered": [1, 1, 0, 0, 1],
    "answerable": [1, 1, 1, 0, 0],
    "score": [0.9, 0.7, 0.2, 0, 0.6],
    "drafted": [1, 1, 1, 0, 1],
    "draft_right": [1, 0, 1, 0, 0],
    "draft_em": [1, 0, 1, 1, 0],
    "draft_f1": [1, 0.4, 1, 1, 0],
    "claims": [2, 1, 1, 0, 1],
    "supported_claims": [2, 1, 0, 0, 1],
    "citation_precision": [0.5, 0, NONE, NONE, NONE],
    "citation_recall": [1, 0, NONE, NONE, NONE],
    "context_precision": [0.5, 0, 1, NONE, NONE],
    "context_recall": [1, 0, 1, NONE, NONE],
    "ms": [10, 20, 30, 40, 50],
}
TABLE = Table({name: np.array(ROWS[name], dtype=float) for name in COLUMNS})
VALUE = BY_TASK["qa"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("accuracy", 2 / 5),
        ("coverage", 3 / 5),
        ("em", 2 / 5),
        ("f1", 2.4 / 5),
        ("accuracy_answered", 1 / 3),
        ("hallucination_rate", 2 / 3),
        ("abstain_precision", 1 / 2),
        ("abstain_recall", 1 / 2),
        ("abstain_f1", 1 / 2),
        # risks from the surest: 0/1, 1/2, 2/3, 2/4, 3/5
        ("aurc", (0 + 1 / 2 + 2 / 3 + 2 / 4 + 3 / 5) / 5),
        ("excess_aurc", (1 / 2 + 2 / 3 + 2 / 4 - 1 / 3 - 2 / 4) / 5),
        ("coverage_at_risk@0.01", 1 / 5),
        ("coverage_at_risk@0.2", 1 / 5),
        # bins of 0.9, 0.7, 0.2, 0.6 against 1, 0, 1, 0; what was not drafted is left out
        ("ece", (0.1 + 0.7 + 0.8 + 0.6) / 4),
        ("brier", (0.01 + 0.49 + 0.64 + 0.36) / 4),
        ("faithfulness", 4 / 5),
        ("citation_precision", 0.25),
        ("citation_recall", 0.5),
        ("context_precision", 0.5),
        ("context_recall", 2 / 3),
        # answered, useful evidence amid other: only the first
        ("noise_sensitivity", 0.0),
    ],
)
def test_by_hand(name, value):
    assert VALUE[name](TABLE) == pytest.approx(value)


def test_every_metric_has_a_meaning_and_a_value_by_hand():
    named = {m.name for m in METRICS}
    assert all(m.meaning for m in METRICS)
    assert named - {"coverage_at_risk@0.05", "coverage_at_risk@0.1"} == {
        mark.args[1][i][0] for mark in test_by_hand.pytestmark for i in range(len(mark.args[1]))
    }


def test_a_run_of_refusals_is_no_division_by_zero():
    refused = TABLE.take(np.array([3, 3]))
    assert VALUE["f1"](refused) == 1
    assert VALUE["coverage"](refused) == 0
    assert VALUE["abstain_recall"](refused) == 1
    assert VALUE["abstain_f1"](refused) == 1
    assert math.isnan(VALUE["accuracy_answered"](refused))
    assert math.isnan(VALUE["faithfulness"](refused))


def test_intervals_hold_the_value_and_are_the_same_every_time():
    table = TABLE.take(np.tile(np.arange(5), 40))
    first, second = bootstrap(table, METRICS, 100), bootstrap(table, METRICS, 100)
    assert first == second
    for name in ("coverage", "f1", "aurc", "hallucination_rate", "ece"):
        low, high = first[name] or (1.0, 0.0)
        assert low <= VALUE[name](table) <= high
        assert high - low > 0.01


def test_the_interval_of_a_share_is_that_of_its_standard_error():
    half = TABLE.take(np.tile([0, 3], 200))
    low, high = bootstrap(half, [VALUE["coverage"]])["coverage"] or (0.0, 0.0)
    assert (low, high) == pytest.approx((0.5 - 1.96 * 0.025, 0.5 + 1.96 * 0.025), abs=0.01)


def test_no_cases_have_no_interval():
    assert bootstrap(TABLE.take(np.array([], dtype=int)), METRICS)["f1"] is None
