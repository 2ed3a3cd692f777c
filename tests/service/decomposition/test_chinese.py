"""Which Chinese questions ask through others, and through which."""

import pytest

from service.decomposition.parts import Bridge, Comparison
from service.decomposition.plan import plan_of


@pytest.mark.parametrize(
    ("question", "first", "then"),
    [
        ("《红高粱》的导演出生在哪里？", "《红高粱》的导演是谁？", "甲出生在哪里？"),
        (
            "电影《霸王别姬》的导演毕业于哪所大学？",
            "电影《霸王别姬》的导演是谁？",
            "甲毕业于哪所大学？",
        ),
        ("法国的首都有多少人口？", "法国的首都是什么？", "甲有多少人口？"),
        ("鲁迅的妻子的出生地是哪里？", "鲁迅的妻子是谁？", "甲的出生地是哪里？"),
        ("徐陵的祖父是谁？", "徐陵的父亲是谁？", "甲的父亲是谁？"),
        ("请问华为的创始人毕业于哪里？", "华为的创始人是谁？", "甲毕业于哪里？"),
    ],
)
def test_a_question_through_a_role_asks_who_has_it_first(question, first, then):
    plan = plan_of(question)
    assert isinstance(plan, Bridge)
    assert (plan.first, plan.then("甲")) == (first, then)


@pytest.mark.parametrize(
    "question",
    [
        "李白的父亲是谁？",
        "《红高粱》的导演叫什么名字？",
        "波旁尼克手抄本的作者可能是谁？",
        "索尼的父亲和叔父受谁重用过？",
        "《Go车志》的创办人及主持人是谁？",
        "曹文埴出任过什么书的总裁官？",
        "灾难性遗忘的原因是什么？",
        "明长城总长度是多少公里？",
    ],
)
def test_a_question_that_asks_for_one_thing_is_left_whole(question):
    assert plan_of(question) is None


@pytest.mark.parametrize(
    ("question", "parts", "choice"),
    [
        (
            "鲁迅和茅盾谁出生更早？",
            ("鲁迅是什么时候出生的？", "茅盾是什么时候出生的？"),
            "earliest",
        ),
        ("鲁迅与茅盾谁后去世？", ("鲁迅是什么时候去世的？", "茅盾是什么时候去世的？"), "latest"),
        (
            "故宫和颐和园哪个先建成？",
            ("故宫是什么时候建成的？", "颐和园是什么时候建成的？"),
            "earliest",
        ),
        (
            "《红高粱》和《活着》的导演谁年龄更大？",
            ("《红高粱》的导演是什么时候出生的？", "《活着》的导演是什么时候出生的？"),
            "earliest",
        ),
        (
            "清华大学和北京大学都在同一个城市吗？",
            ("清华大学属于哪个城市？", "北京大学属于哪个城市？"),
            "same",
        ),
    ],
)
def test_a_comparison_asks_the_same_of_both(question, parts, choice):
    plan = plan_of(question)
    assert isinstance(plan, Comparison)
    assert (plan.questions, plan.choice) == (parts, choice)


@pytest.mark.parametrize(
    ("question", "questions", "choice"),
    [
        (
            "A100 和 H100 哪个的显存带宽更大？",
            ("A100的显存带宽是多少？", "H100的显存带宽是多少？"),
            "most",
        ),
        ("甲国与乙国的人口哪个更少？", ("甲国的人口是多少？", "乙国的人口是多少？"), "least"),
        ("长江和黄河哪条更长？", ("长江有多长？", "黄河有多长？"), "most"),
        ("A100和H100哪块更轻一些？", ("A100有多重？", "H100有多重？"), "least"),
    ],
)
def test_amounts_of_two_things_are_compared(question, questions, choice):
    plan = plan_of(question)
    assert isinstance(plan, Comparison)
    assert (plan.questions, plan.choice) == (questions, choice)


@pytest.mark.parametrize(
    "question", ["结巴分词和 LTP 哪个分得更准？", "甲和乙谁更多？", "甲和乙哪个更好？"]
)
def test_what_no_amount_decides_is_not_compared(question):
    assert not isinstance(plan_of(question), Comparison)
