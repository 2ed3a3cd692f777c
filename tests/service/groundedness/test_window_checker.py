"""Verdicts of the window checker, in both languages, and what must not change them."""

from collections.abc import Callable

import numpy as np
import pytest
import torch
from transformers import BertConfig, BertForSequenceClassification, BertTokenizer

from indexes.embedding.base import Embedder
from indexes.embedding.hashing import HashingEmbedder
from knowledge.errors import DeadlineExceededError
from knowledge.types import Evidence, Triple
from service.deadline import Deadline
from service.evidence import triple_evidence
from service.groundedness.base import Judgement
from service.groundedness.entailment import Entailment
from service.groundedness.pair_signals import Similarity, TrainedSignals
from service.groundedness.signals import SIGNALS, WIDE, view_claim
from service.groundedness.window_checker import WindowChecker, WindowLook
from service.models.network import Network
from service.models.pairs import PairEncoder

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


def _checker(embedder: Embedder) -> WindowChecker:
    return WindowChecker(WindowLook(Similarity(embedder)), "checked", "checker_signals")


def _trained(entailment: Entailment) -> WindowChecker:
    look = WindowLook(TrainedSignals(entailment))
    return WindowChecker(look, "checked", "checker_entailment")


@pytest.fixture(scope="module")
def checker() -> WindowChecker:
    return _checker(HashingEmbedder())


def _one(checker: WindowChecker, claim: str, evidence: list[Evidence]) -> Judgement:
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
    assert _one(_checker(encoder), claim, passages(text)).verdict == verdict


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


@pytest.fixture(scope="module")
def entailment() -> Callable[..., Entailment]:
    """A model for inference; random, or one that answers alike whatever it is given."""
    words = [
        "[PAD]",
        "[UNK]",
        "[CLS]",
        "[SEP]",
        *"it carries eight lanes of traffic . 长 城".split(),
    ]
    tokenizer = BertTokenizer({word: n for n, word in enumerate(words)})

    def make(*always: float) -> Entailment:
        torch.manual_seed(6)
        config = BertConfig(
            vocab_size=len(words), hidden_size=32, intermediate_size=32, num_hidden_layers=2,
            num_attention_heads=2, initializer_range=0.5,
        )  # fmt: skip
        config.num_labels = 3
        model = BertForSequenceClassification(config).eval()
        if always:
            head = model.get_submodule("classifier")
            with torch.no_grad():
                head.get_parameter("weight").zero_()
                head.get_parameter("bias").copy_(torch.tensor(always))
        return Entailment(Network("nli", model, PairEncoder(tokenizer), supported=0, refuted=2))

    return make


CLAIMS = ["It carries eight lanes.", "Of traffic.", "长城。"]


def _looks(look, claims, evidence):
    windows = look.windows_of(evidence)
    views = [view_claim(claim) for claim in claims]
    return [(view, look.best(view, windows)) for view in views]


def test_a_trained_checker_adds_log_odds_behind_the_plain_signals(passages, entailment):
    evidence = passages("It carries eight lanes of traffic. Traffic. Eight lanes. 长城.")
    plain = WindowLook(Similarity(HashingEmbedder()))
    trained = WindowLook(TrainedSignals(entailment()))
    assert plain.names == (*SIGNALS, "similarity")
    assert trained.names == (*SIGNALS, "entailment", "refutation")
    looks = _looks(trained, CLAIMS, evidence)
    tables = trained.table(looks)
    for (claim, windows), table, without in zip(looks, tables, plain.table(looks), strict=True):
        assert len(windows) == 2  # a passage of fewer sentences has no wide window
        np.testing.assert_array_equal(table[:, :-2], without[:, :-1])
        chances = entailment().score([(claim.text, w.text) for w in windows])
        np.testing.assert_allclose(1 / (1 + np.exp(-table[:, -2:])), chances, atol=3e-3)
    assert len({tuple(row) for table in tables for row in table[:, -2:].round(4).tolist()}) > 4


def test_a_trained_checker_reads_no_wide_window_twice(passages, entailment):
    look = WindowLook(TrainedSignals(entailment()))
    text = " ".join(f"Eight lanes of traffic, number {n}." for n in range(8))
    ((_, few),) = _looks(look, CLAIMS[:1], passages(text))
    assert [w.sentences for w in few] == [1, WIDE]
    ((_, more),) = _looks(look, CLAIMS[:1], passages(text, text))
    assert [(w.sentences, w.index) for w in more if w.wide] == [(WIDE, 0), (WIDE, 1)]


def test_a_second_close_window_is_read_where_no_wide_one_of_its_passage_holds_it(
    passages, entailment
):
    look = WindowLook(TrainedSignals(entailment()))
    long = " ".join(f"Eight lanes of traffic, number {n}." for n in range(8))
    ((_, apart),) = _looks(look, CLAIMS[:1], passages(long, "It carries eight lanes."))
    assert [(w.sentences, w.index) for w in apart] == [(1, 1), (1, 0), (WIDE, 0)]


