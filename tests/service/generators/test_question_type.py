"""What a question asks for, and what in a text could be one, in both languages."""

import pytest

from service.generators.question_type import answer_type, candidates_of_type


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("When was the bridge opened?", "date"),
        ("In which year was LoRA published?", "date"),
        ("How long ago was that?", "date"),
        ("LoRA 是哪一年提出的？", "date"),
        ("这座桥什么时候通车？", "date"),
        ("How many lanes are there?", "number"),
        ("How much steel was used?", "number"),
        ("What percentage of the weights is trained?", "number"),
        ("What learning rate is used?", "number"),
        ("有几个阶段？", "number"),
        ("一共有多少公里？", "number"),
        ("长城有多长？", "number"),
        ("Who introduced LoRA?", "name"),
        ("Where was it published?", "name"),
        ("Which company made it?", "name"),
        ("谁提出了 LoRA？", "name"),
        ("是哪家公司做的？", "name"),
        ("它叫什么？", "name"),
        ("Why does it forget?", "reason"),
        ("How does LoRA work?", "reason"),
        ("为什么会遗忘？", "reason"),
        ("如何缓解遗忘？", "reason"),
        ("What is LoRA?", "definition"),
        ("Define overfitting.", "definition"),
        ("什么是灾难性遗忘？", "definition"),
        ("奖励欺骗是什么意思？", "definition"),
        ("Is LoRA fast?", "other"),
        ("长城可见吗？", "other"),
        ("", "other"),
    ],
)
def test_the_kind_of_answer(question, kind):
    assert answer_type(question) == kind


@pytest.mark.parametrize(
    ("kind", "text", "question", "values"),
    [
        ("date", "It was opened in 1932.", "", ["1932"]),
        ("date", "It was opened in March 1932 and closed 1999.", "", ["March 1932", "1999"]),
        ("date", "于1989年6月提出，2021年发表。", "", ["1989年6月", "2021年"]),
        ("date", "It has 8851 rooms.", "", []),
        ("number", "It has eight lanes and 39,000 tonnes.", "", ["eight", "39,000"]),
        ("number", "About 5% or 3 million.", "", ["5%", "3 million"]),
        ("number", "分为三个阶段，共8851公里。", "", ["三个", "8851"]),
        ("number", "Version v2a.", "", []),
        ("name", "It was described by Edward Hu in 2021.", "", ["Edward Hu"]),
        ("name", "Bridges are old.", "", []),
        ("name", "由Edward Hu在2021年提出", "", ["Edward Hu"]),
        ("name", "低秩适配即LoRA。", "", ["LoRA"]),
        ("name", "由清华大学和《自然》发表", "", ["由清华大学", "《自然》"]),
        ("definition", "LoRA is a method.", "", []),
        ("other", "Anything 5 Goes.", "", []),
        # what the question gives is no answer
        ("name", "LoRA was described by Edward Hu.", "Who described LoRA?", ["Edward Hu"]),
        ("number", "In 2021 it had 7 layers.", "How many layers in 2021?", ["7"]),
    ],
)
def test_spans_that_could_be_the_answer(kind, text, question, values):
    spans = candidates_of_type(kind, text, question)
    assert [text[start:end] for start, end in spans] == values
