"""Chinese conversations about documents: what the last question asks, and what is left alone."""

import pytest

from service.conversation.condense import condense
from service.conversation.turns import Turn

Exchange = tuple[str, str]

FORGETTING: Exchange = (
    "什么是灾难性遗忘？",
    "灾难性遗忘是指模型在学习新任务后忘记旧任务的现象。[1]\n\n**来源**\n\n"
    "- [1] [灾难性遗忘](http://localhost/v1/documents/f)：过拟合是另一回事。",
)
WALL: Exchange = ("明长城的总长度是多少？", "明长城总长度为8851公里。")
LORA: Exchange = ("LoRA是谁提出的？", "LoRA由Edward Hu在2021年提出。")
WHO_LORA: Exchange = ("谁提出了LoRA？", "LoRA由Edward Hu等人在2021年提出。")
CUP: Exchange = ("2018年世界杯冠军是谁？", "2018年世界杯冠军是法国队。")
FRANCE: Exchange = ("法国的首都是哪里？", "法国的首都是巴黎。")
BRIDGE: Exchange = ("南京长江大桥是哪一年建成的？", "南京长江大桥建成于1968年。")
TWO: Exchange = ("LoRA和QLoRA有什么区别？", "QLoRA对基座模型做了量化。")
NOVEL: Exchange = ("谁写了红楼梦？", "曹雪芹写了《红楼梦》。")
UNKNOWN: Exchange = ("谁画了夜巡？", "我不知道")
SPEED: Exchange = ("LoRA会改变推理速度吗？", "LoRA不改变推理速度。")
REMEDY: Exchange = ("如何缓解灾难性遗忘？", "经验回放可以缓解灾难性遗忘。")
LEAVE: Exchange = ("年假可以休几天？", "入职满一年的员工可以休10天年假。")
MIXED: Exchange = ("混合精度训练为什么要放大损失？", "放大损失可以避免梯度下溢。")
FREEZES: Exchange = ("哪种方法冻结了原模型的权重？", "LoRA冻结了原模型的权重。")
PALACE: Exchange = ("故宫在哪里？", "故宫位于北京市中心。")
TRAVEL: Exchange = ("公司的差旅政策是什么？", "员工可以预订经济舱。")
PENICILLIN: Exchange = ("青霉素是谁发现的？", "青霉素由亚历山大·弗莱明在1928年发现。")
REVENUES: Exchange = ("2023年第三季度的营收是多少？", "2023年第三季度营收为320万元。")
PASSWORD: Exchange = ("怎么重置密码？", "打开设置，选择重置密码。")
BERLIN: Exchange = ("柏林墙是什么时候倒塌的？", "柏林墙于1989年倒塌。")
RAG: Exchange = ("RAG的流程有哪些步骤？", "RAG包括检索、重排和生成三个步骤。")
PHI: Exchange = ("Phi-2有多少参数？", "Phi-2有27亿参数。")


def asked(question: str, *before: Exchange) -> str:
    """What the question asks after these exchanges."""
    turns = [
        turn
        for exchange in before
        for turn in (Turn("user", exchange[0]), Turn("assistant", exchange[1]))
    ]
    return condense([*turns, Turn("user", question)]).question


