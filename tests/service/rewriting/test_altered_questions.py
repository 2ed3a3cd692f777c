"""Questions that are changed so that their passage answers them no more."""

import random

import pytest

from service.rewriting.altered_questions import (
    alter_question,
    names_in,
    opposite,
    other_number,
)

NAMED = "In fact, Oslo Tower is by Anna Berg, and Prague Bridge is by Emil Ford."
NUMBERED = "In 1932 the bridge had 8 lanes; in 1945 it had 6, and 2400 people crossed it."


def outcomes(question: str, context: str, lang: str, elsewhere: str = "") -> set[str | None]:
    """Everything that a hundred draws give."""
    draws = (random.Random(seed) for seed in range(100))  # noqa: S311 - fixed draws
    return {alter_question(question, context, elsewhere, lang, draw) for draw in draws}


@pytest.mark.parametrize(
    ("question", "context", "lang", "possible"),
    [
        ("Who won the war?", "It ended.", "en", {"Who lost the war?", None}),
        ("Which lake is the largest?", "", "en",
         {"Which lake is the smallest?", "Which lake isn't the largest?"}),
        ("谁支持他？", "", "zh", {"谁反对他？", None}),
        ("最早的桥有多长？", "", "zh", {"最晚的桥有多长？", None}),
        ("Why did it rain?", "", "en", {"Why didn't it rain?", None}),
        ("谁可以下棋？", "", "zh", {"谁不可以下棋？", None}),
        ("How does a cell divide?", "", "en", {"How doesn't a cell divide?", None}),
        ("Who?", "Anna Berg and Emil Ford.", "en", {None}),
        ("谁？", "", "zh", {None}),
    ],
)  # fmt: skip
def test_every_change_is_one_of_those_that_people_make(question, context, lang, possible):
    assert outcomes(question, context, lang) == possible


def test_a_name_of_the_question_becomes_another_one_of_the_passage():
    found = {q for q in outcomes("Who designed Oslo Tower?", NAMED, "en") if q}
    names = {q.removeprefix("Who designed ").removesuffix("?") for q in found}
    assert names == {"Prague Bridge", "Anna Berg", "Emil Ford"}


def test_names_may_come_from_another_passage_of_the_subject():
    found = outcomes(
        "Who designed Oslo Tower?", "It is Oslo Tower.", "en", "it is near Kyoto Castle."
    )
    assert found == {"Who designed Kyoto Castle?", "Who designed It?", None} - {"Who designed It?"}


def test_a_quoted_chinese_name_becomes_another_one():
    found = outcomes("谁写了《红楼梦》？", "《红楼梦》和《西游记》都是小说。", "zh")
    assert found == {"谁写了《西游记》？", None}


def test_the_same_name_behind_an_article_is_no_other_name():
    context = "The Oslo Tower was designed by Anna Berg. So was Oslo Tower II."
    assert "Who designed the The Oslo Tower?" not in outcomes(
        "Who designed the Oslo Tower?", context, "en"
    )


def test_a_number_of_the_question_becomes_another_number():
    found = {q for q in outcomes("What happened in 1932?", NUMBERED, "en") if q}
    numbers = {int(q.removeprefix("What happened in ").removesuffix("?")) for q in found}
    assert 1945 in numbers
    assert 1932 not in numbers
    assert len(numbers) > 3


@pytest.mark.parametrize(
    ("question", "context", "lang"),
    [
        ("When was the Oslo Tower first opened?", NAMED, "en"),
        ("How many of the 8 lanes are north of it?", NUMBERED, "en"),
        ("最早的塔在哪一年开始建造？", "", "zh"),
    ],
)
def test_a_changed_question_is_never_the_question(question, context, lang):
    found = outcomes(question, context, lang) - {None}
    assert found
    assert question not in found
    assert {changed[-1] for changed in found if changed} == {question[-1]}


def test_the_same_draw_gives_the_same_question():
    draws = (random.Random(3) for _ in range(5))  # noqa: S311
    assert (
        len({alter_question("What happened in 1932?", NUMBERED, "", "en", d) for d in draws}) == 1
    )


def test_each_way_can_be_taken_alone():
    draw = random.Random(1)  # noqa: S311 - a fixed draw
    assert opposite("What is the largest lake?", "en", draw) == "What is the smallest lake?"
    assert opposite("What is a lake?", "en", draw) is None
    assert other_number("Who came?", "", draw) is None
    assert other_number("Who came in 1932?", "", draw) != "Who came in 1932?"
    assert names_in("The Oslo Tower and Anna Berg.", "en") == ["Oslo Tower", "Anna Berg"]


@pytest.mark.parametrize(
    ("question", "broken"),
    [("社会主义是什么？", "社不会主义是什么？"), ("现在谁是总统？", "现不在谁是总统？")],
)
def test_a_negation_leaves_chinese_words_whole(question, broken):
    assert broken not in outcomes(question, "", "zh")
