"""Logistic combinations, by hand: p = 1 / (1 + exp(-(bias + sum of weight * signal)))."""

import math

import numpy as np
import pytest

from service.calibration.logistic import Logistic, load_model
from service.generators import signals as reader_signals
from service.groundedness.pair_signals import Similarity, TrainedSignals
from service.groundedness.signals import SIGNALS

MODEL = Logistic.from_json({"bias": -1.0, "weights": {"b": 2.0, "a": 0.5}})


def test_probability_of_one_set_of_signals():
    # -1 + 2 * 1 + 0.5 * 2 = 2
    assert MODEL.probability_of({"a": 2.0, "b": 1.0, "unused": 9.0}) == pytest.approx(0.880797078)


def test_columns_are_found_by_name_whatever_their_order():
    table = np.array([[2.0, 9.0, 1.0], [0.0, 9.0, 0.5]])
    # second row: -1 + 2 * 0.5 = 0
    found = MODEL.probability(table, ("a", "unused", "b"))
    assert found.tolist() == pytest.approx([0.880797078, 0.5])


def test_both_ways_agree():
    row = {"a": -0.3, "b": 1.7}
    table = np.array([[row["a"], row["b"]]])
    assert MODEL.probability(table, ("a", "b"))[0] == pytest.approx(MODEL.probability_of(row))
    assert MODEL.probability_of(row) == pytest.approx(1 / (1 + math.exp(1 + 0.15 - 3.4)))


def test_a_missing_signal_is_an_error_not_a_zero():
    with pytest.raises(KeyError):
        MODEL.probability_of({"a": 1.0})
    with pytest.raises(ValueError, match="is not in list"):
        MODEL.probability(np.ones((1, 1)), ("a",))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_shipped_models_know_the_signals_that_are_computed(language):
    for kind, model in (("signals", Similarity), ("entailment", TrainedSignals)):
        weights = load_model(f"checker_{kind}")[language]["weights"]
        assert set(weights) == {*SIGNALS, *model.names}
    reader = load_model("reader_signals")
    assert set(reader[language]["rank"]["weights"]) == set(reader_signals.NAMES)
    assert 0.0 < reader["threshold"] < 1.0