def test_a_further_wide_window_says_about_as_much_of_the_claim(passages, entailment):
    look = WindowLook(TrainedSignals(entailment()))
    about = " ".join(f"It carries eight lanes, number {n}." for n in range(8))
    hardly = " ".join(f"Eight ships of the harbour, number {n}." for n in range(8))
    ((_, alone),) = _looks(look, CLAIMS[:1], passages(about, hardly))
    assert {w.index for w in alone if w.wide} == {0}
    ((_, both),) = _looks(look, CLAIMS[:1], passages(about, about.replace("number", "figure")))
    assert {w.index for w in both if w.wide} == {0, 1}


OWN_WORDS = "Eighty thousand cars cross it on a weekday."
SAME_WORDS = [f"The traffic report carries lanes of text, page {n}." for n in range(4)]


@pytest.mark.parametrize("trained", [False, True])
def test_a_passage_that_shares_no_word_with_a_claim_is_read_too(passages, entailment, trained):
    look = WindowLook(TrainedSignals(entailment()) if trained else Similarity(HashingEmbedder()))
    ((_, windows),) = _looks(look, CLAIMS[:1], passages(*SAME_WORDS, OWN_WORDS))
    assert {w.index for w in windows} == {0, 1, 2, 3, 4}
    ((_, alone),) = _looks(look, CLAIMS[:1], passages(OWN_WORDS))
    assert [w.text for w in windows if w.index == 4] == [alone[0].text]


def test_where_a_window_says_most_of_a_claim_no_other_passage_is_read(passages, entailment):
    look = WindowLook(TrainedSignals(entailment()))
    texts = ["It carries eight lanes.", *SAME_WORDS, OWN_WORDS]
    ((_, windows),) = _looks(look, CLAIMS[:1], passages(*texts))
    assert len(windows) == 2


def test_of_passages_that_say_as_little_the_first_are_read_as_far_as_there_is_room(
    passages, entailment
):
    look = WindowLook(TrainedSignals(entailment()))
    long = "Nothing of that is said here, " * 20  # 150 tokens, about
    texts = ["It carries lanes.", "Eight lanes.", *(f"{long}{n}." for n in range(5))]
    ((_, windows),) = _looks(look, CLAIMS[:1], passages(*texts))
    assert sorted(w.index for w in windows) == [0, 1, 2, 3]


def test_the_log_odds_of_certainty_are_six(passages, entailment):
    evidence = passages("It carries eight lanes.")
    look = WindowLook(TrainedSignals(entailment(50.0, 0.0, -50.0)))
    (table,) = look.table(_looks(look, CLAIMS[:1], evidence))
    assert table[0, -2:].tolist() == [6.0, -6.0]


def test_a_trained_checker_reads_the_context_of_a_window(entailment):
    look = WindowLook(TrainedSignals(entailment()))
    under = [Evidence(kind="passage", text="Of traffic.", context="Eight lanes")]
    (table,) = look.table(_looks(look, CLAIMS[:1], under))
    chances = entailment().score([(CLAIMS[0], "Eight lanes\nOf traffic.")])
    np.testing.assert_allclose(1 / (1 + np.exp(-table[:, -2:])), chances, atol=3e-3)


@pytest.mark.parametrize("trained", [False, True])
def test_without_windows_the_tables_are_empty(entailment, trained):
    look = WindowLook(TrainedSignals(entailment()) if trained else Similarity(HashingEmbedder()))
    tables = look.table(_looks(look, CLAIMS, []))
    assert [table.shape for table in tables] == [(0, len(look.names))] * 3


@pytest.mark.parametrize("trained", [False, True])
def test_claims_that_are_copies_are_supported_without_a_look(passages, entailment, trained):
    refuting = _trained(entailment(-9.0, -9.0, 9.0))
    checker = refuting if trained else _checker(HashingEmbedder())
    claims = ["It carries eight lanes of traffic.", "长城在太空中不可见。"]
    found = checker.check(claims, passages(EN, ZH))
    assert [(j.verdict, j.supporting, j.contradicting) for j in found] == [
        ("supported", (0,), ()),
        ("supported", (1,), ()),
    ]
    assert checker.check([], passages(EN)) == []


@pytest.mark.parametrize(
    ("claim", "text", "verdict"),
    [
        # half of the claim's terms are there: bridge and lanes of bridge, lanes, look, fine
        ("The bridge lanes look fine.", "The bridge has wide lanes.", "contradicted"),
        # a third: models for inference call much refuted that is about something else
        ("The bridge looks fine.", "The bridge has wide lanes.", "unsupported"),
        ("企鹅生活在南极。", "长城位于中国。", "unsupported"),
    ],
)
def test_what_a_model_refutes_counts_only_where_the_same_is_talked_about(
    passages, entailment, claim, text, verdict
):
    refuting = _trained(entailment(-9.0, -9.0, 9.0))
    judgement = _one(refuting, claim, passages("Coffee is hot.", text))
    assert judgement.verdict == verdict
    assert judgement.contradicting == ((1,) if verdict == "contradicted" else ())
    silent = _trained(entailment(-9.0, 9.0, -9.0))
    assert _one(silent, claim, passages("Coffee is hot.", text)).verdict != "contradicted"


def test_a_trained_checker_stops_at_the_deadline_too(passages, entailment):
    calls = iter(range(2))

    def check_twice() -> None:
        if next(calls):
            Deadline(cancelled=True).check()

    # asked once for the only claim, then between the passes of the model
    with pytest.raises(DeadlineExceededError):
        _trained(entailment()).check(CLAIMS[:1], passages(EN), check_twice)
