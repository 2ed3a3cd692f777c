"""What fits the reader's regressions: fits that can be foreseen."""

import numpy as np
import pytest

from indexes.embedding.hashing import HashingEmbedder
from service.calibration.logistic import Logistic
from service.generators import signals
from service.generators.look import SentenceLook
from service.tuning import fit_signals
from service.tuning.questions import examples, extractive_set


@pytest.fixture(scope="module")
def seen(tmp_path_factory, make_rows, as_json):
    """What the reader saw of nine questions, some of which nothing answers."""
    embedder, rows = HashingEmbedder(), [as_json(row) for row in make_rows(9)]
    searcher, asked = extractive_set(rows, rows, embedder, tmp_path_factory.mktemp("seen"), 0.3)
    found = list(examples(searcher, SentenceLook(embedder), asked))
    assert {e.answerable for e in found} == {True, False}
    return found


@pytest.fixture(scope="module")
def fitted(seen):
    return fit_signals.fit({"en": (seen, seen)}, {"en": seen})


def test_a_fitted_reader_ranks_right_sentences_first(seen, fitted):
    rank = Logistic.from_json(fitted["en"]["rank"])
    assert rank.names == signals.NAMES
    for example in seen:
        if example.right.any():
            best = int(np.argmax(rank.probability(example.table, signals.NAMES)))
            assert example.right[best]


def test_what_can_be_answered_is_told_from_what_cannot(seen, fitted):
    rank, answer = (Logistic.from_json(fitted["en"][part]) for part in ("rank", "answer"))
    weights = rank.weights, rank.bias
    outcomes = [fit_signals.outcome(e, weights, signals.NAMES) for e in seen]
    chances = {r: [answer.probability_of(s) for s, right in outcomes if right is r]
               for r in (True, False)}  # fmt: skip
    assert np.mean(chances[True]) > 0.5 > np.mean(chances[False])


def test_no_weight_has_a_sign_that_its_signal_does_not_mean(fitted):
    weights = fitted["en"]["answer"]["weights"]
    assert {"lead", "readable", "top_logit"} <= set(weights)
    for name, weight in weights.items():
        low, high = fit_signals._bounds(name.removeprefix("top_"))
        assert weight >= (-np.inf if low is None else low), name
        assert weight <= (np.inf if high is None else high), name
    assert weights["readable"] == 0.0  # it never varied


def test_the_threshold_is_kept_beside_the_weights(seen, fitted):
    assert fitted["threshold"] == fit_signals.THRESHOLD
    other = fit_signals.fit({"en": (seen, seen)}, {"en": seen}, threshold=0.7)
    assert other == {**fitted, "threshold": 0.7}
