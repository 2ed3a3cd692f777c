"""What is printed for programs, whatever standard output can show."""

import io
import json
import sys

import pytest

from service.cli.output import print_json

NAMES = ["plain.md", "灾难性遗忘.md", "smile 😀.md", "not Unicode \udcff.md"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "gbk"])
def test_json_is_whole_on_every_terminal(monkeypatch, name, encoding):
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding=encoding))
    print_json({"name": name})
    assert json.loads(written.getvalue().decode(encoding)) == {"name": name}


def test_what_can_be_shown_is_not_escaped(capsys):
    print_json({"name": "灾难性遗忘"})
    assert capsys.readouterr().out == '{"name": "灾难性遗忘"}\n'
