"""The command as a user runs it against a server of his own."""

import pytest

from benchmarks.generation.__main__ import main
from tests.servers.model_server import Say, model_server


def test_a_server_with_a_key_is_asked_with_the_key_of_the_configuration(
    tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)  # where no public sets are: handbooks are asked about
    monkeypatch.setenv("FOOTING_OPENAI_API_KEY", "secret")
    with model_server() as server:
        server.script = lambda _: [Say("It has nine lives. [1]")]
        command = ["generation", "--model", "mine", "--base-url", server.base_url]
        monkeypatch.setattr("sys.argv", [*command, "--questions", "2", "--arms", "plain"])
        main()
        assert {headers["authorization"] for headers in server.headers} == {"Bearer secret"}
    printed = capsys.readouterr().out
    assert "## Generation: mine" in printed
    assert "English, about handbooks, checking on" in printed
    kept = "".join(path.read_text("utf-8") for path in tmp_path.rglob("*.json*"))
    assert "It has nine lives" in kept
    assert "secret" not in kept


def test_it_says_what_it_wants(monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["generation"])
    with pytest.raises(SystemExit):
        main()
    assert "give either --liar or --model" in capsys.readouterr().err
