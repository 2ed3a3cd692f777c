"""`footing doctor`, and the help that every command gives."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from service.bootstrap import DATABASE
from service.cli.main import app
from tests.servers.model_server import KEY, Fail, model_server

HELP = Path(__file__).with_name("help.txt")
COMMANDS = ("", "ingest", "ask", "check", "serve", "doctor", "triples", "triples import",
            "triples remove", "triples export", "tune", "tune reader", "tune checker",
            "eval", "eval run", "eval protocol", "eval compare", "eval report",
            "eval make-cases",
            "calibrate")  # fmt: skip


def test_it_shows_every_setting_with_its_origin(filled, tmp_path):
    (tmp_path / "footing.toml").write_text("top_k = 4")
    ran = filled("doctor", "--json")
    (report,) = ran.rows
    assert (ran.status, report["problems"]) == (0, [])
    assert report["settings"]["top_k"] == {"value": 4, "from": "footing.toml"}
    assert report["settings"]["embedder"] == {"value": "hashing", "from": "FOOTING_EMBEDDER"}
    assert report["settings"]["port"] == {"value": 8000, "from": "default"}
    assert report["models"]["checker"] == "signals"
    assert report["rules"] == 0
    assert report["passages_per_second"] > 0
    (collection,) = report["collections"]
    assert {k: collection[k] for k in ("name", "documents", "passages", "triples", "vectors")} == {
        "name": "default", "documents": 2, "passages": 2, "triples": 1, "vectors": 2,
    }  # fmt: skip


def test_for_people(filled):
    ran = filled("doctor")
    assert ran.status == 0
    assert re.search(r"embedder +hashing +FOOTING_EMBEDDER", ran.out)
    assert "collection name default, documents 2" in ran.out
    assert ran.out.rstrip().endswith("everything works")


def test_what_does_not_work_is_a_problem(footing, tmp_path, monkeypatch):
    monkeypatch.setenv("FOOTING_CHECKER", "oracle")
    ran = footing("doctor")
    assert ran.status == 1
    assert "problem: the checker 'oracle' cannot be loaded" in ran.out
    assert ran.out.rstrip().endswith("problems were found")
    monkeypatch.delenv("FOOTING_CHECKER")
    (tmp_path / "data").mkdir(exist_ok=True)
    (tmp_path / "data" / DATABASE).write_bytes(b"this is no database" * 100)
    ran = footing("doctor", "--json")
    assert ran.status == 1
    assert "cannot open the store" in ran.rows[0]["problems"][0]


def test_a_model_server_is_asked_to_say_hello(filled, monkeypatch):
    with model_server() as server:
        monkeypatch.setenv("FOOTING_GENERATOR", "openai")
        monkeypatch.setenv("FOOTING_MODEL", "llama")
        monkeypatch.setenv("FOOTING_OPENAI_BASE_URL", server.base_url)
        monkeypatch.setenv("FOOTING_OPENAI_API_KEY", KEY)
        server.says("Footing says hello to the doctor [1].")
        ran = filled("doctor", "--json")
        (report,) = ran.rows
        assert (ran.status, report["problems"]) == (0, [])
        hello = report["generator"]
        assert hello["says"] == "Footing says hello to the doctor."
        assert 0 <= hello["seconds"] < 60
        assert report["models"]["generator"] == "openai/llama"
        assert report["settings"]["openai_api_key"]["value"] == "**********"
        assert KEY not in ran.out + filled("doctor").out
        assert re.search(r"generator says in [\d.]+ s: Footing says hello", filled("doctor").out)
        server.script = lambda _: [Fail(404, f"model 'llama' not found for {KEY}")]
        ran = filled("doctor")
        assert ran.status == 1
        assert "answered 404" in ran.out
        assert "model 'llama' not found for ***" in " ".join(ran.out.split())


def test_a_dead_server_is_a_problem_even_if_something_stands_in(filled, monkeypatch):
    monkeypatch.setenv("FOOTING_GENERATOR", "openai")
    monkeypatch.setenv("FOOTING_MODEL", "llama")
    monkeypatch.setenv("FOOTING_OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("FOOTING_GENERATOR_FALLBACK", "extractive")
    ran = filled("doctor")
    assert ran.status == 1
    assert "cannot be reached" in ran.out


def test_help_is_the_one_that_is_kept(matches_snapshot, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("NO_COLOR", "1")
    pages = []
    for command in COMMANDS:
        result = CliRunner().invoke(app, [*command.split(), "--help"], prog_name="footing")
        assert result.exit_code == 0
        pages.append(result.output.strip())
    lines = [line.rstrip() for line in "\n\n".join(pages).splitlines()]
    matches_snapshot(HELP, "\n".join(lines) + "\n")


@pytest.mark.parametrize("arguments", [("frobnicate",), ("ask",), ("ask", "Why?", "--frobnicate")])
def test_a_wrong_command_line_is_status_2_and_no_traceback(footing, arguments):
    ran = footing(*arguments)
    assert ran.status == 2
    assert ran.err.startswith("Usage: ")
    assert "Traceback" not in ran.err
