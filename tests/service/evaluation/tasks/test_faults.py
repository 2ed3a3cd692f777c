"""Who is to blame for what went wrong with a question."""

import pytest

from service.evaluation.tasks.faults import faults_of


@pytest.mark.parametrize(
    ("answerable", "answered", "right", "draft_right", "evidence_holds", "faults"),
    [
        (True, True, True, True, True, []),
        (False, False, False, False, False, []),
        (True, False, False, False, False, ["retrieval_miss"]),
        (True, False, False, False, True, ["reader_miss"]),
        (True, False, False, True, True, ["checker_false_alarm"]),
        (True, True, False, False, False, ["retrieval_miss", "checker_miss"]),
        (True, True, False, False, True, ["reader_miss", "checker_miss"]),
        (True, True, False, True, True, ["checker_miss"]),
        (False, True, False, False, False, ["checker_miss"]),
    ],
)
def test_the_parts_to_blame(answerable, answered, right, draft_right, evidence_holds, faults):
    assert faults == faults_of(
        answerable=answerable, answered=answered, right=right, draft_right=draft_right,
        evidence_holds=evidence_holds,
    )  # fmt: skip
