"""Verdicts of the shipped checker, in both languages, and what must not change them."""

import pytest
from service.groundedness.signal_checker import SignalChecker

from indexes.embedding.hashing import HashingEmbedder
from knowledge.errors import DeadlineExceededError
from knowledge.types import Evidence, Triple
from service.deadline import Deadline
from service.evidence import triple_evidence
from service.groundedness.base import Judgement

EN = (
    "The Harbour bridge in Sydney was opened in 1932 by Jack Lang. It carries eight lanes of "
    "traffic. The bridge increases property prices nearby."
)
ZH = "明长城总长度为8851公里。长城在太空中不可见。训练数据增加会提高准确率。"
VERDICTS = [
    # copied
    ("It carries eight lanes of traffic.", EN, "supported"),
    ("The Harbour bridge in Sydney was opened in 1932 by Jack Lang.", EN, "supported"),
    ("长城在太空中不可见。", ZH, "supported"),
    ("明长城总长度为8851公里。", ZH, "supported"),
    # said in other words
    ("The Harbour bridge was opened in Sydney in 1932.", EN, "supported"),
    ("明长城的总长度是8851公里。", ZH, "supported"),
    # another number
    ("The Harbour bridge in Sydney was opened in 1945 by Jack Lang.", EN, "contradicted"),
    ("It carries six lanes of traffic.", EN, "contradicted"),
    ("明长城总长度为6000公里。", ZH, "contradicted"),
    # negated
    ("The Harbour bridge in Sydney was not opened in 1932 by Jack Lang.", EN, "contradicted"),
    ("长城在太空中可见。", ZH, "contradicted"),
    # the opposite word
    ("The bridge decreases property prices nearby.", EN, "contradicted"),
    ("训练数据增加会降低准确率。", ZH, "contradicted"),
    # something else
    ("Penguins live in Antarctica.", EN, "unsupported"),
    ("企鹅生活在南极。", ZH, "unsupported"),
    ("Penguins live in Antarctica.", ZH, "unsupported"),
]
NOISE = [
    *(f"Chapter {n} is about gardens: soil, water and tomatoes in summer." for n in range(10)),
    *(f"第{n}章介绍园艺知识，包括土壤和番茄的浇水方法。" for n in range(10)),
]


@pytest.fixture(scope="module")
def checker():
    return SignalChecker(HashingEmbedder())


def _one(checker: SignalChecker, claim: str, evidence: list[Evidence]) -> Judgement:
    (judgement,) = checker.check([claim], evidence)
    return judgement


@pytest.mark.parametrize(("claim", "text", "verdict"), VERDICTS)
def test_verdicts(checker, passages, claim, text, verdict):
    judgement = _one(checker, claim, passages(text))
    assert judgement.verdict == verdict
    assert judgement.supporting == ((0,) if verdict == "supported" else judgement.supporting)
    assert judgement.contradicting == ((0,) if verdict == "contradicted" else ())


@pytest.mark.model
@pytest.mark.parametrize(("claim", "text", "verdict"), VERDICTS)
def test_verdicts_with_the_packaged_encoder(encoder, passages, claim, text, verdict):
    assert _one(SignalChecker(encoder), claim, passages(text)).verdict == verdict


@pytest.mark.parametrize(("claim", "text", "verdict"), VERDICTS)
@pytest.mark.parametrize("where", ["before", "after"])
def test_irrelevant_passages_change_nothing(checker, passages, claim, text, verdict, where):
    alone = _one(checker, claim, passages(text))
    order = [*NOISE, text] if where == "before" else [text, *NOISE]
    among = _one(checker, claim, passages(*order))
    assert among.verdict == alone.verdict
    assert abs(among.support - alone.support) <= 0.05
    if alone.verdict == "supported":
        assert among.supporting[0] == order.index(text)


@pytest.mark.parametrize(
    ("triple", "claim", "verdict"),
    [
        (("LoRA", "introduced by", "Edward Hu"), "LoRA was introduced by Edward Hu.", "supported"),
        (
            ("LoRA", "introduced by", "Edward Hu"),
            "LoRA was introduced by Tim Dettmers.",
            "contradicted",
        ),
        (("长城", "长度", "8851 公里"), "长城 — 长度 — 8851 公里", "supported"),
        (("长城", "长度", "8851 公里"), "长城的长度是 6000 公里。", "contradicted"),
    ],
)
def test_triples_support_and_conflict(checker, passages, triple, claim, verdict):
    evidence = [*passages(*NOISE), triple_evidence(Triple(*triple))]
    judgement = _one(checker, claim, evidence)
    assert judgement.verdict == verdict
    cited = judgement.supporting if verdict == "supported" else judgement.contradicting
    assert cited[0] == len(NOISE)


@pytest.mark.parametrize("claim", ["The bridge was opened in 1932.", "长城位于中国。"])
def test_without_evidence_nothing_is_supported(checker, claim):
    judgement = _one(checker, claim, [])
    assert (judgement.verdict, judgement.support, judgement.supporting) == ("unsupported", 0.0, ())


def test_one_judgement_a_claim_in_order(checker, passages):
    claims = ["Penguins live in Antarctica.", "It carries eight lanes of traffic."]
    found = checker.check(claims, passages(EN))
    assert [j.verdict for j in found] == ["unsupported", "supported"]
    assert checker.check([], passages(EN)) == []


def test_it_stops_at_the_deadline(checker, passages):
    gone = Deadline(cancelled=True)
    with pytest.raises(DeadlineExceededError):
        checker.check(["It carries eight lanes."], passages(EN), gone.check)
