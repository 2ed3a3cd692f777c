"""The packaged vocabulary with characters added behind it."""

import pytest

from indexes.embedding.tokens import extended_tokenizer, packaged_vocabulary

pytestmark = pytest.mark.model

ADDED = ["噪", "鹅", "炼"]


def _unread(added: list[str], text: str) -> int:
    return extended_tokenizer(added)(text, add_special_tokens=False).tokens().count("[UNK]")


def test_added_characters_are_read_and_come_behind_the_packaged_ones():
    assert _unread([], "鹅的噪") == 2
    assert _unread(ADDED, "鹅的噪") == 0
    first = len(packaged_vocabulary())
    ids = extended_tokenizer(ADDED).convert_tokens_to_ids(ADDED)
    assert ids == [first, first + 1, first + 2]


def test_packaged_tokens_keep_their_ids():
    texts = ["The bridge was re-opened in 1932!", "中国 unaffable"]
    plain, extended = extended_tokenizer([]), extended_tokenizer(ADDED)
    for text in texts:
        assert extended(text)["input_ids"] == plain(text)["input_ids"]
    assert set(ADDED).isdisjoint(packaged_vocabulary())


def test_an_added_character_stands_alone_within_a_word():
    assert extended_tokenizer(ADDED)("a鹅b", add_special_tokens=False).tokens() == ["a", "鹅", "b"]


def test_nothing_is_cut_or_padded():
    tokenizer = extended_tokenizer(ADDED)
    found = tokenizer(["鹅 " * 700, "鹅"], verbose=False)["input_ids"]
    assert [len(ids) for ids in found] == [702, 3]


@pytest.mark.parametrize("wrong", [["鹅", "鹅"], ["鹅", "the"], ["[UNK]"]])
def test_a_token_that_is_known_already_is_refused(wrong):
    with pytest.raises(ValueError, match="repeat"):
        extended_tokenizer(wrong)
