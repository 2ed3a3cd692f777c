"""What fits the checker's combination: a fit that can be foreseen."""

import numpy as np
import pytest

from indexes.embedding.hashing import HashingEmbedder
from service.calibration.logistic import Logistic
from service.groundedness.pair_signals import Similarity
from service.groundedness.signals import SIGNALS
from service.groundedness.window_checker import WindowLook
from service.tuning import fit_checker
from service.tuning.rows import ClaimRow

BRIDGE, COFFEE = "The bridge was opened in 1932. It has eight lanes.", "Coffee is made of beans."
CASES = [
    ClaimRow(str(n), evidence, claim, label, "en")
    for n, (evidence, claim, label) in enumerate(
        [
            (BRIDGE, "The bridge was opened in 1932.", "supported"),
            (BRIDGE, "It has eight lanes.", "supported"),
            (COFFEE, "Coffee is of beans.", "supported"),
            (BRIDGE, "The bridge opened in 1945.", "refuted"),
            (COFFEE, "Coffee is not made of beans.", "unsupported"),
            (COFFEE, "Penguins swim in winter.", "not_enough"),
        ]
    )
]


@pytest.fixture
def look() -> WindowLook:
    return WindowLook(Similarity(HashingEmbedder()))


def test_the_table_has_a_row_a_claim_and_a_column_a_signal(look):
    table = fit_checker.table_of(CASES, look)
    assert table.shape == (len(CASES), len(SIGNALS) + 1)
    coverage = table[:, SIGNALS.index("coverage")]
    assert coverage[0] == coverage[1] == 1.0
    assert coverage[5] == 0.0
    assert table[3, SIGNALS.index("missing_numbers")] > 0


def test_a_fitted_checker_tells_its_own_cases_apart_by_signs_that_make_sense(look):
    fitted = fit_checker.fit(CASES, look)
    assert tuple(fitted["weights"]) == look.names == (*SIGNALS, "similarity")
    for name, weight in fitted["weights"].items():
        assert weight >= 0 if name in fit_checker._FOR else weight <= 0, name
    table = fit_checker.table_of(CASES, look)
    probabilities = Logistic.from_json(fitted).probability(table, look.names)
    assert min(probabilities[:3]) > max(probabilities[3:])


def test_both_sides_count_the_same_however_many_they_are(look):
    once = Logistic.from_json(fit_checker.fit(CASES, look))
    often = Logistic.from_json(fit_checker.fit([*CASES[:3] * 4, *CASES[3:]], look))
    table = fit_checker.table_of(CASES, look)
    one, other = (model.probability(table, look.names) for model in (once, often))
    assert np.abs(one - other).max() < 0.25
    assert min(other[:3]) > 0.5 > max(other[3:])
