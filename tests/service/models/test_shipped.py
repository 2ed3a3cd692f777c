"""The weights that come with Footing do in both languages what they are for, offline."""

from pathlib import Path

import pytest

from indexes.embedding import shipped as embedder_files
from indexes.embedding.sentence_transformer import SentenceTransformerEmbedder
from knowledge.types import Evidence
from service.bootstrap import make_checker
from service.bootstrap_generators import make_reader
from service.config import Settings
from service.generators.base import Question
from service.generators.look import span_text
from service.generators.reader import Reader
from service.groundedness.base import Checker
from service.models.network import shipped_folder

pytestmark = pytest.mark.model
EN = (
    "The Harbour bridge in Sydney was opened in 1932 after eight years of work. It carries eight "
    "lanes of traffic. The engineer John Bradfield oversaw the construction."
)
ZH = (
    "明长城总长度为8851公里，由国家文物局于2009年公布。"
    "灾难性遗忘由McCloskey和Cohen在1989年首次描述。"
)
NOISE = [
    *(f"Chapter {n} is about gardens: soil, water and tomatoes in summer." for n in range(6)),
    *(f"第{n}章介绍园艺知识，包括土壤和番茄的浇水方法。" for n in range(6)),
]
CLAIMS = [
    ("The bridge was opened to traffic in 1932.", EN, True),
    ("The bridge was opened in 1945.", EN, False),
    ("John Bradfield was in charge of building the bridge.", EN, True),
    ("The bridge has six lanes.", EN, False),
    ("明长城全长8851公里。", ZH, True),
    ("明长城全长6000公里。", ZH, False),
    ("灾难性遗忘在1989年被首次描述。", ZH, True),
    ("灾难性遗忘在2009年被首次描述。", ZH, False),
]


# Said in words of its own, among passages that share more words with the claim than it does.
OWN_WORDS = [
    (
        "Daily rhythms in living things were noticed over two thousand years ago.",
        "The earliest recorded account of a circadian process dates from the 4th century B.C.E., "
        "when a ship's captain described leaf movements of the tamarind tree.",
        [f"Two gardens, {n} years ago: things living in soil need daily water." for n in range(4)],
    ),
    (
        "这座桥的通车时间是上世纪三十年代初。",
        "大桥于1932年3月正式开放。",
        [f"第{n}章：上世纪这座花园的开放时间。" for n in range(4)],
    ),
]


@pytest.fixture(scope="module")
def reader(encoder: SentenceTransformerEmbedder) -> Reader:
    return make_reader(Settings(), encoder)


@pytest.fixture(scope="module")
def checker(encoder: SentenceTransformerEmbedder) -> Checker:
    return make_checker(Settings(), encoder)


def passages(*texts: str) -> list[Evidence]:
    return [Evidence(kind="passage", text=text) for text in texts]


def test_all_shipped_weights_together_stay_small():
    folders = (shipped_folder("reader").parent, embedder_files.FOLDER)
    weights = [path for folder in folders for path in folder.rglob("*.safetensors")]
    assert len(weights) == 3
    assert sum(path.stat().st_size for path in weights) < 60e6


@pytest.mark.parametrize("kind", ["reader", "checker"])
def test_weights_are_safetensors_beside_config_and_tokens(kind):
    names = {path.name for path in Path(shipped_folder(kind)).iterdir()}
    assert names == {"config.json", "model.safetensors", "tokens.txt"}


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("When was the Harbour bridge opened?", "1932"),
        ("How many lanes does the bridge carry?", "eight"),
        ("Who oversaw the construction of the bridge?", "John Bradfield"),
        ("明长城总长度是多少？", "8851公里"),
        ("谁首次描述了灾难性遗忘？", "McCloskey和Cohen"),
    ],
)
def test_the_reader_points_at_the_answer_among_passages_of_both_languages(reader, question, answer):
    reading = reader.read(Question(question, lambda _: 1.0), passages(*NOISE, EN, ZH))
    best = reading.found[0]
    assert span_text(best.candidate, best.span).removesuffix(" lanes") == answer


@pytest.mark.parametrize(
    ("answered", "unanswered"),
    [
        ("When was the Harbour bridge opened?", "When was the Harbour bridge demolished?"),
        ("Who oversaw the construction of the bridge?", "Who paid for the bridge?"),
        ("明长城总长度是多少？", "明长城的平均高度是多少？"),
    ],
)
def test_what_the_passages_do_not_say_is_less_likely_answered(reader, answered, unanswered):
    said, missing = (
        reader.read(Question(q, lambda _: 1.0), passages(EN, ZH)).answerability
        for q in (answered, unanswered)
    )
    assert said > missing + 0.2


@pytest.mark.parametrize(("claim", "evidence", "supported"), CLAIMS)
def test_the_checker_tells_what_follows_from_what_does_not(checker, claim, evidence, supported):
    (judgement,) = checker.check([claim], passages(evidence))
    assert (judgement.verdict == "supported") is supported


@pytest.mark.parametrize(("claim", "evidence", "supported"), CLAIMS)
def test_irrelevant_passages_do_not_move_a_verdict(checker, claim, evidence, supported):
    del supported
    (alone,) = checker.check([claim], passages(evidence))
    (among,) = checker.check([claim], passages(*NOISE, evidence, *NOISE[::-1]))
    assert among.support == pytest.approx(alone.support, abs=0.05)
    assert among.contradiction == pytest.approx(alone.contradiction, abs=0.05)
    assert among.verdict == alone.verdict


@pytest.mark.parametrize(("claim", "evidence", "others"), OWN_WORDS)
def test_passages_that_share_words_with_a_claim_do_not_hide_the_one_that_says_it(
    checker, claim, evidence, others
):
    (alone,) = checker.check([claim], passages(evidence))
    (among,) = checker.check([claim], passages(*others, evidence))
    assert among.support >= alone.support - 0.05


@pytest.mark.xfail(reason="what shares most words of a claim passes for support (model card)")
@pytest.mark.parametrize(
    ("claim", "other"),
    [
        (
            "The company was founded by two brothers.",
            "Two brothers founded a choir in the village.",
        ),
        ("The hospital was opened in 1932.", "The museum of the town was opened in 1932."),
    ],
)
def test_a_passage_about_something_else_supports_nothing(checker, claim, other):
    (judgement,) = checker.check([claim], passages(other))
    assert judgement.verdict != "supported"
