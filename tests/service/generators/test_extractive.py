"""The extractive generator: which sentences it takes, how it joins them, what it points at."""

import pytest

from service.claims import split_claims
from service.generators.base import Draft
from service.generators.signals import find_candidates
from tests.service.generators.scripted import drafted


def test_the_best_sentence_word_for_word(passages):
    draft = drafted(
        "When?", passages("Coffee is hot.", "It is old. The bridge was opened in 1932."),
        ("The bridge was opened in 1932.", 3.0), ("Coffee is hot.", 1.0),
    )  # fmt: skip
    sentence = "The bridge was opened in 1932."
    assert draft == Draft(sentence, "1932", 0.8, marked=("1932",), stands_on=(1,))


@pytest.mark.parametrize(
    ("before", "sentence"),
    [
        ("The bridge is in Sydney.", "It was opened in 1932."),
        ("The bridge is in Sydney.", "However, trams left in 1958."),
        ("长城很长。", "它位于中国。"),
        ("长城很长。", "因此很有名。"),
    ],
)
def test_a_sentence_that_leans_on_the_one_before_brings_it_along(passages, before, sentence):
    separator = "" if before.endswith("。") else " "
    draft = drafted("?", passages(f"{before}{separator}{sentence}"), (sentence, 1.0))
    assert draft.text == f"{before}{separator}{sentence}"
    assert draft.stands_on == (0,)


def test_a_sentence_that_only_begins_alike_stands_alone(passages):
    draft = drafted("?", passages("Trains came. Italy has bridges."), ("Italy has bridges.", 1.0))
    assert draft.text == "Italy has bridges."


def test_lists_and_wrapped_lines_become_running_text(passages):
    text = "- The bridge was opened\n  in 1932."
    (candidate,) = find_candidates(passages(text))
    draft = drafted("When?", passages(text), (candidate.text, 1.0))
    assert draft.text == "The bridge was opened in 1932."


REMEDIES = (
    "Forgetting is common.\nThree remedies help:\n- replay\n- penalties\n- adapters\n\nEach costs."
)


@pytest.mark.parametrize("pointed", ["Three remedies help:", "- replay", "- adapters"])
def test_a_question_for_several_things_is_answered_with_the_whole_list(passages, pointed):
    evidence = passages("Coffee is hot.", REMEDIES)
    draft = drafted("What are the remedies?", evidence, (pointed, 2.0), ("Coffee is hot.", 1.9))
    assert [claim.text for claim in split_claims(draft.text)] == [
        "Three remedies help:",
        "replay",
        "penalties",
        "adapters",
    ]
    assert draft == Draft(draft.text, None, 0.8, marked=(), stands_on=(1,))


@pytest.mark.parametrize(
    ("question", "pointed", "text"),
    [
        ("Which is cheap?", "- penalties", "penalties"),
        ("What are the costs?", "Each costs.", "Each costs."),
    ],
)
def test_a_question_for_one_thing_or_beside_a_list_is_answered_with_a_sentence(
    passages, question, pointed, text
):
    assert drafted(question, passages(REMEDIES), (pointed, 2.0)).text == text


def test_a_chinese_question_for_several_things_is_answered_with_the_whole_list(passages):
    evidence = passages("遗忘很常见。\n缓解方法有：\n1. 经验回放\n2. 正则化\n其余无效。")
    draft = drafted("遗忘有哪些缓解方法？", evidence, ("2. 正则化", 1.0))
    assert draft.text.split() == ["缓解方法有：", "经验回放", "正则化"]


def test_nothing_found_is_an_empty_draft():
    assert drafted("?", []) == Draft("", answerability=0.0)
