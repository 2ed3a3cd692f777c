"""What files, folders and uploads become: documents, rows with their ends, reasons why not."""

import gzip
import json
import os
import sys
from pathlib import Path

import pytest

from knowledge.errors import DeadlineExceededError, UnreadableDocumentError
from knowledge.types import Document
from service.ingest.files import expand, from_bytes, from_paths
from service.ingest.offered import RowsEnd, Unchanged
from service.ingest.texts import MAX_ID

OLE_ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
LIMIT = 10_000


def _offered(*paths: Path) -> dict[str, str]:
    """What each file became: the document's text, or the reason it is none."""
    found = {}
    for name, item in from_paths(paths, LIMIT):
        assert not isinstance(item, Unchanged)
        if isinstance(item, RowsEnd):
            continue
        found[name] = item.reason if isinstance(item, UnreadableDocumentError) else item.text
    return found


def _document(path: Path) -> Document:
    """The one document of a file."""
    ((_, item),) = from_paths([path], LIMIT)
    assert isinstance(item, Document)
    return item


@pytest.mark.parametrize(
    ("name", "data", "became"),
    [
        ("a.txt", b"Hello there.", "Hello there."),
        ("a.md", "# 标题\n\n正文。".encode(), "# 标题\n\n正文。"),
        ("a.txt", "中文内容在这里。".encode("gb18030"), "中文内容在这里。"),
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n\t ", "empty"),
        ("a.txt", b"text\x00\x01\x02\xff\xfe\xfd", "binary"),
        ("a.txt", b"\x89PNG\r\n\x1a\n0000", "binary"),
        ("a.docx", OLE_ENCRYPTED, "encrypted"),
        ("a.docx", b"%PDF-1.7 really a PDF", "wrong_type"),
        ("a.pdf", b"<html><body>404</body></html>", "wrong_type"),
        ("a.exe", b"MZ\x90\x00", "unsupported_type"),
        ("noext", b"text", "unsupported_type"),
        ("a.txt", b"a" * (LIMIT + 1), "too_large"),
        ("a.txt", b"a" * LIMIT, "a" * LIMIT),
    ],
)
def test_a_file_becomes_a_document_or_says_why_not(tmp_path, name, data, became):
    path = tmp_path / name
    path.write_bytes(data)
    assert _offered(path) == {str(path): became}


def test_a_path_that_is_not_there(tmp_path):
    assert _offered(tmp_path / "gone.txt") == {str(tmp_path / "gone.txt"): "not_found"}


def test_a_folder_is_read_in_order_without_hidden_and_temporary_files(tmp_path):
    for name in ("b/2.txt", "a/1.txt", ".hidden/x.txt", "a/.secret.txt", "a/~$open.docx",
                 "__MACOSX/1.txt", "c.txt", "bad.bin"):  # fmt: skip
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"Text of {name}.")
    names = [str(p.relative_to(tmp_path)) for p in expand([tmp_path])]
    assert names == ["bad.bin", "c.txt", "a/1.txt", "b/2.txt"]
    assert list(_offered(tmp_path).values()) == [
        "unsupported_type",
        "Text of c.txt.",
        "Text of a/1.txt.",
        "Text of b/2.txt.",
    ]


def test_a_folder_that_cannot_be_listed_is_a_failure(tmp_path):
    (tmp_path / "a.txt").write_text("Text.")
    (tmp_path / "b").mkdir()
    found = from_paths([tmp_path], LIMIT)
    assert next(found)[0] == f"{tmp_path}/a.txt"
    (tmp_path / "b").rmdir()
    ((name, item),) = found
    assert isinstance(item, UnreadableDocumentError)
    assert (name, item.reason) == (f"{tmp_path}/b", "not_found")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may list everything")
def test_a_folder_that_may_not_be_listed_says_so(tmp_path):
    (tmp_path / "b").mkdir(mode=0)
    assert _offered(tmp_path) == {f"{tmp_path}/b": "not_permitted"}


def test_a_hidden_file_that_is_named_is_read_and_nothing_twice(tmp_path):
    hidden = tmp_path / ".notes.txt"
    hidden.write_text("Notes.")
    plain = tmp_path / "a.txt"
    plain.write_text("Plain.")
    assert list(expand([hidden, tmp_path, plain])) == [hidden, plain]


@pytest.mark.skipif(sys.platform != "linux", reason="names are bytes on Linux only")
def test_a_file_name_that_is_not_unicode_does_not_stop_the_others(tmp_path):
    (tmp_path / "a.txt").write_text("First.")
    with open(os.fsencode(tmp_path) + b"/b\xff.txt", "w") as file:  # noqa: PTH123 - bytes
        file.write("Second.")
    documents = [item for _, item in from_paths([tmp_path], LIMIT)]
    assert [getattr(d, "text", None) for d in documents] == ["First.", "Second."]
    for document in documents:
        assert isinstance(document, Document)
        f"{document.id}{document.title}{document.uri}".encode()


