from typing import Any

import pytest

from benchmarks.generation.figures import by_kind, figures, share
from benchmarks.generation.tables import arms_table, failures, kinds_table, made_up_lines


def row(right: bool, passed: bool, kind: str | None = None) -> dict[str, Any]:
    sentence = {"text": "A.", "right": right, "passed": passed}
    return {
        "kind": kind,
        "status": "answered" if passed else "abstained",
        "drafted": [sentence],
        "released": [sentence] if passed else [],
        "reason": None if passed else "not_answerable",
        "steps_ms": {"search": 90.0, "draft": 150.0, "revise": 50.0, "check": 6.0, "opinion": 4.0},
    }


ROWS = [
    row(right=True, passed=True),
    row(right=True, passed=True),
    row(right=True, passed=False),
    row(right=False, passed=True),
    row(right=False, passed=False),
    row(right=False, passed=False),
    row(right=False, passed=False),
    {**row(right=False, passed=False), "drafted": []},
]


def test_shares_are_of_sentences():
    found = figures(ROWS)
    assert found.questions == 8
    assert (found.unchecked.part, found.unchecked.whole) == (4, 7)
    assert (found.released.part, found.released.whole) == (1, 3)
    assert (found.stopped.part, found.stopped.whole) == (3, 4)
    assert (found.passed.part, found.passed.whole) == (2, 3)
    assert (found.answered.part, found.answered.whole) == (3, 8)
    assert found.overhead == pytest.approx(0.05)


def test_an_interval_holds_the_share_and_is_the_same_every_time():
    pairs = [(1, 1)] * 30 + [(0, 1)] * 10
    found = share(pairs)
    assert found == share(pairs)
    assert found.value == 0.75
    assert found.bounds is not None
    assert 0.55 < found.bounds[0] < 0.75 < found.bounds[1] < 0.95


def test_nothing_drafted_is_no_share():
    found = figures([{**row(right=True, passed=False), "drafted": [], "steps_ms": {}}])
    assert found.unchecked.value is None
    assert str(found.unchecked) == "-"
    assert found.overhead is None


def test_kinds_are_apart():
    rows = [
        row(right=True, passed=True, kind="right"),
        row(right=False, passed=True, kind="name"),
        row(right=False, passed=False, kind="name"),
    ]
    found = by_kind(rows)
    assert found["right"].value == 1.0
    assert (found["name"].part, found["name"].whole) == (1, 2)
    lines = kinds_table({("en", "on"): rows}).splitlines()
    assert lines[0] == "| released of what was | English, on |"
    assert [line.split(" | ")[0] for line in lines[2:]] == ["| right", "| name"]
    assert lines[3] == "| name | 1 of 2 |"


def test_what_was_drafted_is_what_goes_out_unchecked():
    lines = arms_table({("en", "on"): ROWS, ("en", "more"): ROWS}, "on").splitlines()
    assert [line.split(" | ")[1] for line in lines[2:]] == ["checking off", "on", "more"]
    assert lines[2].split(" | ")[3].startswith("0.571 [")
    assert lines[3].split(" | ")[3].startswith("0.333 [")
    assert lines[3].endswith("| 5.0% |")


def test_true_sentences_from_elsewhere_are_not_made_up():
    rows = [
        row(right=False, passed=True, kind="quoted elsewhere"),
        row(right=False, passed=False, kind="name"),
    ]
    assert made_up_lines({("zh", "on"): rows}) == "- Chinese, on: 1.000 [1.000, 1.000] of 1"


def test_questions_that_the_generator_failed_at_are_said():
    failed = {**row(right=False, passed=False), "reason": "generator_failed"}
    assert failures({("en", "on"): ROWS}) == ""
    assert failures({("en", "on"): ROWS, ("zh", "on"): [failed, *ROWS, failed]}).endswith(
        "Questions at which the generator failed: Chinese, on: 2."
    )
