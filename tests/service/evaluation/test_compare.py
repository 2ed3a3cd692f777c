"""Two runs side by side, on cases few enough to work out by hand."""

import json

import numpy as np
import pytest

from knowledge.errors import InvalidInputError
from service.evaluation import compare as comparing

RIGHT = {"status": "answered", "right": True, "f1": 1.0, "score": 0.9}
WRONG = {"status": "answered", "right": False, "f1": 0.0, "score": 0.6}
ABSTAINED = {"status": "abstained", "right": False, "f1": 0.0, "score": 0.2}


def _qa(case, outcome):
    drafted = float(outcome["right"])
    scores = dict.fromkeys(("citation_precision", "citation_recall"))
    scores |= dict.fromkeys(("context_precision", "context_recall"))
    scores |= dict.fromkeys(("em", "draft_em", "draft_f1", "draft_right"), drafted)
    scores |= {name: outcome[name] for name in ("right", "f1", "score")}
    return {
        "id": case,
        "status": outcome["status"],
        "case": {"answerable": True},
        "draft": {"claims": []},
        "scores": scores,
        "timings_ms": {"total": 1.0},
        "error": None,
    }


def compare(a, b, resamples=40):
    """With few draws, for what does not depend on them."""
    return comparing.compare(a, b, resamples)


