"""`footing eval compare` and `footing eval report`, in a program of their own."""

import json

import pytest
import typer
from typer.testing import CliRunner

from knowledge.errors import InvalidInputError
from service.cli.evaluation_compare import compare, report


@pytest.fixture
def ran(tmp_path):
    app = typer.Typer(rich_markup_mode=None)
    app.command("compare")(compare)
    app.command("report")(report)
    for name, right in (("a", True), ("b", False)):
        row = {
            "id": "c[1]", "label": "supported", "supported": True, "predicted": right,
            "score": float(right), "ms": 1.0, "claim": "a", "evidence": ["a"], "error": None,
        }  # fmt: skip
        (tmp_path / name).mkdir()
        (tmp_path / name / "run.jsonl").write_text(json.dumps(row) + "\n")

    def run(command, *arguments):
        folders = [str(tmp_path / a) if a in ("a", "b", "nowhere") else a for a in arguments]
        return CliRunner().invoke(app, [command, *folders])

    return run


def test_runs_are_compared_for_people(ran):
    found = ran("compare", "a", "b")
    assert found.exit_code == 0
    assert "right -> wrong: 1 (c[1])" in found.stdout


def test_runs_are_compared_for_programs(ran):
    found = ran("compare", "a", "b", "--json")
    assert json.loads(found.stdout)["metrics"]["f1"]["difference"] == -1


@pytest.mark.parametrize(
    ("folders", "margin", "status"),
    [(("a", "b"), "0.01", 1), (("a", "b"), "1", 0), (("b", "a"), "0", 0), (("a", "a"), "0", 0)],
)
def test_the_status_is_1_when_the_metric_got_worse_by_more_than_the_margin(
    ran, folders, margin, status
):
    found = ran("compare", *folders, "--metric", "f1", "--margin", margin)
    assert found.exit_code == status


def test_bad_input_is_an_error_before_anything_is_printed(ran):
    found = ran("compare", "a", "b", "--metric", "speed")
    assert isinstance(found.exception, InvalidInputError)
    assert found.stdout == ""
    assert ran("compare", "a", "b", "--metric", "f1", "--margin", "-1").exit_code == 2


def test_the_report_is_written_again(ran, tmp_path):
    found = ran("report", "a")
    assert found.stdout.strip() == str(tmp_path / "a" / "report.html")
    assert "Checking of claims" in (tmp_path / "a" / "report.html").read_text("utf-8")
    assert isinstance(ran("report", "nowhere").exception, InvalidInputError)
