"""What Chinese rules read: one sentence in, a question and its answers out."""

import pytest

from service.evaluation.proposals.reading_rules import proposals_of


@pytest.fixture
def read(passage):
    """Rule, question and first answer of everything found in a text."""

    def run(text, title=""):
        found = [p.found for p in proposals_of([passage(text, title)])]
        return [(f.rule, f.question, f.answers[0]) for f in found]

    return run


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "iCaRL 由 Rebuffi 等人在 2017 年提出，只保留部分样例。",
            [
                ("agent", "iCaRL是由谁提出的？", "Rebuffi 等人"),
                ("date", "iCaRL是哪一年提出的？", "2017 年"),
            ],
        ),
        (
            "1989 年 McCloskey 与 Cohen 首次描述了灾难性遗忘。",
            [("date", "哪一年McCloskey与Cohen首次描述了灾难性遗忘？", "1989 年")],
        ),
        (
            "PEFT 库在 2023 年 2 月发布。",
            [("date", "PEFT库在什么时候发布？", "2023 年 2 月")],
        ),
        ("NF4 共有 16 个取值。", [("amount", "NF4共有多少个取值？", "16 个")]),
        ("LwF 的蒸馏温度取 2。", [("amount", "LwF的蒸馏温度取多少？", "2")]),
        (
            "回放数据占训练语料的 10% 到 30%。",
            [],
        ),
        ("三元桥站位于北京市朝阳区。", [("place", "三元桥站位于哪里？", "北京市朝阳区")]),
    ],
)
def test_facts(read, sentence, expected):
    assert read(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "灾难性遗忘是指模型忘记旧任务的现象。",
            ("definition", "什么是灾难性遗忘？", "模型忘记旧任务的现象"),
        ),
        ("矢井田瞳是日本女性创作型歌手。", ("definition", "矢井田瞳是谁？", "日本女性创作型歌手")),
        (
            "弹性权重巩固（EWC）对参数施加惩罚。",
            ("expansion", "弹性权重巩固的英文缩写是什么？", "EWC"),
        ),
        (
            "提示微调（Prompt Tuning）很省。",
            ("expansion", "提示微调的英文名称是什么？", "Prompt Tuning"),
        ),
        ("LoRA（低秩适配）很省。", ("expansion", "LoRA的中文名称是什么？", "低秩适配")),
        ("黑鹦嘴鱼又称颈斑鹦哥鱼。", ("other_name", "黑鹦嘴鱼又称什么？", "颈斑鹦哥鱼")),
        ("贴扎技术用于伤害的处理。", ("purpose", "贴扎技术用于什么？", "伤害的处理")),
        ("株洲北站的前身是田心车站。", ("attribute", "株洲北站的前身是什么？", "田心车站")),
        (
            "QLoRA 的训练速度较慢，因为每次计算都要反量化。",
            ("reason", "为什么QLoRA的训练速度较慢？", "每次计算都要反量化"),
        ),
        (
            "QLoRA 有三项技术：NF4 数据类型、双重量化和分页优化器。",
            ("list", "QLoRA有哪三项技术？", "NF4 数据类型、双重量化和分页优化器"),
        ),
        (
            "赫哲诸语言包括奇勒恩语、奥罗克语和乌尔奇语。",
            ("list", "赫哲诸语言包括哪些？", "奇勒恩语、奥罗克语和乌尔奇语"),
        ),
        (
            "回放法保留一部分旧数据，与新数据混合训练。",
            ("function", "回放法是怎么做的？", "保留一部分旧数据，与新数据混合训练"),
        ),
        (
            "评测集: C-Eval; 年份: 2023; 规模: 13948 题; 发布方: 上海交通大学",
            ("cell", "C-Eval的规模是多少？", "13948 题"),
        ),
    ],
)
def test_meanings(read, sentence, expected):
    assert expected in read(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "它由 Rebuffi 等人在 2017 年提出。",
        "该方法由 Rebuffi 等人在 2017 年提出。",
        "这称为自蒸馏回放。",
        "校区位于广州市番禺区。",
        "办法有两个：重算和回放。",
        "1968 年毕业于哈尔滨工业大学。",
        "常用的节奏型又称锣鼓点。",
        "序列长度从 2048 增加到 8192 时会变慢。",
        "诺定咸郡是 34 个非都市郡之一。",
        "如果 A 和 B 都为零，模型无法训练。",
        "国际计划是一个组织。",
    ],
)
def test_what_points_elsewhere_or_says_nothing_is_not_asked(read, sentence):
    assert read(sentence) == []


def test_a_pronoun_stands_for_the_title_when_the_sentence_before_is_about_it(read):
    text = "连续批处理很常见。它用于提高吞吐量。"
    assert read(text, "连续批处理") == [("purpose", "连续批处理用于什么？", "提高吞吐量")]
    assert read("显卡很贵。它用于提高吞吐量。", "连续批处理") == []
