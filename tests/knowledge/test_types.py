"""The vocabulary's few behaviours, and the errors'."""

from knowledge.errors import BusyError, FootingError, UnreadableDocumentError
from knowledge.types import Chunk, Triple


def chunk(title, *path) -> Chunk:
    return Chunk(1, "d", 0, 0, 5, "Text.", title, None, path)


def test_a_passage_is_indexed_under_its_title_and_headings_each_once():
    assert chunk("Guide", "Install", "Linux").indexed_text == "Guide › Install › Linux\nText."
    assert chunk("指南", "指南", "安装").context == "指南 › 安装"
    assert chunk("", "A").indexed_text == "A\nText."
    assert chunk("").indexed_text == "Text."


def test_a_triple_reads_as_a_line():
    assert Triple("Paris", "capital of", "France").verbalise() == "Paris — capital of — France"


def test_errors_carry_a_code_a_message_and_facts():
    busy = BusyError("Try later.", retry_after_s=3)
    assert (busy.code, busy.message, busy.details) == ("busy", "Try later.", {"retry_after_s": 3})
    unreadable = UnreadableDocumentError("empty", "It is empty.", path="x")
    assert unreadable.reason == "empty"
    assert unreadable.details == {"reason": "empty", "path": "x"}
    assert isinstance(unreadable, FootingError)
    assert str(unreadable) == "It is empty."
