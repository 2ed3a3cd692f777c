"""A model server that makes things up, behind the whole service with the trained checker."""

from collections.abc import Iterator

import pytest

from service.answer import Source
from service.bootstrap import Footing, build
from service.config import Settings
from service.pipeline import Ask
from tests.servers.model_server import ModelServer, model_server

EN = (
    "The Harbour bridge in Sydney was opened on 19 March 1932 by Jack Lang, the premier of New "
    "South Wales. It carries eight lanes of traffic and two railway tracks. The engineer John "
    "Bradfield oversaw the construction, which took eight years and cost 6.25 million pounds."
)
ZH = (
    "明长城总长度为8851公里，东起辽宁虎山，西至甘肃嘉峪关。长城由戚继光在1568年开始主持修缮。"
    "砖石墙体高约7.8米，底宽6.5米。1987年，长城被列入世界文化遗产。"
)
LIES = {
    "another name": (EN, "Who opened the Harbour bridge?", "Mary Penrose opened it in 1932 [1]."),
    "a name of the passage in another's place": (
        EN, "Who oversaw the construction?", "Jack Lang oversaw the construction of it [1]."),
    "another number": (EN, "How many lanes does it carry?", "It carries twelve lanes [1]."),
    "another date": (
        EN, "When was the bridge opened?", "The Harbour bridge was opened on 4 May 1947 [1]."),
    "another unit": (EN, "What did it cost?", "The construction cost 6.25 billion dollars [1]."),
    "the opposite": (
        EN, "Does it carry railway tracks?", "It carries no railway tracks at all [1]."),
    "a citation of nothing": (EN, "How high is the bridge?", "It is 134 metres high [7]."),
    "another language": (EN, "Who paid for the bridge?", "大桥由英国皇家银行出资修建。[1]"),
    "another name, Chinese": (ZH, "谁主持修缮了长城？", "长城由张居正在1568年开始主持修缮。[1]"),
    "another number, Chinese": (ZH, "明长城总长度是多少？", "明长城总长度为21196公里。[1]"),
    "another date, Chinese": (
        ZH, "长城何时被列入世界文化遗产？", "1999年，长城被列入世界文化遗产。[1]"),
    "another unit, Chinese": (ZH, "墙体有多高？", "砖石墙体高约7.8千米。[1]"),
    "the opposite, Chinese": (
        ZH, "长城是世界文化遗产吗？", "长城没有被列入世界文化遗产。[1]"),
    "a citation of nothing, Chinese": (ZH, "长城有多少座烽火台？", "长城有3357座烽火台。[9]"),
    "another language, Chinese": (
        ZH, "长城由谁投资？", "The Great Wall was paid for by a bank in London. [1]"),
}  # fmt: skip
TRUTHS = (
    (EN, "Who opened the Harbour bridge?", "Jack Lang opened the Harbour bridge in 1932 [1]."),
    (EN, "How many lanes does it carry?", "It carries eight lanes of traffic [1]."),
    (EN, "Who oversaw the construction?", "John Bradfield oversaw the construction [1]."),
    (ZH, "谁主持修缮了长城？", "长城由戚继光主持修缮。[1]"),
    (ZH, "明长城总长度是多少？", "明长城总长度为8851公里。[1]"),
    (ZH, "长城何时被列入世界文化遗产？", "长城在1987年被列入世界文化遗产。[1]"),
)


@pytest.fixture(scope="module")
def liar() -> Iterator[ModelServer]:
    with model_server() as server:
        yield server


@pytest.fixture(scope="module")
def footing(liar: ModelServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Footing]:
    made = build(
        Settings(
            data=tmp_path_factory.mktemp("lied"),
            generator="openai",
            model="liar",
            openai_base_url=liar.base_url,
        )
    )
    yield made
    made.close()


@pytest.mark.model
@pytest.mark.parametrize("kind", LIES)
def test_what_is_made_up_is_not_released(liar, footing, kind):
    passage, question, lie = LIES[kind]
    liar.says(lie)
    answer = footing.pipeline.ask(Ask(question, sources=[Source(text=passage)]))
    assert (answer.status, answer.claims) == ("abstained", [])
    assert answer.text in ("I don't know", "我不知道")


@pytest.mark.model
def test_what_is_true_is(liar, footing):
    released = []
    for passage, question, truth in TRUTHS:
        liar.says(truth)
        answer = footing.pipeline.ask(Ask(question, sources=[Source(text=passage)]))
        released.append(answer.status == "answered" and bool(answer.citations))
    assert sum(released) >= len(TRUTHS) - 1
