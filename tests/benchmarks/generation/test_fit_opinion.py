"""Weights of the second opinion: so many right sentences pass, and each kind of lie counts."""

import math
from typing import Any

import numpy as np
import pytest

from benchmarks.generation.fit_opinion import fit
from benchmarks.generation.liar import ELSEWHERE, RIGHT


def _rows(elsewhere: int) -> list[dict[str, Any]]:
    """Quoted lies are told by the margin, another value only by what is said."""
    random = np.random.default_rng(3)

    def rows(kind: str, count: int, margin: float, said: float) -> list[dict[str, Any]]:
        drawn = zip(random.normal(margin, 1, count), random.normal(said, 0.4, count), strict=True)
        return [{"kind": kind, "support": 0.95, "margin": m, "said": s} for m, s in drawn]

    return [
        *rows(RIGHT, 200, 2, -0.2),
        *rows("wrong value", 40, 2, -2.5),
        *rows(ELSEWHERE, elsewhere, -2, -0.5),
    ]


def _passes(fitted: dict[str, Any], row: dict[str, Any], threshold: float = 0.5) -> bool:
    log_odds = fitted["bias"] + sum(w * row[name] for name, w in fitted["weights"].items())
    return row["support"] / (1 + math.exp(-log_odds)) >= threshold


@pytest.mark.parametrize("passed", [0.8, 0.9])
def test_so_many_of_the_right_sentences_pass(passed):
    rows = _rows(100)
    fitted = fit(rows, 0.5, passed)
    right = [row for row in rows if row["kind"] == RIGHT]
    assert sum(_passes(fitted, row) for row in right) / len(right) == pytest.approx(
        passed, abs=0.02
    )


def test_the_commonest_lie_does_not_drown_the_others():
    few, many = (fit(_rows(n), 0.5, 0.9)["weights"] for n in (40, 1000))
    assert many["said"] > 0.5 * few["said"]
    rows = _rows(1000)
    values = [row for row in rows if row["kind"] == "wrong value"]
    fitted = fit(rows, 0.5, 0.9)
    assert sum(_passes(fitted, row) for row in values) <= 4
