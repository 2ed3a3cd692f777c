"""Words that people ask for a predicate by."""

import pytest

from service.generators.predicate_words import asked_words


@pytest.mark.parametrize(
    ("predicate", "word"),
    [
        ("developed by", "company"),
        ("发布机构", "哪家"),
        ("first authors", "who"),
        ("age", "old"),
        ("price", "多少钱"),
        ("学校地址", "哪里"),
    ],
)
def test_a_predicate_is_asked_for_in_other_words(predicate, word):
    assert word in asked_words(predicate).split()


@pytest.mark.parametrize(
    "predicate", ["language", "storage", "coffee", "massacre of", "updated by"]
)
def test_a_short_key_is_a_word_of_its_own(predicate):
    assert asked_words(predicate) == ""
