"""Particulars of a text by rule: numbers, names, negation, opposites, in both languages."""

import pytest

from service.groundedness.facts import facts_of, opposed


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("opened in 1932", {(1932, "")}),
        ("1,234,567.5 tonnes", {(1234567.5, "")}),
        ("3 million and 2.5 thousand", {(3e6, ""), (2500, "")}),
        ("1.5 billion", {(1.5e9, "")}),
        ("5%", {(5, "%")}),
        ("5 percent", {(5, "%")}),
        ("5 per cent", {(5, "%")}),
        ("５％", {(5, "%")}),
        ("16 GB", {(16, "gb")}),
        ("16GiB", {(16, "gb")}),
        ("4 bits and 4-bit", {(4, "bit"), (4, "")}),
        ("twenty tasks", {(20, "")}),
        ("3.5万人", {(35000, "")}),
        ("1.75 亿", {(1.75e8, "")}),
        ("2021年6月", {(2021, ""), (6, "")}),
        ("三种方法", {(3, "")}),
        ("两个阶段", {(2, "")}),
        ("第十二层", {(12, "")}),
        ("三十五人", {(35, "")}),
        ("二十个", {(20, "")}),
        ("二〇二一年", {(2021, "")}),
        ("二零二一年", {(2021, "")}),
        # longer numerals are not read, and never as their last part
        ("一百二十个", set()),
        ("version v2a", set()),
        ("十分重要", set()),
        ("nothing here", set()),
    ],
)
def test_numbers_with_their_scale_and_unit(text, numbers):
    assert facts_of(text).numbers == numbers


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("3 million", "3,000,000"),
        ("5 percent", "5%"),
        ("3万", "30000"),
        ("三个", "3 个"),
        ("eight lanes", "8 lanes"),
    ],
)
def test_the_same_number_written_differently(one, other):
    assert facts_of(one).numbers == facts_of(other).numbers != frozenset()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("It was written by Edward Hu at Microsoft.", {"edward", "hu", "microsoft"}),
        ("The bridge is old.", set()),
        ("Bridges are old.", set()),
        ("LoRA and GPT-4 are models.", {"lora", "gpt-4"}),
        ("it was Bradfield's design", {"bradfield"}),
        ("由Edward Hu提出", {"edward", "hu"}),
        ("LoRA由微软提出", {"lora"}),
        ("McCloskey和Cohen在1989年描述", {"mccloskey", "cohen"}),
    ],
)
def test_names_are_capitalised_words_that_do_not_only_open_a_sentence(text, names):
    assert facts_of(text).names == names


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("LoRA does not change the speed.", True),
        ("LoRA doesn't change the speed.", True),
        ("LoRA doesn’t change the speed.", True),
        ("It never rains.", True),
        ("It cannot run.", True),
        ("It fails to run.", True),
        ("It runs without a key.", True),
        ("Nobody came.", True),
        ("It is not without merit.", False),
        ("Notable knots.", False),
        ("LoRA changes the speed.", False),
        ("长城不可见。", True),
        ("模型没有遗忘。", True),
        ("他从未来过。", False),  # 未来 is taken out as a neutral word
        ("不是没有遗忘。", False),
        ("并非如此。", True),
        # words that hold a negating character and do not negate
        ("不仅快而且省。", False),
        ("不同的方法非常多。", False),
        ("无监督学习。", False),
        ("未来的模型。", False),
    ],
)
def test_an_odd_number_of_negations_negates(text, negated):
    assert facts_of(text).negated is negated


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The loss increases.", "The loss decreases."),
        ("It came before the war.", "It came after the war."),
        ("A faster model.", "A slower model."),
        ("All models improve.", "Some models improve."),
        ("训练数据增加", "训练数据减少"),
        ("准确率提高", "准确率降低"),
        ("早于1989年", "晚于1989年"),
        ("最大的模型", "最小的模型"),
    ],
)
def test_opposites_are_opposed_both_ways(one, other):
    assert opposed(one, other)
    assert opposed(other, one)
    assert not opposed(one, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The loss increases.", "The loss is large."),
        ("It rises and falls.", "It falls."),
        ("数据增加会减少错误", "减少错误"),
        ("企鹅", "番茄"),
    ],
)
def test_what_says_both_or_neither_is_not_opposed(one, other):
    assert not opposed(one, other)


def test_an_endless_numeral_is_no_number_and_no_error():
    assert facts_of("九" * 5000 + "个").numbers == frozenset()
    assert facts_of("十二个").numbers == {(12.0, "")}
