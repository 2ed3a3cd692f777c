"""Claims that are nearly what a text says: one particular changed, or a clause left out."""

import random
import re

import pytest

from service.tuning.corruptions import corrupt, shorten


def outcomes(sentence: str, context: str = "") -> set[str | None]:
    """Everything that two hundred draws give."""
    draws = (random.Random(seed) for seed in range(200))  # noqa: S311 - fixed draws
    return {corrupt(sentence, draw, context) for draw in draws}


@pytest.mark.parametrize(
    ("sentence", "possible"),
    [
        ("The bridge was tall.", {"The bridge was not tall.", None}),
        ("The bridge was not tall.", {"The bridge was tall.", None}),
        ("Data raises the higher score.", {"Data raises the lower score."}),
        ("They won often.", {"They lost often.", "They won never."}),
        ("The road takes three hours.", {"The road takes three minutes."}),
        ("这是一种方法。", {"这不是一种方法。", None}),
        ("这不是一种方法。", {"这是一种方法。", None}),
        ("准确率提高了。", {"准确率降低了。"}),
        ("所有桥都关了。", {"部分桥都关了。", "所有桥都不关了。"}),
        ("Nothing to change here.", {None}),
        ("没有可改之处。", {None}),
        ("", {None}),
    ],
)
def test_one_particular_of_the_sentence_changes(sentence, possible):
    assert outcomes(sentence) == possible


@pytest.mark.parametrize("month", ["January", "July", "November"])
def test_a_month_becomes_another_month(month):
    found = outcomes(f"Snow fell in {month}.")
    others = {str(s).removeprefix("Snow fell in ").removesuffix(".") for s in found}
    assert len(others) > 8
    assert month not in others


@pytest.mark.parametrize(
    "sentence", ["Opened in 1932 by 5 men", "共 3.5 米", "0 errors", "1,932 men"]
)
def test_a_number_becomes_another_number_written_alike(draw, sentence):
    for _ in range(50):
        changed = corrupt(sentence, draw)
        assert changed is not None
        assert changed != sentence
        assert re.sub(r"[\d,.]+", "#", changed) == re.sub(r"[\d,.]+", "#", sentence)
        assert ("," in changed) == ("," in sentence)
        assert ("." in changed) == ("." in sentence)


@pytest.mark.parametrize(
    ("sentence", "context", "changed"),
    [
        ("It is by Anna Berg.", "so is Emil Ford", "It is by Emil Ford."),
        ("他读《红楼梦》。", "书架上有《西游记》。", "他读《西游记》。"),
    ],
)
def test_a_name_becomes_another_one_of_the_text(sentence, context, changed):
    assert changed in outcomes(sentence, context)


def test_the_same_draw_gives_the_same_corruption():
    sentence = "In 1932 the bridge was the largest, and 5 men painted it often."
    draws = (random.Random(5) for _ in range(5))  # noqa: S311
    assert len({corrupt(sentence, draw) for draw in draws}) == 1


@pytest.mark.parametrize(
    ("sentence", "possible"),
    [
        (
            "The bridge is old, it was opened in 1932, and it is tall.",
            {
                "The bridge is old",
                "The bridge is old, it was opened in 1932",
                "The bridge is old, it was opened in 1932, and it is tall",
            },
        ),
        (
            "长城是古代的工程，长度为8851公里。",
            {"长城是古代的工程", "长城是古代的工程，长度为8851公里"},
        ),
        ("One clause only.", {None}),
        ("a, b", {None}),
    ],
)
def test_a_shortened_sentence_is_made_of_its_first_clauses(sentence, possible):
    draws = (random.Random(seed) for seed in range(50))  # noqa: S311
    assert {shorten(sentence, draw) for draw in draws} == possible


def test_a_corruption_is_not_made_of_two_things_that_the_text_says():
    context = "The bridge is old and grey. Painters like the colour, they come every summer."
    for changed in outcomes("The bridge is old and grey.", context):
        first, _, second = str(changed).rstrip(".").partition(", and ")
        assert not (second and first in context and second in context)