def test_rows_keep_their_ids_and_bad_rows_their_line(tmp_path):
    path = tmp_path / "rows.jsonl"
    rows = [
        json.dumps({"id": "one", "title": "T", "text": "First.", "metadata": {"k": 1}}),
        "",
        "{broken",
        json.dumps({"id": "a\u0007", "text": "x"}),
        json.dumps({"id": "x" * (MAX_ID + 1), "text": "Too long an id."}),
        json.dumps({"id": "empty", "text": " "}),
        json.dumps({"text": "没有编号。", "uri": "https://example.org/6"}),
    ]
    path.write_text("\n".join(rows))
    found = dict(from_paths([path], LIMIT))
    one = found.pop(f"{path}#one")
    assert isinstance(one, Document)
    assert (one.id, one.title, one.text, one.metadata) == ("one", "T", "First.", {"k": 1})
    assert one.uri == f"{path.as_uri()}#one"
    failed = {n: i.reason for n, i in found.items() if isinstance(i, UnreadableDocumentError)}
    assert failed[f"{path}:3"] == "malformed"
    assert failed[f"{path}:6"] == "empty"
    assert "malformed" in {r for n, r in failed.items() if "xxx" in n}
    cleaned, unnamed = [i for i in found.values() if isinstance(i, Document)]
    assert (cleaned.id, cleaned.text) == ("a", "x")
    assert (unnamed.text, unnamed.uri) == ("没有编号。", "https://example.org/6")


def test_a_file_of_rows_that_was_read_without_error_says_which_it_holds(tmp_path):
    path = tmp_path / "rows.jsonl"
    path.write_text('{"id": "one", "text": "1"}\n{"text": "2", "uri": "u:2"}\n{"text": "3"}\n')
    *rows, (name, end) = from_paths([path], LIMIT)
    documents = [item for _, item in rows if isinstance(item, Document)]
    assert {d.file for d in documents} == {path.as_uri()}
    assert name == str(path)
    assert end == RowsEnd(path.as_uri(), frozenset(d.id for d in documents))
    *_, (name, end) = from_bytes(b'{"text": "1"}', "up.jsonl", None, LIMIT)
    assert isinstance(end, RowsEnd)
    assert (name, end.file) == ("up.jsonl", "upload:up.jsonl")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.jsonl", b'{"text": "1"}\n{broken\n'),
        ("a.jsonl", b'{"text": "1"}\n{"id": "a\\nb", "text": "2"}\n'),
        ("a.jsonl", b'{"text": "1"}\n' * LIMIT),
        ("a.jsonl", b""),
        ("a.jsonl.gz", gzip.compress(b'{"text": "1"}\n' * 9)[:-9]),
    ],
)
def test_a_file_with_an_error_does_not_say_which_rows_it_holds(name, data):
    found = [item for _, item in from_bytes(data, name, None, LIMIT)]
    assert any(isinstance(item, UnreadableDocumentError) for item in found)
    assert not any(isinstance(item, RowsEnd) for item in found)


def test_metadata_of_a_row_nested_too_deep_fails_that_row_only(tmp_path):
    path = tmp_path / "rows.jsonl"
    deep = {"text": "x", "id": "deep", "metadata": {"a": json.loads("[" * 60 + "]" * 60)}}
    path.write_text(json.dumps(deep) + "\n" + json.dumps({"text": "fine", "id": "fine"}))
    assert _offered(path) == {f"{path}#deep": "malformed", f"{path}#fine": "fine"}


@pytest.mark.parametrize("name", ["DATA.JSONL", "data.Jsonl", "DATA.JSONL.GZ", "data.jsonl.GZ"])
def test_rows_are_rows_whatever_the_case_of_the_suffix(tmp_path, name):
    rows = b"".join(b'{"id": "%d", "text": "Text %d."}\n' % (n, n) for n in range(5))
    (tmp_path / name).write_bytes(gzip.compress(rows) if name.lower().endswith("gz") else rows)
    *found, (_, end) = from_paths([tmp_path / name], LIMIT)
    assert [place for place, _ in found] == [f"{tmp_path / name}#{n}" for n in range(5)]
    assert {item.id for _, item in found if isinstance(item, Document)} == set("01234")
    assert isinstance(end, RowsEnd)


def test_a_text_about_rows_is_a_text(tmp_path):
    (tmp_path / "rows.jsonl.txt").write_text("Text.")
    assert _document(tmp_path / "rows.jsonl.txt").id.startswith("rows-jsonl-")


def test_the_id_of_a_file_is_readable_stable_and_its_own(tmp_path):
    documents = {}
    for name in ("遗忘 笔记.txt", "Café menu.txt", "sub/Café menu.txt", "!!!.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("same text")
        documents[name] = _document(path)
    ids = {name: document.id for name, document in documents.items()}
    assert ids["遗忘 笔记.txt"].startswith("遗忘-笔记-")
    assert ids["Café menu.txt"].startswith("café-menu-")
    assert len(set(ids.values())) == 4
    (tmp_path / "Café menu.txt").write_text("other text")
    again = _document(tmp_path / "Café menu.txt")
    assert again.id == ids["Café menu.txt"]
    assert again.fingerprint != documents["Café menu.txt"].fingerprint


def test_a_file_that_is_known_is_not_even_parsed(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("text")
    document = _document(path)
    ((_, known),) = from_paths([path], LIMIT, {document.id: document.fingerprint}.get)
    assert known == Unchanged(document.id)
    ((_, changed),) = from_paths([path], LIMIT, {document.id: "older"}.get)
    assert changed == document


def test_a_deadline_passes_through_the_reading_of_a_file(tmp_path):
    def check() -> None:
        raise DeadlineExceededError("time is up")

    (tmp_path / "a.csv").write_text("Name,Year\nLoRA,2021\n")
    with pytest.raises(DeadlineExceededError):
        list(from_paths([tmp_path], LIMIT, check=check))


def test_an_upload_is_known_by_its_name():
    ((name, document),) = from_bytes(b"Some text.", "notes.txt", None, LIMIT)
    assert isinstance(document, Document)
    assert (name, document.uri, document.title) == ("notes.txt", "upload:notes.txt", "notes")
