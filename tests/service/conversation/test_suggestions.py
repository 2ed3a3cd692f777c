"""Titles, tags and follow-up questions: short, in the language of the conversation."""

import pytest

from service.conversation.suggestions import follow_ups, tags, title
from service.conversation.turns import Turn
from tests.hostile import LONG, in_linear_time


def _asked(*questions):
    return [turn for q in questions for turn in (Turn("user", q), Turn("assistant", "Yes."))]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Who introduced LoRA?", "Who Introduced LoRA"),
        ("can you tell me about catastrophic forgetting", "Catastrophic Forgetting"),
        ("How many bytes per parameter does Adam need in mixed precision?",
         "Bytes Per Parameter Adam Mixed"),
        ("Hello!", "New Chat"),
        ("什么是灾难性遗忘？", "什么是灾难性遗忘"),
        ("请问混合精度训练为什么要放大损失呢？", "混合精度训练为什么要放大损失"),
        ("我想知道公司规定的年假在入职满一年之后到底可以休几天？", "公司规定的年假"),
        ("a" * 500, "A" + "a" * 79),
        ("", "New Chat"),
        ("？", "New Chat"),
    ],
)  # fmt: skip
def test_titles(question, expected):
    made = title(_asked(question))
    assert made == expected
    assert len(made.split()) <= 5


@pytest.mark.parametrize("run", ["？", "和", "a ", " "])
def test_the_title_of_a_long_question_is_made_in_linear_time(run):
    with in_linear_time():
        assert title(_asked("低秩适配" + run * (LONG // len(run)) + "如何"))


def test_tags_are_the_topics_most_asked_about():
    said = _asked("Who introduced LoRA?", "What is catastrophic forgetting?", "Is LoRA fast?")
    assert tags(said) == ["LoRA", "Catastrophic forgetting"]
    assert tags(_asked("什么是灾难性遗忘？", "怎么缓解？")) == ["灾难性遗忘"]
    assert tags(_asked("Hello")) == ["General"]


def test_follow_ups_are_about_the_last_topic():
    said = _asked("What is LoRA?", "When was the Harbour bridge opened?", "How long is it?")
    assert follow_ups(said)[0] == "What else do the documents say about the Harbour bridge?"
    assert follow_ups(_asked("明长城有多长？"))[1] == "明长城有哪些局限？"
    assert len(follow_ups([])) == 3
