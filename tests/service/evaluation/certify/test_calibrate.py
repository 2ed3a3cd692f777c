"""The promise holds on questions like the cases; what is missing is said in numbers."""

import numpy as np
import pytest

from knowledge.errors import InvalidInputError
from service.calibration.certificate import Binding
from service.calibration.scale import logit
from service.evaluation.certify.calibrate import apply, calibrate, certificate
from service.evaluation.certify.explain import explain
from service.evaluation.certify.labelled import Labelled, labelled


def _cases(n: int, seed: int, sharp: float = 4.0) -> Labelled:
    draw = np.random.default_rng(seed)
    score = np.where(draw.random(n) < 0.2, 0.0, draw.uniform(0.05, 0.99, n))
    chance = 1 / (1 + np.exp(-sharp * logit(score) / 2 - 0.5))
    right = ((draw.random(n) < chance) & (score > 0)).astype(float)
    return Labelled(score, right, draw.random(n), np.where(draw.random(n) < 0.5, "en", "zh"))


@pytest.mark.parametrize("risk", [0.05, 0.1, 0.2])
def test_the_promised_risk_is_rarely_exceeded(risk):
    truth = _cases(40_000, 999)
    exceeded = certified = 0
    for seed in range(120):
        made = calibrate(_cases(900, seed), risk, 0.9)
        if made.passed is None:
            continue
        certified += 1
        passed = apply(made.scales, truth) >= made.passed.threshold
        exceeded += truth.right[passed].mean() < 1 - risk
    assert certified > 30
    # at most a tenth, and three standard errors of 120 draws
    assert exceeded / 120 <= 0.1 + 3 * (0.1 * 0.9 / 120) ** 0.5


def test_the_same_cases_are_split_in_the_same_way():
    cases = _cases(500, 1)
    assert calibrate(cases, 0.1, 0.9) == calibrate(cases, 0.1, 0.9)


def test_a_certificate_says_what_was_certified():
    cases = _cases(3000, 2)
    made = calibrate(cases, 0.1, 0.9)
    assert made.passed is not None
    assert made.cases == 2000
    assert made.ece < 0.05
    assert sum(at["answered"] for at in made.by_lang.values()) == made.passed.answered
    assert sum(at["errors"] for at in made.by_lang.values()) == made.passed.errors
    binding = Binding(state="1:2", models={}, settings={})
    kept = certificate(made, cases, 0.1, 0.9, collection="c", binding=binding, source="x.jsonl")
    assert (kept.certified, kept.cases, kept.answered) == (True, 2000, made.passed.answered)
    assert len(kept.reference["support"]) == 500
    assert kept.reference["support"] == sorted(kept.reference["support"])
    said = explain(made, 0.1, 0.9)
    assert said.startswith("Certified: with confidence 90%, at most 10% of the answers")
    assert f"{made.passed.answered} (" in said


def test_a_poor_reader_is_told_that_more_cases_do_not_help():
    made = calibrate(_cases(2000, 3, sharp=0.3), 0.02, 0.9)
    assert made.passed is None
    said = explain(made, 0.02, 0.9)
    assert "Nothing could be certified at risk 0.02" in said
    assert "More cases of this kind will not help" in said


def test_a_good_reader_with_few_cases_is_told_how_many_more():
    score = np.full(60, 0.9)
    few = Labelled(score, np.ones(60), score, np.array(["en"] * 60))
    made = calibrate(few, 0.05, 0.9)
    assert made.passed is None
    # 45 answered in the part that tests, which is two thirds of the cases: 68 in all
    assert "45 answered cases are needed" in explain(made, 0.05, 0.9)
    assert "label about 7 more cases" in explain(made, 0.05, 0.9)


def test_a_collection_that_holds_nothing_is_said_to():
    nothing = Labelled(np.zeros(90), np.zeros(90), np.zeros(90), np.array(["zh"] * 90))
    assert "no draft of these cases could be released" in explain(
        calibrate(nothing, 0.1, 0.9), 0.1, 0.9
    )


@pytest.mark.parametrize(("risk", "confidence"), [(0, 0.9), (1, 0.9), (0.1, 1.0), (-1, 0.5)])
def test_promises_that_are_none(risk, confidence):
    with pytest.raises(InvalidInputError, match="between 0 and 1"):
        calibrate(_cases(100, 1), risk, confidence)


def test_too_few_cases():
    with pytest.raises(InvalidInputError, match="29 cases are too few"):
        calibrate(_cases(29, 1), 0.1, 0.9)


def test_cases_are_read_from_rows():
    row = {"scores": {"raw": 0.4, "draft_right": True}, "touched": 0.7, "case": {"lang": "zh"}}
    failed = {"error": "x", "case": {"lang": "en"}}
    found = labelled([row, failed])
    assert found.score.tolist() == [0.4, 0.0]
    assert found.right.tolist() == [1.0, 0.0]
    assert found.lang.tolist() == ["zh", "en"]
    assert len(labelled([])) == 0
