"""What Chinese sentences state, and what is not taken from them."""

import pytest


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("李安出生于台湾屏东县。", ("李安", "出生地", "台湾屏东县")),
        ("李安生于1954年10月23日。", ("李安", "出生日期", "1954年10月23日")),
        ("清华大学位于北京市海淀区。", ("清华大学", "位于", "北京市海淀区")),
        ("清华大学创办于1911年。", ("清华大学", "创办时间", "1911年")),
        ("《卧虎藏龙》由李安执导。", ("卧虎藏龙", "执导者", "李安")),
        ("《卧虎藏龙》由周润发、杨紫琼主演。", ("卧虎藏龙", "主演", "杨紫琼")),
        ("巴黎是法国的首都。", ("法国", "首都", "巴黎")),
        ("他去过法国首都巴黎。", ("法国", "首都", "巴黎")),
        ("李安毕业于纽约大学。", ("李安", "毕业于", "纽约大学")),
        ("梯度检查点是一种节省显存的方法论。", ("梯度检查点", "是", "节省显存的方法论")),
        ("过拟合，又称过度拟合，是指模型记住了训练数据。", ("过拟合", "又称", "过度拟合")),
        ("牛市（Bull Market）是指价格走高的市场。", ("牛市", "外文名", "Bull Market")),
        (
            "大型语言模型（Large Language Model，简称LLM）是一种模型。",
            ("大型语言模型", "简称", "LLM"),
        ),
        ("臺北市位於臺灣北部。", ("臺北市", "位于", "臺灣")),
    ],
)
def test_what_is_stated(facts, text, expected):
    assert expected in facts(text)


@pytest.mark.parametrize(
    "text",
    [
        "李安不是演员。",
        "李安可能出生于台湾屏东县。",
        "如果李安毕业于纽约大学，他会高兴。",
        "据说李安出生于台湾屏东县。",
        "清华大学是否位于北京市？",
        "他毕业于纽约大学。",
    ],
)
def test_nothing_is_taken_from_denials_guesses_and_unknown_subjects(facts, text):
    assert facts(text) == []


def test_a_clause_without_a_subject_continues_the_one_before(facts):
    assert facts("李安，生于台湾屏东县，毕业于纽约大学。") == [
        ("李安", "出生地", "台湾屏东县"),
        ("李安", "毕业于", "纽约大学"),
    ]


def test_after_a_clause_that_was_not_understood_nothing_is_continued(facts):
    text = "李安走得很慢很慢，毕业于纽约大学。"
    assert ("李安", "毕业于", "纽约大学") not in facts(text)


def test_the_work_of_the_title_is_what_this_film_means(facts):
    text = "《卧虎藏龙》是一部武侠片。该片于2000年7月8日上映。"
    assert ("卧虎藏龙", "上映时间", "2000年7月8日") in facts(text, "卧虎藏龙")


def test_the_years_of_a_dynasty_are_no_life(facts):
    assert [f for f in facts("吞武里王朝（1769年－1782年）是王朝。") if "日期" in f[1]] == []