@pytest.fixture
def run(tmp_path):
    def write(name, rows, sha256="same", task="qa"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "run.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows))
        if sha256:
            summary = {"task": task, "run": {"sha256": sha256}}
            (folder / "summary.json").write_text(json.dumps(summary))
        return folder

    return write


def _runs(run, before, after):
    a = run("a", [_qa(f"q{n}", o) for n, o in enumerate(before)])
    b = run("b", [_qa(f"q{n}", o) for n, o in enumerate(after)])
    return a, b


def test_differences_are_b_minus_a_over_the_cases_of_both(run):
    # answered: 3 of 4, then 3 of 4; right of these: 2 of 3, then 1 of 3; F1: 2/4, then 1/4
    a, b = _runs(run, [RIGHT, RIGHT, WRONG, ABSTAINED], [RIGHT, WRONG, ABSTAINED, WRONG])
    found = compare(a, b)
    said = found.differences
    assert found.cases == 4
    assert (said["f1"].a, said["f1"].b, said["f1"].difference) == (0.5, 0.25, -0.25)
    assert said["coverage"].difference == 0
    assert said["accuracy_answered"].difference == pytest.approx(1 / 3 - 2 / 3, abs=1e-6)
    assert said["hallucination_rate"].worse_by == pytest.approx(1 / 3, abs=1e-6)
    assert said["f1"].worse_by == 0.25
    # no question without an answer: there is nothing to say
    assert (said["abstain_recall"].a, said["abstain_recall"].difference) == (None, None)


def test_the_interval_is_that_of_paired_draws(run):
    # The paired F1 differences are -1, 0, 0, 0: each resampled mean is -k/4, k ~ Binomial(4, 1/4).
    a, b = _runs(run, [RIGHT] * 4, [WRONG, RIGHT, RIGHT, RIGHT])
    said = compare(a, b, resamples=1500).differences["f1"]
    # P(k = 0) = 0.316, P(k = 3) = 0.047, P(k = 4) = 0.004: the middle 95% ends at k = 3 and k = 0
    assert (said.low, said.high) == (-0.75, 0.0)
    assert said.verdict == "no clear difference"


def test_what_is_the_same_for_both_runs_does_not_blur_the_difference(run):
    # Hard and easy cases, and every one of them worse by the same: no draw can hide that.
    values = np.linspace(0.2, 0.9, 12)
    rows = [{**WRONG, "f1": float(v)} for v in values]
    lower = [{**WRONG, "f1": float(v - 0.1)} for v in values]
    a, b = _runs(run, rows, lower)
    said = compare(a, b).differences["f1"]
    assert (said.low, said.high) == pytest.approx((-0.1, -0.1), abs=1e-6)
    assert said.verdict == "worse"
    assert compare(b, a).differences["f1"].verdict == "better"


def test_lower_is_better_for_the_share_of_wrong_answers(run):
    a, b = _runs(run, [WRONG] * 6, [RIGHT] * 6)
    said = compare(a, b).differences["hallucination_rate"]
    assert (said.difference, said.worse_by, said.verdict) == (-1, -1, "better")


def test_the_same_comparison_gives_the_same_intervals(run):
    a, b = _runs(run, [RIGHT, WRONG, ABSTAINED], [WRONG, WRONG, RIGHT])
    assert compare(a, b) == compare(a, b)


def test_changed_cases_are_named_by_how_they_changed(run):
    before = [RIGHT, WRONG, RIGHT, WRONG, ABSTAINED, ABSTAINED, RIGHT]
    after = [WRONG, RIGHT, ABSTAINED, ABSTAINED, RIGHT, WRONG, RIGHT]
    assert compare(*_runs(run, before, after)).changed == {
        ("right", "wrong"): ("q0",),
        ("wrong", "right"): ("q1",),
        ("right", "abstained"): ("q2",),
        ("wrong", "abstained"): ("q3",),
        ("abstained", "right"): ("q4",),
        ("abstained", "wrong"): ("q5",),
    }


def test_cases_of_one_run_only_are_said_and_do_not_count(run):
    a = run("a", [_qa("q1", RIGHT), _qa("q2", RIGHT), _qa("q3", WRONG)])
    b = run("b", [_qa("q4", WRONG), _qa("q3", WRONG), _qa("q1", RIGHT)], sha256=None)
    found = compare(a, b)
    assert (found.cases, found.only_a, found.only_b) == (2, ("q2",), ("q4",))
    assert found.differences["f1"].difference == 0
    assert found.changed == {}
    assert found.notes == (f"{b} is not finished; its rows so far are compared.",)
    assert "1 only in A: q2" in found.to_text()


def test_worse_by_more_than_the_margin_is_a_regression(run):
    found = compare(*_runs(run, [RIGHT] * 4, [RIGHT, RIGHT, RIGHT, WRONG]))
    assert found.regressed("f1", 0.24)
    assert not found.regressed("f1", 0.25)
    assert found.regressed("hallucination_rate", 0.2)
    assert not found.regressed("coverage", 0)
    with pytest.raises(InvalidInputError, match="no metric 'speed' for the task qa; choose one of"):
        found.regressed("speed", 0)
    with pytest.raises(InvalidInputError, match="has no value"):
        found.regressed("abstain_recall", 0)


def test_a_case_that_failed_counts_as_one_without_an_answer(run):
    failed = {"id": "q0", "error": "broken", "case": {"answerable": True}, "faults": []}
    a, b = run("a", [_qa("q0", RIGHT)]), run("b", [failed])
    found = compare(a, b)
    assert found.differences["coverage"].difference == -1
    assert found.changed == {("right", "abstained"): ("q0",)}
    assert found.notes == (f"Cases of {b} that raised an error: 1.",)


def test_claims_are_compared_by_whether_they_were_told_right(run):
    def claim(case, supported, score):
        return {
            "id": case, "label": "x", "supported": supported, "score": score, "ms": 1.0,
            "predicted": score >= 0.5, "claim": "a", "evidence": ["b"], "error": None,
        }  # fmt: skip

    a = run("a", [claim("c0", True, 0.9), claim("c1", False, 0.1)], task="claims")
    b = run("b", [claim("c0", True, 0.4), claim("c1", False, 0.1)], task="claims")
    found = compare(a, b)
    # of the supported 1, then 0 are told right; of the others 1 both times
    assert found.differences["balanced_accuracy"].difference == -0.5
    assert found.changed == {("right", "wrong"): ("c0",)}


def test_rankings_are_compared_by_the_fused_search(run):
    def ranking(case, recall):
        scores = {"recall@8": recall, "all_gold@8": float(recall == 1)}
        return {
            "id": case, "question": "?", "supporting_ids": ["x"], "ms": 1.0, "error": None,
            "scores": {"dense": {"recall@8": 1.0}, "hybrid": scores},
        }  # fmt: skip

    a = run("a", [ranking("r0", 1.0), ranking("r1", 0.5)], task="retrieval")
    b = run("b", [ranking("r0", 0.5), ranking("r1", 0.5)], task="retrieval")
    found = compare(a, b)
    assert found.differences["recall@8"].difference == -0.25
    assert found.changed == {("right", "wrong"): ("r0",)}


def test_only_the_same_task_over_the_same_cases_can_be_compared(run):
    a = run("a", [_qa("q0", RIGHT)])
    with pytest.raises(InvalidInputError, match="different case files"):
        compare(a, run("b", [_qa("q0", RIGHT)], sha256="another"))
    with pytest.raises(InvalidInputError, match="only runs of the same task"):
        compare(a, run("c", [], task="claims"))
    with pytest.raises(InvalidInputError, match="no case in common"):
        compare(a, run("d", [_qa("q9", RIGHT)]))
    with pytest.raises(InvalidInputError, match="holds no run"):
        compare(a, a.parent / "nowhere")
    with pytest.raises(InvalidInputError, match=r"line 1 of .* is no row of a qa run"):
        compare(a, run("e", [{"id": "q0"}]))


def test_programs_get_the_same_as_json(run):
    found = compare(*_runs(run, [RIGHT, RIGHT], [RIGHT, ABSTAINED]))
    said = json.loads(json.dumps(found.to_json(), allow_nan=False))
    assert said["cases"] == 2
    assert said["metrics"]["f1"]["difference"] == -0.5
    assert said["changed"] == {"right -> abstained": ["q1"]}
    assert "right -> abstained: 1 (q1)" in found.to_text()
