"""JSON Lines: every good row comes through, every bad one is named."""

import gzip
import io
import json

import pytest

from knowledge.errors import UnreadableDocumentError
from knowledge.parsers import ParsedDocument, jsonl, parse_bytes


def lines(*rows: object) -> bytes:
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()


def test_a_full_row(only):
    row = {
        "id": 7,
        "title": "标题",
        "text": "文字\r\n二",
        "uri": "http://x",
        "metadata": {"a": [1]},
    }
    assert only(lines(row), "a.jsonl") == ParsedDocument(
        text="文字\n二",
        title="标题",
        media_type="application/jsonl",
        id="7",
        uri="http://x",
        metadata={"a": [1]},
    )


def test_only_text_is_required(only):
    document = only(b'\xef\xbb\xbf{"text": "words"}\r\n\r\n', "my_rows.jsonl")
    assert document.id is None
    assert document.uri is None
    assert document.title == "my rows 1"
    assert only(b'{"text": "words", "id": "x"}', "a.jsonl").title == "x"


@pytest.mark.parametrize(
    ("row", "reason", "words"),
    [
        (b"{not json", "malformed", "not valid JSON"),
        (b'["a"]', "malformed", "JSON object"),
        (b"{}", "malformed", "`text` is missing"),
        (b'{"text": null}', "malformed", "`text` has to be a string"),
        (b'{"text": 5}', "malformed", "`text` has to be a string"),
        (b'{"text": " \\n"}', "empty", "`text` is empty"),
        (b'{"text": "\\u0000"}', "empty", "`text` is empty"),
        (b'{"text": "x", "id": true}', "malformed", "`id`"),
        (b'{"text": "x", "id": 1.5}', "malformed", "`id`"),
        (b'{"text": "x", "title": []}', "malformed", "`title`"),
        (b'{"text": "x", "uri": 5}', "malformed", "`uri`"),
        (b'{"text": "x", "metadata": [1]}', "malformed", "`metadata`"),
        (b'{"text": "\xff"}', "bad_encoding", "not UTF-8"),
        (b'{"text": "x\x00"}', "malformed", "not valid JSON"),
        (b'{"text": "x", "metadata": ' + b"[" * 5000, "malformed", "line 2"),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_a_bad_row_is_reported_and_the_rest_follow(row, reason, words, packed):
    data = lines({"text": "x" * 5000}) + b"\n" + row + b"\n" + lines({"text": "last"})
    name = "a.jsonl.gz" if packed else "a.jsonl"
    first, error, last = parse_bytes(gzip.compress(data) if packed else data, name)
    assert isinstance(first, ParsedDocument)
    assert isinstance(last, ParsedDocument)
    assert last.text == "last"
    assert isinstance(error, UnreadableDocumentError)
    assert error.reason == reason
    assert words in error.message
    assert error.details["line"] == 2


def test_deep_metadata_is_a_bad_row_and_nan_is_null(only):
    deep = b'{"text": "x", "metadata": {"a": ' + b"[" * 900 + b"]" * 900 + b"}}"
    (found,) = parse_bytes(deep, "a.jsonl")
    assert isinstance(found, ParsedDocument | UnreadableDocumentError)
    row = b'{"text": "a\\ud800b", "metadata": {"n": NaN, "s": "\\u0007x", "k\\ud800": 1.5}}'
    document = only(row, "a.jsonl")
    assert document.text == "ab"
    assert document.metadata == {"n": None, "s": "x", "k": 1.5}


def test_rows_stream():
    data = lines({"text": "first"}) + b"\n" + b"x" * 100
    rows = parse_bytes(data, "a.jsonl")
    assert isinstance(next(rows), ParsedDocument)


def test_an_overlong_row_is_refused_alone(monkeypatch):
    monkeypatch.setattr(jsonl, "MAX_LINE_BYTES", 100)
    data = lines({"text": "a"}, {"text": "b" * 1000}, {"text": "c"})
    first, error, last = parse_bytes(data, "a.jsonl")
    assert [first.text, last.text] == ["a", "c"]  # type: ignore[union-attr]
    assert isinstance(error, UnreadableDocumentError)
    assert (error.reason, error.details["line"]) == ("too_large", 2)


def gzip_bomb(size: int) -> bytes:
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb") as stream:
        stream.write(lines({"text": "first"}) + b"\n")
        stream.write(b" " * size)
    return out.getvalue()


def test_a_gzip_bomb_is_stopped_at_the_limit():
    rows = parse_bytes(gzip_bomb(5_000_000), "a.jsonl.gz", max_bytes=1_000_000)
    assert isinstance(next(rows), ParsedDocument)
    with pytest.raises(UnreadableDocumentError) as caught:
        next(rows)
    assert caught.value.reason == "too_large"


def test_a_bomb_of_one_row_is_stopped_too(monkeypatch):
    monkeypatch.setattr(jsonl, "MAX_LINE_BYTES", 1000)
    rows = parse_bytes(gzip_bomb(5_000_000), "a.jsonl.gz", max_bytes=100_000)
    with pytest.raises(UnreadableDocumentError) as caught:
        list(rows)
    assert caught.value.reason == "too_large"


def test_a_packed_file_cut_short_yields_what_it_has():
    rows = [{"text": f"row {i} {hash(str(i))}"} for i in range(20000)]
    data = gzip.compress(lines(*rows))
    found = parse_bytes(data[: len(data) // 2], "a.jsonl.gz")
    assert isinstance(next(found), ParsedDocument)
    with pytest.raises(UnreadableDocumentError) as caught:
        list(found)
    assert caught.value.reason == "malformed"


def test_other_things_under_the_name(refusal, gzipped):
    assert refusal(b'{"text": "x"}', "a.jsonl.gz").reason == "wrong_type"
    assert refusal(gzipped(b'{"text": "x"}'), "a.jsonl").reason == "wrong_type"
    assert refusal(gzipped(b"%PDF-1.7"), "a.jsonl.gz").reason == "wrong_type"
    assert refusal('{"text": "x"}'.encode("utf-16"), "a.jsonl").reason == "bad_encoding"
    assert refusal(gzipped(b"\n \n"), "a.jsonl.gz").reason == "empty"
