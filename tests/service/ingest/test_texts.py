"""Texts given directly: what they become, their ids and fingerprints, and what is refused."""

import pytest

from knowledge.errors import InvalidInputError, UnreadableDocumentError
from service.ingest.texts import MAX_ID, MAX_METADATA_DEPTH, from_text, valid_id


def test_a_text_without_id_gets_one_from_its_content():
    one, same, other = from_text("甲"), from_text("甲"), from_text("乙")
    assert one.id == same.id != other.id
    assert from_text("甲", "标题").id.startswith("标题-")
    assert from_text("甲", uri="u:1").id == from_text("乙", uri="u:1").id


def test_the_fingerprint_of_a_text_covers_everything_that_is_stored():
    base = from_text("text", "title", "id", "uri", {"a": 1})
    changed = [
        from_text("text2", "title", "id", "uri", {"a": 1}),
        from_text("text", "title2", "id", "uri", {"a": 1}),
        from_text("text", "title", "id", "uri2", {"a": 1}),
        from_text("text", "title", "id", "uri", {"a": 2}),
    ]
    prints = {d.fingerprint for d in (base, *changed)}
    assert len(prints) == 5
    assert from_text("text", "title", "id", "uri", {"a": 1}).fingerprint == base.fingerprint


def test_a_text_is_cleaned_and_must_hold_something():
    assert from_text("a\x00b\r\nc\ud800").text == "ab\nc"
    for text in ("", "  \n", "\x00"):
        with pytest.raises(UnreadableDocumentError, match="empty"):
            from_text(text)


@pytest.mark.parametrize("wrong", ["", " ", "a\nb", "a\x00", "\ud800", "x" * (MAX_ID + 1)])
def test_ids_that_a_document_cannot_have(wrong):
    with pytest.raises(InvalidInputError) as caught:
        valid_id(wrong)
    caught.value.details["document_id"].encode()


@pytest.mark.parametrize("fine", ["a", "编号-1", "a/b?c#d", "x" * MAX_ID])
def test_ids_that_a_document_can_have(fine):
    assert valid_id(fine) == fine


@pytest.mark.parametrize("metadata", [{"a": "\ud800"}, {"\ud800": 1}, {"a": float("nan")}])
def test_metadata_that_is_no_json_is_refused(metadata):
    with pytest.raises(InvalidInputError, match="written as JSON"):
        from_text("text", metadata=metadata)


def test_metadata_nested_too_deep_is_refused():
    deep: list[object] = []
    for _ in range(MAX_METADATA_DEPTH - 2):
        deep = [deep]
    assert from_text("text", metadata={"a": deep}).metadata == {"a": deep}
    with pytest.raises(InvalidInputError, match="nested deeper"):
        from_text("text", metadata={"a": [[[deep]]]})
