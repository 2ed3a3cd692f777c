"""The command line in this process: the real `main`, its output and its exit status."""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from service.cli import main


@dataclass
class Ran:
    """What a command left behind."""

    status: int
    out: str
    err: str

    @property
    def rows(self) -> list[Any]:
        """Standard output as lines of JSON."""
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def footing(tmp_path, monkeypatch, capsys) -> Callable[..., Ran]:
    """Run `footing ...` with a data directory of its own and the hashing embedder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FOOTING_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("FOOTING_EMBEDDER", "hashing")
    monkeypatch.setenv("FOOTING_READER", "sentences")
    monkeypatch.setenv("FOOTING_CHECKER", "signals")
    monkeypatch.setenv("COLUMNS", "100")

    def run(*arguments: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["footing", *map(str, arguments)])
        capsys.readouterr()
        try:
            main()
            status = 0
        except SystemExit as leaving:
            status = int(leaving.code or 0)
        captured = capsys.readouterr()
        return Ran(status, captured.out, captured.err)

    return run


@pytest.fixture
def filled(footing: Callable[..., Ran], tmp_path: Path) -> Callable[..., Ran]:
    """The same, over two documents and a triple."""
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "bridge.md").write_text(
        "# Harbour bridge\n\nThe Harbour bridge in Sydney was opened in 1932. "
        "It carries eight lanes of traffic."
    )
    (folder / "长城.txt").write_text("明长城总长度为8851公里。长城不是在太空中可见的。")
    (tmp_path / "triples.tsv").write_text("espresso\tinvented by\tAngelo Moriondo\n")
    assert footing("ingest", folder).status == 0
    assert footing("triples", "import", tmp_path / "triples.tsv").status == 0
    return footing
