"""`footing eval make-cases`: what it writes, and what it refuses to overwrite."""

import json
import sys

import pytest
import typer

from knowledge.errors import FootingError
from service.cli import evaluation_cases
from service.cli.output import fail

ENOUGH = ("--count", 4, "--unanswerable", 0.25)


@pytest.fixture
def make(filled, monkeypatch, capsys, tmp_path):
    """Run the command as an application of its own over the filled collection."""
    app = typer.Typer(pretty_exceptions_enable=False, rich_markup_mode=None)
    app.command()(evaluation_cases.make_cases)

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["make-cases", *map(str, arguments)])
        capsys.readouterr()
        try:
            app()
        except FootingError as error:
            with pytest.raises(SystemExit) as left:
                fail(error)
            return left.value.code, *capsys.readouterr()
        except SystemExit as leaving:
            return leaving.code, *capsys.readouterr()
        raise AssertionError("typer always leaves by SystemExit")

    return run


def test_it_writes_cases_and_a_page_beside_them(make, tmp_path):
    status, out, _ = make(tmp_path / "cases.jsonl", *ENOUGH)
    assert status == 0
    rows = [json.loads(line) for line in (tmp_path / "cases.jsonl").read_text("utf-8").splitlines()]
    assert 3 <= len(rows) <= 4
    page = (tmp_path / "cases.README.md").read_text("utf-8")
    assert "**not read\nby anybody yet**" in page
    assert "## Limits" in page
    assert "$" not in page
    assert f"{len(rows)} proposed cases" in out
    assert "Nobody has read them yet" in out
    assert sorted(p.name for p in tmp_path.glob("*cases*")) == ["cases.README.md", "cases.jsonl"]


def test_for_programs_it_prints_a_summary(make, tmp_path):
    _, out, _ = make(tmp_path / "cases.jsonl", *ENOUGH, "--json")
    summary = json.loads(out)
    assert summary["cases"] == summary["answerable"] + summary["unanswerable"]
    assert summary["asked"] == 4
    assert summary["file"] == str(tmp_path / "cases.jsonl")


@pytest.mark.parametrize("name", ["cases.jsonl", "cases.README.md"])
def test_what_may_have_been_edited_is_kept(make, tmp_path, name):
    (tmp_path / name).write_text("edited")
    status, _, err = make(tmp_path / "cases.jsonl", *ENOUGH)
    assert status == 2
    assert "may have been edited" in err
    assert (tmp_path / name).read_text() == "edited"
    assert make(tmp_path / "cases.jsonl", *ENOUGH, "--force")[0] == 0
    assert (tmp_path / name).read_text() != "edited"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("cases.csv",), "choose one in .jsonl"),
        (("missing/cases.jsonl",), "does not exist; make it first"),
        (("cases.jsonl", "--collection", "nowhere"), "nowhere"),
        (("cases.jsonl", "--lang", "fr"), "choose en or zh"),
        (("cases.jsonl", "--count", 0), "choose 1 to 5000"),
        (("cases.jsonl", "--count", 100), "is too small"),
    ],
)
def test_what_cannot_be_done_is_one_line(make, tmp_path, arguments, said):
    status, _, err = make(*arguments)
    assert status == 2
    assert said in " ".join(err.split())
    assert not list(tmp_path.glob("cases*"))


def test_an_empty_collection_is_said_to_be_empty(make, tmp_path):
    status, _, err = make(tmp_path / "cases.jsonl", "--data", tmp_path / "elsewhere")
    assert status == 2
    assert "is empty; put documents into it with `footing ingest` first" in " ".join(err.split())
