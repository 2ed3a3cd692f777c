"""Measures of answers and rankings, with numbers worked out by hand."""

import pytest

from service.evaluation.metrics.answers import (
    all_gold_at,
    contains,
    exact_match,
    f1,
    is_right,
    recall_at,
    tokens,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Eiffel Tower!", ["eiffel", "tower"]),
        ("an 1,000-layer ResNet", ["1", "000", "layer", "resnet"]),
        ("于2021年提出。", ["于", "2021", "年", "提", "出"]),
        ("ＬｏＲＡ（低秩）", ["lora", "低", "秩"]),
        ("", []),
    ],
)
def test_tokens_are_words_and_single_chinese_characters(text, expected):
    assert tokens(text) == expected


def test_exact_match_ignores_case_articles_and_punctuation():
    assert exact_match("the Tower.", ["Tower"]) == 1
    assert exact_match("Tower of London", ["Tower", "London"]) == 0


def test_f1_is_the_overlap_with_the_best_reference():
    # said: edward hu 2021; reference: edward j hu -> 2 common of 3 and 3
    assert f1("Edward Hu 2021", ["Edward J Hu", "nobody"]) == pytest.approx(2 * 2 / 6)
    # 提出年份 against 提出: 2 common of 4 and 2
    assert f1("提出年份", ["提出"]) == pytest.approx(2 * 2 / 6)


def test_an_abstention_is_right_exactly_when_there_is_no_answer():
    assert (f1("", []), exact_match("", [])) == (1, 1)
    assert (f1("", ["Paris"]), exact_match("", ["Paris"])) == (0, 0)
    assert f1("Paris", []) == 0


def test_contains_compares_whole_tokens():
    assert contains("It opened in 1932, they say.", "1932")
    assert not contains("It opened in 19324.", "1932")
    assert contains("蒸馏温度取 2。", "温度取2")
    assert not contains("anything", "...")


@pytest.mark.parametrize(
    ("text", "short", "references", "right"),
    [
        ("LoRA was introduced by Edward Hu in 2021.", None, ["2021"], True),
        ("LoRA was introduced by Edward Hu.", "2021", ["2021"], True),
        ("LoRA was introduced by Edward Hu.", None, ["2021"], False),
        ("LoRA was introduced by Edward Hu.", None, [], False),
    ],
)
def test_what_counts_as_right(text, short, references, right):
    assert is_right(text, short, references) is right


def test_recall_counts_distinct_documents_in_order():
    found = ["a", "a", "b", "c"]
    assert recall_at(1, found, ["a", "b"]) == 0.5
    assert recall_at(2, found, ["a", "b"]) == 1.0  # the second "a" is no second document
    assert recall_at(2, found, ["c"]) == 0.0
    assert (all_gold_at(2, found, ["a", "b"]), all_gold_at(2, found, ["a", "c"])) == (1.0, 0.0)