@pytest.mark.parametrize(
    ("before", "question", "alone"),
    [
        # 换一个对象来问
        (CUP, "那2022年呢？", "2022年世界杯冠军是谁？"),
        (CUP, "2014年呢？", "2014年世界杯冠军是谁？"),
        (CUP, "那2014呢", "2014年世界杯冠军是谁？"),
        (FRANCE, "那德国呢？", "德国的首都是哪里？"),
        (WALL, "那秦长城呢？", "秦长城的总长度是多少？"),
        (LORA, "那QLoRA呢？", "QLoRA是谁提出的？"),
        (LORA, "QLoRA呢", "QLoRA是谁提出的？"),
        (WHO_LORA, "换成QLoRA呢？", "谁提出了QLoRA？"),
        (PHI, "那Phi-3呢？", "Phi-3有多少参数？"),
        (BRIDGE, "武汉长江大桥呢？", "武汉长江大桥是哪一年建成的？"),
        (FORGETTING, "那过拟合呢？", "什么是过拟合？"),
        (NOVEL, "那西游记呢？", "谁写了西游记？"),
        (LEAVE, "那病假呢？", "病假可以休几天？"),
        (PALACE, "那天坛呢？", "天坛在哪里？"),
        (PENICILLIN, "那胰岛素呢？", "胰岛素是谁发现的？"),
        (TRAVEL, "那商务舱呢？", "公司的差旅政策对商务舱是怎么规定的？"),
        (REVENUES, "那第四季度呢？", "2023年第四季度的营收是多少？"),
        (REVENUES, "利润呢？", "2023年第三季度的利润是多少？"),
        (REVENUES, "2022年呢？", "2022年第三季度的营收是多少？"),
        (PASSWORD, "那支付密码呢？", "怎么重置支付密码？"),
        # 它、他、这个、该、那里、当时、前者
        (FORGETTING, "它是谁提出的？", "灾难性遗忘是谁提出的？"),
        (FORGETTING, "它的原因是什么？", "灾难性遗忘的原因是什么？"),
        (FORGETTING, "这种现象是谁最早描述的？", "灾难性遗忘是谁最早描述的？"),
        (WALL, "它是什么时候修建的？", "明长城是什么时候修建的？"),
        (LORA, "它有什么优点？", "LoRA有什么优点？"),
        (LORA, "这个方法需要多少显存？", "LoRA需要多少显存？"),
        (LORA, "该方法支持中文吗？", "LoRA支持中文吗？"),
        (LORA, "他在哪里工作？", "Edward Hu在哪里工作？"),
        (WHO_LORA, "他还写过什么论文？", "Edward Hu还写过什么论文？"),
        (NOVEL, "他是哪个朝代的人？", "曹雪芹是哪个朝代的人？"),
        (LORA, "当时还有哪些方法？", "2021年还有哪些方法？"),
        (FRANCE, "它有多少人口？", "巴黎有多少人口？"),
        (FRANCE, "那里有多少人口？", "巴黎有多少人口？"),
        (PALACE, "那里门票多少钱？", "故宫门票多少钱？"),
        (BRIDGE, "这座大桥有多长？", "南京长江大桥有多长？"),
        (TWO, "后者是谁提出的？", "QLoRA是谁提出的？"),
        (TWO, "它们都支持中文吗？", "LoRA和QLoRA都支持中文吗？"),
        (UNKNOWN, "它是什么时候画的？", "夜巡是什么时候画的？"),
        (MIXED, "它能节省多少显存？", "混合精度训练能节省多少显存？"),
        (FREEZES, "它是谁提出的？", "LoRA是谁提出的？"),
        (PHI, "訓練它用了多少數據？", "训练Phi-2用了多少数据？"),
        (TRAVEL, "它适用于外包人员吗？", "公司的差旅政策适用于外包人员吗？"),
        (PENICILLIN, "他什么时候去世的？", "亚历山大·弗莱明什么时候去世的？"),
        (BERLIN, "为什么要修建它？", "为什么要修建柏林墙？"),
        (RAG, "它和微调有什么区别？", "RAG和微调有什么区别？"),
        # 省略了主语
        (TRAVEL, "谁来审批？", "公司的差旅政策谁来审批？"),
        (TRAVEL, "有例外吗？", "公司的差旅政策有例外吗？"),
        (BERLIN, "是谁下令修建的？", "柏林墙是谁下令修建的？"),
        (RAG, "能用在客服场景吗？", "RAG能用在客服场景吗？"),
        (RAG, "有开源实现吗？", "RAG有开源实现吗？"),
        (FORGETTING, "谁提出的？", "灾难性遗忘谁提出的？"),
        (FORGETTING, "怎么缓解？", "灾难性遗忘怎么缓解？"),
        (FORGETTING, "那怎么缓解呢？", "灾难性遗忘怎么缓解呢？"),
        (FORGETTING, "有哪些缓解方法？", "灾难性遗忘有哪些缓解方法？"),
        (FORGETTING, "为什么会发生？", "灾难性遗忘为什么会发生？"),
        (FORGETTING, "原因是什么？", "灾难性遗忘原因是什么？"),
        (WALL, "什么时候修建的？", "明长城什么时候修建的？"),
        (WALL, "有多高？", "明长城有多高？"),
        (BRIDGE, "谁设计的？", "南京长江大桥谁设计的？"),
        (LORA, "有什么优点？", "LoRA有什么优点？"),
        (LORA, "支持中文吗？", "LoRA支持中文吗？"),
        (WHO_LORA, "什么时候提出的？", "LoRA什么时候提出的？"),
        (LEAVE, "需要提前申请吗？", "年假需要提前申请吗？"),
        (LEAVE, "怎么申请？", "年假怎么申请？"),
        (TWO, "哪个更快？", "LoRA和QLoRA哪个更快？"),
        # 只说了一半
        (LORA, "什么时候？", "LoRA是什么时候提出的？"),
        (LORA, "是哪一年？", "LoRA是哪一年提出的？"),
        (WALL, "高度呢？", "明长城的高度是什么？"),
        (LORA, "优缺点呢？", "LoRA的优缺点是什么？"),
        (SPEED, "为什么？", "为什么LoRA不改变推理速度？"),
        (SPEED, "真的吗？", "LoRA会改变推理速度吗？"),
        (SPEED, "你确定吗？", "LoRA会改变推理速度吗？"),
        (FORGETTING, "详细说说", "详细介绍一下灾难性遗忘。"),
        (FORGETTING, "能详细解释一下吗？", "详细介绍一下灾难性遗忘。"),
        (FORGETTING, "继续", "详细介绍一下灾难性遗忘。"),
        (REMEDY, "还有别的方法吗？", "如何缓解灾难性遗忘？"),
        (REMEDY, "还有吗？", "如何缓解灾难性遗忘？"),
    ],
)
def test_a_follow_up_is_completed(before, question, alone):
    assert asked(question, before) == alone


