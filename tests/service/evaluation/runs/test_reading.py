"""What can be said of a run that may not be finished."""

import json

import pytest

from knowledge.errors import InvalidInputError
from service.evaluation.runs.reading import ends_in_half_a_row, read_what_is_there


@pytest.mark.parametrize(
    ("row", "task"),
    [
        ('{"id": "1", "question": "?", "case": {}}\n', "qa"),
        ('{"id": "1", "label": "supported"}\n', "claims"),
        ('{"id": "1", "question": "?", "supporting_ids": []}\n', "retrieval"),
        ("", "qa"),
        ('{"id": "1", "supp', "qa"),
    ],
)
def test_an_unfinished_run_is_told_by_its_first_row(tmp_path, row, task):
    (tmp_path / "run.jsonl").write_text(row)
    assert read_what_is_there(tmp_path) == (task, None)
    assert ends_in_half_a_row(tmp_path) == (row != "" and not row.endswith("\n"))


def test_a_finished_run_is_told_by_its_summary(tmp_path):
    (tmp_path / "run.jsonl").write_text("")
    (tmp_path / "summary.json").write_text(json.dumps({"task": "claims", "n": 0}))
    assert read_what_is_there(tmp_path) == ("claims", {"task": "claims", "n": 0})


@pytest.mark.parametrize("summary", ["{", "[]", '{"task": "chess"}'])
def test_a_summary_that_is_none_is_an_error(tmp_path, summary):
    (tmp_path / "run.jsonl").write_text("")
    (tmp_path / "summary.json").write_text(summary)
    with pytest.raises(InvalidInputError):
        read_what_is_there(tmp_path)


def test_a_folder_without_rows_is_no_run(tmp_path):
    with pytest.raises(InvalidInputError, match="holds no run"):
        read_what_is_there(tmp_path)
