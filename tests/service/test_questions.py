"""The limits of a question, a text and a collection's name."""

import pytest

from knowledge.errors import InvalidInputError
from service.questions import (
    MAX_QUESTION,
    MAX_TEXT,
    valid_collection,
    valid_question,
    valid_text,
)


def test_space_around_a_question_is_dropped():
    assert valid_question("  \n什么是遗忘？\t") == "什么是遗忘？"


def test_a_question_may_have_lines_and_tabs():
    assert valid_question("a\r\nb\tc") == "a\r\nb\tc"


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\u3000"])
def test_an_empty_question_is_refused(text):
    with pytest.raises(InvalidInputError, match="empty"):
        valid_question(text)


def test_a_question_of_the_greatest_length_is_accepted_and_one_more_character_is_not():
    assert len(valid_question("问" * MAX_QUESTION)) == MAX_QUESTION
    with pytest.raises(InvalidInputError) as caught:
        valid_question("问" * (MAX_QUESTION + 1))
    assert caught.value.details == {"characters": MAX_QUESTION + 1, "limit": MAX_QUESTION}


@pytest.mark.parametrize("text", ["a\ud800b", "a\x00b", "a\x1bb", "a\x7fb", "a\ufeffb", "a\uffffb"])
def test_characters_that_no_text_should_carry_are_refused(text):
    with pytest.raises(InvalidInputError) as caught:
        valid_question(text)
    assert caught.value.details == {"field": "question"}


def test_a_text_over_the_limit_is_refused_by_name():
    assert valid_text("a" * MAX_TEXT, "answer")
    with pytest.raises(InvalidInputError, match="the answer has 2000001 characters"):
        valid_text("a" * (MAX_TEXT + 1), "answer")


@pytest.mark.parametrize("name", ["default", "a", "7b-models", "a_b.c-d", "手册", "a" * 64])
def test_names_that_a_collection_can_have(name):
    assert valid_collection(name) == name


def test_a_collection_has_the_same_name_however_its_accents_are_typed():
    assert valid_collection("cafe\u0301") == valid_collection("caf\u00e9") == "caf\u00e9"


@pytest.mark.parametrize(
    "name", ["", " ", "_a", "-a", ".a", "..", "a b", "a/b", "a\x00", "a\n", "\ud800", "a" * 65]
)
def test_names_that_a_collection_cannot_have(name):
    with pytest.raises(InvalidInputError, match="1 to 64") as caught:
        valid_collection(name)
    caught.value.details["collection"].encode()  # it can be shown


def test_a_long_wrong_name_is_not_repeated_in_full():
    with pytest.raises(InvalidInputError) as caught:
        valid_collection("a b" * 1000)
    assert len(caught.value.details["collection"]) == 80