@pytest.mark.parametrize(
    "question",
    [
        "什么是过拟合？",
        "谁发明了电话？",
        "谢谢",
        "好的，谢谢",
        "你好",
        "有哪些缓解灾难性遗忘的方法？",
        "明长城有多长？",
        "如何避免过拟合？",
        "QLoRA和全量微调有什么区别？",
        "LoRA有什么优点？",
        "其他参数高效微调方法有哪些？",
        "过拟合是什么，它怎么避免？",
        "这次会议什么时候召开？",
        "介绍一下混合精度训练",
        "数据集怎么划分？",
        "员工可以休几天年假？",
        "检索增强生成的流程是怎样的？",
        "哪些大模型支持中文？",
        "GPU显存不够怎么办？",
        "2023年的销售额是多少？",
        "报销流程是什么？",
        "红楼梦的作者是谁？",
        "中国有多少个省？",
        "吉他有几根弦？",
        "该怎么选择学习率？",
        "跷跷板效应是怎么产生的？",
        "北京今天天气怎么样？",
        "Who introduced espresso?",
    ],
)
@pytest.mark.parametrize("before", [LORA, BRIDGE])
def test_a_question_that_stands_alone_is_left_as_it_is(before, question):
    assert asked(question, before) == question


def test_follow_ups_of_follow_ups():
    before = (CUP, ("那2014年呢？", "德国队。"))
    assert asked("2010年呢？", *before) == "2010年世界杯冠军是谁？"
    before = (LORA, ("那QLoRA呢？", "QLoRA由Tim Dettmers在2023年提出。"))
    assert asked("他在哪里工作？", *before) == "Tim Dettmers在哪里工作？"
    assert asked("它有哪些优点？", *before) == "QLoRA有哪些优点？"


def test_a_new_subject_is_what_later_questions_lean_on():
    assert asked("有多长？", LORA, BRIDGE) == "南京长江大桥有多长？"


def test_the_subject_outlives_small_talk_and_refusals():
    before = (FORGETTING, ("谢谢", "不客气。"), ("谁提出的？", "我不知道"))
    assert asked("它有哪些影响？", *before) == "灾难性遗忘有哪些影响？"


def test_two_languages_in_one_conversation():
    english = ("What is LoRA?", "LoRA is a method that trains two small matrices.")
    assert asked("它是谁提出的？", english) == "LoRA是谁提出的？"
    assert asked("Who introduced it?", LORA) == "Who introduced LoRA?"


@pytest.mark.parametrize(
    "text", ["？", "它" * 120, "的" * 290, "那" * 200, "呢", "，，，", "是" * 250]
)
def test_odd_texts_do_no_harm(text):
    assert asked(text, BRIDGE, (text, text)).strip()
