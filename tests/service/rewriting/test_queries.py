"""Questions in other words: what is only chatter is left out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.rewriting.queries import without_chatter


@pytest.mark.parametrize(
    ("question", "core"),
    [
        ("Hi there, I was wondering if you could please tell me: When was it opened? Thanks!",
         "When was it opened?"),
        ("Hello! I'm new here and my supervisor asked me to prepare a talk for Thursday. When was "
         "it opened? Many thanks for your help!", "When was it opened?"),
        ("Good morning everyone, sorry to bother you, do you happen to know when it was opened?",
         "when it was opened?"),
        ("大家好，我是刚入职的新人，领导让我周五之前交一份报告，麻烦帮我看一下：长城有多长？谢谢啦！",
         "长城有多长？"),
        ("你好，请问你知道长城有多长？", "长城有多长？"),
        ("您好，不好意思打扰一下，我想请问一下，长城有多长？非常感谢！", "长城有多长？"),
    ],
)  # fmt: skip
def test_greetings_politeness_and_what_the_asker_tells_of_himself_are_left_out(question, core):
    assert without_chatter(question) == core


@pytest.mark.parametrize(
    "question",
    [
        "When was the Harbour bridge opened?",
        "Which biases do LLM judges suffer from according to Zheng et al.?",
        "I'm asking about Vienna, not Paris. How tall is the tower?",
        "I have 8 GPUs. How many bytes fit?",
        "We use LoRA. How many weights are trained?",
        "我问的是故宫。长城有多长？",
        "我用的是LoRA。训练多少参数？",
        "Thanks a lot!",
        "请问",
        "?",
    ],
)
def test_what_narrows_a_question_down_stays(question):
    assert without_chatter(question) == question


@given(st.text(max_size=300))
def test_whatever_is_asked_something_is_left_to_search(question):
    assert without_chatter(question).strip() or not question.strip()


def test_a_long_hostile_question_costs_no_time():
    for piece in ("你好", "thanks ", "I could you ", "：", "Hi.", "帮我", "。我", "A? "):
        without_chatter(piece * (4000 // len(piece)))
