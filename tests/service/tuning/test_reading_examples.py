"""What the reader is trained on: answers that stand where they are said to, and true nulls."""

import random
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.sentences import sentence_spans
from service.tuning.reading_examples import (
    NullShares,
    counts,
    crop,
    make_examples,
    without_answers,
)
from service.tuning.rows import QuestionRow

LANGUAGES = ("en", "zh")
ALL_NULLS = NullShares(1.0, 1.0, 1.0)
NO_NULLS = NullShares(0.0, 0.0, 0.0)


def only(kind: str, share: float = 1.0) -> NullShares:
    """Nulls of one kind."""
    return replace(NO_NULLS, **{kind: share})


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_answerable_example_points_at_the_answer(make_rows, lang):
    rows = make_rows(40, lang)
    made = list(make_examples(rows, NO_NULLS, 0))
    assert [e.question for e in made] == [r.question for r in rows]
    for row, example in zip(rows, made, strict=True):
        assert example.span is not None
        assert example.passage[slice(*example.span)] == row.context[slice(*row.spans[0])]
        assert example.passage in row.context
        assert (example.kind, example.lang) == ("answerable", lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_passage_of_a_near_miss_is_another_one_without_the_answer(make_rows, lang):
    rows = make_rows(40, lang)
    row_of = {r.question + r.context[slice(*r.spans[0])]: r for r in rows}
    made = list(make_examples(rows, only("near_miss"), 0))
    answerable, nulls = made[::2], made[1::2]
    assert {e.kind for e in nulls} == {"near_miss"}
    for shown, null in zip(answerable, nulls, strict=True):
        assert shown.span is not None
        answer = shown.passage[slice(*shown.span)]
        assert null.span is None
        assert null.question == shown.question
        assert answer not in null.passage
        assert null.passage not in row_of[null.question + answer].context


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_cut_passage_is_its_own_passage_without_every_sentence_that_says_an_answer(
    make_rows, lang
):
    rows = make_rows(40, lang)
    nulls = [e for e in make_examples(rows, only("cut"), 0) if e.span is None]
    assert len(nulls) == len(rows)
    for row, null in zip(rows, nulls, strict=True):
        assert null.question == row.question
        assert row.context[slice(*row.spans[0])] not in null.passage
        for start, end in sentence_spans(null.passage):
            assert null.passage[start:end] in row.context


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_altered_question_stands_beside_the_passage_of_another_question(make_rows, lang):
    rows = make_rows(40, lang)
    nulls = [e for e in make_examples(rows, only("altered"), 0) if e.span is None]
    assert len(nulls) == len(rows)
    for row, null in zip(rows, nulls, strict=True):
        assert null.question != row.question
        assert null.passage in row.context
        # Else the missing answer, not the question, would tell it from an answerable one.
        assert row.context[slice(*row.spans[0])] in null.passage


def test_an_unanswerable_question_is_kept_as_it_is_and_nothing_is_made_of_it(make_rows):
    rows = [replace(r, spans=()) for r in make_rows(12)]
    made = list(make_examples(rows, ALL_NULLS, 0))
    assert {(e.kind, e.span) for e in made} == {("human", None)}
    assert [(e.question, e.passage) for e in made] == [(r.question, r.context) for r in rows]


@pytest.mark.parametrize("kind", ["near_miss", "cut", "altered"])
@pytest.mark.parametrize("share", [0.0, 0.2, 0.6, 1.0])
def test_the_share_of_each_kind_is_the_one_that_is_asked_for(make_rows, kind, share):
    made = Counter(e.kind for e in make_examples(make_rows(500), only(kind, share), 3))
    assert made["answerable"] == 500
    assert made[kind] / 500 == pytest.approx(share, abs=0.07)
    assert sum(made.values()) == 500 + made[kind]


def test_all_answers_of_a_question_are_kept_out_of_its_nulls(make_rows):
    rows = []
    for row in make_rows(40):
        start = row.context.index("windows") - 3
        rows.append(replace(row, spans=(row.spans[0], (start, start + 2))))
    nulls = [e for e in make_examples(rows, NullShares(1, 1, 0), 0) if e.span is None]
    assert {e.kind for e in nulls} == {"near_miss", "cut"}
    row_of = {(r.question, n): r for n, r in enumerate(rows)}
    cut = [e for e in nulls if e.kind == "cut"]
    for row, null in zip(row_of.values(), cut, strict=True):
        assert not any(row.context[a:b] in null.passage for a, b in row.spans)


def test_half_of_the_examples_stand_behind_their_title(make_rows):
    rows = make_rows(400)
    made = list(make_examples(rows, ALL_NULLS, 1))
    titled = [e for e in made if e.before]
    assert {e.before for e in titled} == {r.title for r in rows}
    assert len(titled) / len(made) == pytest.approx(0.5, abs=0.06)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_length_does_not_tell_nulls_from_answerable_examples(make_rows, lang):
    lengths: dict[bool, list[int]] = {True: [], False: []}
    rows = [replace(r, context=r.context * 3) for r in make_rows(300, lang)]
    for example in make_examples(rows, NullShares(1, 0, 1), 0):
        lengths[example.span is None].append(len(example.passage))
    answerable, null = (sum(ls) / len(ls) for ls in (lengths[False], lengths[True]))
    assert null == pytest.approx(answerable, rel=0.1)


def test_the_share_of_short_passages_is_the_one_that_is_asked_for(make_rows):
    rows = [replace(r, context=r.context * 3) for r in make_rows(200)]
    for short in (0.0, 0.5, 1.0):
        made = make_examples(rows, replace(NO_NULLS, short=short), 0)
        cut = [len(e.passage) < 600 for e in made]
        assert sum(cut) / len(cut) == pytest.approx(short, abs=0.1)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_where_no_share_of_short_passages_is_named_all_stay_whole(make_rows, lang):
    rows = [replace(r, context=r.context * 9) for r in make_rows(9, lang)]
    rows += [replace(r, spans=()) for r in rows]
    made = list(make_examples(rows, replace(NO_NULLS, short=None), 0))
    assert [(e.passage, e.span) for e in made] == [
        (r.context, r.spans[0] if r.spans else None) for r in rows
    ]


def test_a_seed_fixes_every_choice(make_rows):
    rows = make_rows(30)
    once, again, other = (list(make_examples(rows, NullShares(), seed)) for seed in (4, 4, 5))
    assert once == again
    assert once != other


def test_examples_are_counted_by_language_and_kind(make_rows):
    rows = [*make_rows(3), *make_rows(2, "zh")]
    made = make_examples(rows, only("cut"), 0)
    assert counts(made) == {"en answerable": 3, "en cut": 3, "zh answerable": 2, "zh cut": 2}


@pytest.mark.parametrize(
    ("context", "answer", "left"),
    [
        (
            "It opened in 1932. It is a bridge that every child of the town has crossed often. "
            "In 1932 it was new.",
            "1932",
            "It is a bridge that every child of the town has crossed often.",
        ),
        ("It opened in 1932. It is old.", "1932", None),
        ("It opened in 1932, and it is a bridge that every child has crossed.", "1932", None),
    ],
)
def test_of_a_passage_without_its_answers_enough_must_be_left(context, answer, left):
    start = context.index(answer)
    row = QuestionRow("1", "When?", context, ((start, start + len(answer)),), "en")
    assert without_answers(row) == left


PASSAGE = "One is first. Two is second. Three is third. Four is fourth. Five is fifth."


@pytest.mark.parametrize(
    ("word", "units", "lang", "piece"),
    [
        ("Three", 1, "en", "Three is third."),
        ("Three", 20, "en", "Three is third. Four is fourth."),
        ("Three", 500, "en", PASSAGE),
        ("One", 20, "en", "One is first. Two is second."),
        ("Five", 20, "en", "Four is fourth. Five is fifth."),
        ("Three", 60, "zh", "Three is third. Four is fourth."),
        ("is third", 20, "en", "Three is third. Four is fourth."),
        ("second. Three", 1, "en", "Two is second. Three is third."),
    ],
)
def test_a_crop_is_whole_sentences_around_the_place(word, units, lang, piece):
    start = PASSAGE.index(word)
    cropped, offset = crop(PASSAGE, (start, start + len(word)), units, lang)
    assert cropped == piece
    assert offset == PASSAGE.index(piece)


@settings(deadline=None, max_examples=150)
@given(
    st.lists(st.text("ab 。.\n,", min_size=1, max_size=30), min_size=1, max_size=8),
    st.integers(0, 400),
    st.randoms(use_true_random=False),
)
def test_a_crop_keeps_the_span_wherever_it_is(parts: list[str], units: int, draw: random.Random):
    passage = "".join(parts)
    start = draw.randrange(len(passage))
    end = draw.randint(start + 1, len(passage))
    if passage[start].isspace() or passage[end - 1].isspace():
        return
    cropped, offset = crop(passage, (start, end), units, "en")
    assert passage[offset : offset + len(cropped)] == cropped
    assert cropped[start - offset : end - offset] == passage[start:end]
    assert offset <= start


def test_an_unanswerable_question_about_an_empty_passage_is_no_accident():
    rows = [QuestionRow("1", "When?", "", (), "en"), QuestionRow("2", "Who?", "Anna.", (), "en")]
    assert [e.question for e in make_examples(rows, NO_NULLS, 0)][-1] == "Who?"
