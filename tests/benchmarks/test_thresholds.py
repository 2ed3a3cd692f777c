"""What the benchmarks say of thresholds and of parts of a run, by arithmetic."""

import json
from typing import Any

import numpy as np
import pytest

from benchmarks.certificates import first_alarm, of_parts, slim_rows
from benchmarks.threshold import released
from service.evaluation.certify.labelled import Labelled


def test_what_is_released_at_a_threshold_is_counted_among_all_questions():
    score, right = np.array([0.9, 0.5, 0.5, 0.1]), np.array([1.0, 1.0, 0.0, 0.0])
    assert released(score, right, 0.5) == (0.5, 0.25)
    assert released(score, right, 0.6) == (0.25, 0.0)
    assert released(score, right, 1.0) == (0.0, 0.0)


def _row(article: str) -> dict[str, Any]:
    return {"case": {"source": article}, "evidence": ["a passage"]}


@pytest.mark.parametrize(
    ("parts", "articles"),
    [
        (("train",), "abef"),
        (("calibrate",), "cg"),
        (("measure",), "dh"),
        (("calibrate", "measure"), "cdgh"),
    ],
)
def test_rows_are_chosen_by_what_their_articles_are_for(parts, articles):
    rows = [_row(article) for article in "abcdefghabcd"]
    chosen = of_parts(rows, *parts)
    assert {row["case"]["source"] for row in chosen} == set(articles)
    assert len(chosen) == sum(row["case"]["source"] in articles for row in rows)


def test_rows_are_read_without_their_evidence(tmp_path):
    (tmp_path / "run.jsonl").write_text(json.dumps(_row("a")) + "\n")
    assert slim_rows(tmp_path) == [{"case": {"source": "a"}, "evidence": []}]


def _questions(count: int, low: float, high: float) -> Labelled:
    score = np.random.default_rng(0).uniform(low, high, count)
    return Labelled(score, np.ones(count), score, np.array(["en"] * count))


def test_drift_is_reported_at_the_first_test_that_finds_it():
    cases = _questions(1000, 0.0, 1.0)
    assert first_alarm(cases, _questions(1000, 0.0, 1.0)) is None
    assert first_alarm(cases, _questions(300, 0.7, 1.0)) == 100
