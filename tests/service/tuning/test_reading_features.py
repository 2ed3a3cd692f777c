"""Examples as tokens: the labels stand at the tokens of the answer, or at the first one."""

import numpy as np
import pytest

from service.tuning.networks import pairs_for
from service.tuning.reading_examples import NullShares, ReadingExample, make_examples
from service.tuning.reading_features import reading_features, reading_windows

LONG = "This sentence says nothing of it at all. " * 60


def example(passage: str, answer: str | None, before: str = "", question: str = "When was it?"):
    span = None
    if answer is not None:
        start = passage.index(answer)
        span = (start, start + len(answer))
    return ReadingExample(question, before, passage, span, "en", "answerable" if span else "human")


@pytest.mark.parametrize("before", ["", "A title", "很长的标题 1889"])
@pytest.mark.parametrize(
    ("passage", "answer", "said"),
    [
        ("The tower was opened in 1889 by Gustave.", "1889", "1889"),
        ("1889 was the year.", "1889", "1889"),
        ("It was in March 1889, they say.", "March 1889", "march 1889"),
        ("It was Müller's unbelievableness.", "Müller", "muller"),
        ("明长城总长度为8851公里。", "8851公里", "8851 公 里"),
        ("灾难性遗忘首次在黔南被描述。", "黔南", "黔 南"),
        ("長城由漢人建造。", "漢人", "汉 人"),
        ("The answer is the last word", "word", "word"),
    ],
)
def test_the_labels_are_the_first_and_the_last_token_of_the_answer(
    pairs, before, passage, answer, said
):
    (feature,) = reading_features([example(passage, answer, before)], pairs)
    assert pairs.tokenizer.decode(feature.ids[feature.start : feature.end + 1]) == said
    assert set(feature.types[feature.start : feature.end + 1]) == {1}


def test_an_answer_within_a_word_is_the_whole_token(pairs):
    (feature,) = reading_features([example("It was opened on Monday.", "Mon")], pairs)
    assert pairs.tokenizer.decode(feature.ids[feature.start : feature.end + 1]) == "monday"


def test_an_answer_that_the_question_says_too_is_marked_in_the_passage(pairs):
    told = example("It was 1889.", "1889", question="Was it 1889?")
    (feature,) = reading_features([told], pairs)
    assert feature.types[feature.start] == 1
    assert pairs.tokenizer.decode(feature.ids[feature.start :]) == "1889. [SEP]"


def test_nothing_is_the_first_token(pairs):
    (feature,) = reading_features([example("The tower is high.", None)], pairs)
    assert (feature.start, feature.end) == (0, 0)
    assert feature.ids[0] == pairs.tokenizer.cls_token_id


def test_question_and_passage_are_the_two_segments(pairs):
    (feature,) = reading_features([example("The tower is high.", None, "Towers")], pairs)
    decode = pairs.tokenizer.decode
    assert decode(feature.ids[feature.types == 0]) == "[CLS] when was it? [SEP]"
    assert decode(feature.ids[feature.types == 1]) == "towers the tower is high. [SEP]"
    assert feature.ids.shape == feature.types.shape


@pytest.mark.parametrize("length", [64, 320])
def test_of_a_long_passage_the_first_window_is_kept(tokens, length):
    pairs = pairs_for(tokens, length)
    early, late = example("In 1889. " + LONG, "1889"), example(LONG + "In 1889.", "1889")
    nothing = example(LONG, None)
    features = reading_features([early, late, nothing], pairs)
    assert [len(f.ids) for f in features] == [length, length]
    assert [f.start > 0 for f in features] == [True, False]


@pytest.mark.parametrize("batch", [1, 2, 2000])
def test_all_windows_of_a_long_passage_are_kept_and_the_answer_stands_where_it_is(pairs, batch):
    short, late = example("In 1889.", "1889"), example(LONG + "In 1889.", "1889", "A title")
    nothing = example(LONG, None)
    features, owners = reading_windows([short, late, nothing], pairs, batch)
    texts = [(e.question, pairs.passage(e.before, e.passage)) for e in (short, late, nothing)]
    windows, places = pairs.windows(texts)
    assert owners == places
    assert [f.ids.tolist() for f in features] == [w.ids for w in windows]
    assert min(owners.count(1), owners.count(2)) > 1
    # the last of the late one's windows is the only one that holds its answer
    found = [n for n, f in enumerate(features) if f.start > 0]
    assert found == [0, owners.index(2) - 1]
    for feature in (features[n] for n in found):
        said = feature.ids[feature.start : feature.end + 1]
        assert pairs.tokenizer.decode(said) == "1889"


def test_the_features_do_not_depend_on_how_many_are_tokenised_together(pairs, make_rows):
    made = list(make_examples([*make_rows(9), *make_rows(9, "zh")], NullShares(1, 1, 1), 0))
    together, alone = reading_features(made, pairs), reading_features(made, pairs, batch=1)
    by_seven = reading_features(iter(made), pairs, batch=7)
    assert len(together) == len(made)
    for one, other, third in zip(together, alone, by_seven, strict=True):
        assert (one.start, one.end) == (other.start, other.end) == (third.start, third.end)
        assert np.array_equal(one.ids, other.ids)
        assert np.array_equal(one.types, third.types)


def test_no_examples_give_no_features(pairs):
    assert reading_features([], pairs) == []
