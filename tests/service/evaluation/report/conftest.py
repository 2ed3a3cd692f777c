"""Rows and folders of runs, as an evaluation writes them."""

import json
from collections.abc import Callable, Iterable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from service.evaluation.report import write_report

_PASSAGE = "The bridge is of steel. It was opened in 1932. It carries eight lanes."
_SENTENCE = "It was opened in 1932."
_START = _PASSAGE.index(_SENTENCE)


def _answered(name: str = "q1", **changed: Any) -> dict[str, Any]:
    """A question that is answered rightly from one passage; parts may be changed."""
    claim = {
        "text": _SENTENCE,
        "start": 0,
        "end": len(_SENTENCE),
        "verdict": "supported",
        "support": 0.9,
        "citations": [1],
        "contradictions": [],
    }
    place = {"kind": "passage", "document_id": "bridge", "chunk_id": 1, "title": "Bridge"}
    start = 50 + _START
    cited = place | {"n": 1, "start": start, "end": start + len(_SENTENCE), "text": _SENTENCE}
    found = place | {"start": 50, "end": 50 + len(_PASSAGE), "text": _PASSAGE, "score": 1.0}
    row = {
        "id": name,
        "question": "When was the bridge opened?",
        "status": "answered",
        "abstain_reason": None,
        "text": _SENTENCE,
        "short_answer": "1932",
        "highlights": [{"start": 17, "end": 21}],
        "support": 0.9,
        "threshold": 0.5,
        "guarantee": None,
        "claims": [claim],
        "citations": [cited],
        "evidence": [found],
        "model": {"generator": "extractive", "checker": "signals", "embedder": "hashing"},
        "timings_ms": {"total": 12.0},
        "case": {"answers": ["1932"], "answerable": True, "lang": "en", "source": None},
        "draft": {"text": _SENTENCE, "short_answer": "1932", "claims": [claim]},
        "scores": _scores(right=True),
        "faults": [],
        "error": None,
    }
    return row | changed


def _scores(*, right: bool = False, draft_right: bool | None = None, score: float = 0.9) -> Any:
    """Scores of a row."""
    drafted = right if draft_right is None else draft_right
    return {
        "em": float(right),
        "f1": float(right),
        "right": right,
        "draft_right": drafted,
        "draft_f1": float(drafted),
        "score": score,
    }


def _refused(name: str = "q1", reason: str = "weak_support", **changed: Any) -> dict[str, Any]:
    """A question that is refused, with no right draft."""
    row = _answered(name, status="abstained", abstain_reason=reason, text="I don't know")
    row |= {"short_answer": None, "highlights": [], "claims": [], "citations": []}
    return row | {"scores": _scores(score=0.3), "faults": ["reader_miss"]} | changed


@pytest.fixture
def answered() -> Callable[..., dict[str, Any]]:
    """Make the row of a question that is answered rightly, or whatever is changed of it."""
    return _answered


@pytest.fixture
def refused() -> Callable[..., dict[str, Any]]:
    """Make the row of a question that is refused."""
    return _refused


@pytest.fixture
def scores() -> Callable[..., dict[str, Any]]:
    """Make the scores of a row."""
    return _scores


@pytest.fixture
def write_run(tmp_path: Path) -> Callable[..., Path]:
    """Write a folder with rows and, unless it is None, a summary."""

    def write(
        rows: Iterable[dict[str, Any]], summary: dict[str, Any] | None = None, half: str = ""
    ) -> Path:
        folder = tmp_path / "run"
        folder.mkdir(exist_ok=True)
        with (folder / "run.jsonl").open("w", encoding="utf-8") as file:
            for row in rows:
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
            file.write(half)
        if summary is not None:
            (folder / "summary.json").write_text(json.dumps(summary), "utf-8")
        return folder

    return write


class Page(HTMLParser):
    """The tags, and the visible text, of a page."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.open, self.said = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        self.open.append(tag)

    def handle_endtag(self, tag):
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data):
        if not {"style", "script"} & set(self.open):
            self.said.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.said).split())

    def count(self, tag):
        return sum(name == tag for name, _ in self.tags)


@pytest.fixture
def read_page() -> Callable[[Path], Page]:
    """Write the page of a run, and read it as a browser would."""

    def read(folder: Path) -> Page:
        path = write_report(folder)
        assert path == folder / "report.html"
        return Page(path.read_text("utf-8"))

    return read
