"""Passages that look like an answer and are none."""

import pytest

from service.tuning.near_miss import NearMisses
from service.tuning.rows import QuestionRow


def row(question: str, context: str, answer: str, title: str = "") -> QuestionRow:
    start = context.index(answer)
    return QuestionRow(question, question, context, ((start, start + len(answer)),), "en", title)


OPENED = row("When was the bridge opened?", "The bridge was opened in 1932.", "1932", "Bridge")
CLOSED = row("When was it closed?", "The bridge was closed in 1945 for repairs.", "1945", "Bridge")
PAINTED = row("Who painted it?", "The bridge was painted by Anna.", "Anna", "Bridge")
AGAIN = row("When again?", "The bridge was opened again; in 1932 it was new.", "1932", "Bridge")
TOLL = row("What is the toll?", "Cars pay a toll of five crowns.", "five crowns", "Bridge")
COFFEE = row(
    "When was the cafe opened?", "The cafe at the bridge was opened in 1950.", "1950", "Cafe"
)
PENGUINS = row("Where do penguins swim?", "Penguins swim in cold water.", "cold water", "Penguins")
ALL = [OPENED, CLOSED, PAINTED, AGAIN, TOLL, COFFEE, PENGUINS]


def test_it_is_the_closest_passage_of_the_same_title_that_lacks_the_answer():
    assert NearMisses(ALL).of(OPENED) in (CLOSED.context, PAINTED.context)


def test_with_few_passages_of_the_title_others_are_taken():
    assert NearMisses(ALL).of(COFFEE) == OPENED.context


def test_neither_its_own_passage_nor_one_with_the_answer_is_ever_chosen(make_rows):
    for rows in (ALL, make_rows(60), make_rows(60, "zh")):
        near = NearMisses(rows)
        for asked in rows:
            for skip in range(4):
                found = near.of(asked, skip)
                assert found != asked.context
                answers = {asked.context[a:b] for a, b in asked.spans}
                assert found is None or not any(answer in found for answer in answers)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_it_is_of_the_same_subject_where_that_has_enough_passages(make_rows, lang):
    rows = make_rows(60, lang)
    near, title = NearMisses(rows), {r.context: r.title for r in rows}
    found = {r: near.of(r) for r in rows}
    assert all(found.values())
    assert all(title[str(miss)] == r.title for r, miss in found.items())


def test_skipping_gives_another_passage(make_rows):
    rows = make_rows(60)
    near = NearMisses(rows)
    assert all(near.of(r) != near.of(r, skip=2) for r in rows)


def test_without_any_other_passage_there_is_none():
    assert NearMisses([OPENED]).of(OPENED) is None
    assert NearMisses([OPENED, AGAIN]).of(OPENED) is None


def test_an_answer_is_found_in_any_writing():
    traditional = row("多長？", "長城共八千公里。", "八千公里")
    spelled = row("谁？", "长城共八千公里，由秦始皇修建。", "秦始皇")
    assert NearMisses([traditional, spelled]).of(traditional) is None


def test_the_subject_is_another_passage_under_the_title():
    near = NearMisses(ALL)
    others = {r.context for r in ALL if r.title == "Bridge"} - {OPENED.context}
    assert near.subject(OPENED) in others
    assert near.subject(COFFEE) == ""
    assert NearMisses([row("Q?", "One text.", "One"), row("R?", "Two.", "Two")]).subject(
        row("Q?", "One text.", "One")
    ) == ""  # fmt: skip


@pytest.mark.parametrize("rows", [[], [QuestionRow("1", "?", "...", (), "en")]])
def test_rows_without_a_word_have_no_near_misses(rows):
    near = NearMisses(rows)
    assert [near.of(r) for r in rows] == [None] * len(rows)
