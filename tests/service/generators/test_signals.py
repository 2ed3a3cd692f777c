"""Signals of a sentence for a question, with their arithmetic."""

import math
from collections.abc import Callable, Sequence

import pytest

from knowledge.types import Evidence, Triple
from service.evidence import triple_evidence
from service.generators.base import Question
from service.generators.signals import (
    NAMES,
    coverage,
    find_candidates,
    lexical_signals,
    missing_share,
    question_names,
)


def _signals(
    question: str,
    evidence: Sequence[Evidence],
    row: int = 0,
    rarity: Callable[[str], float] = lambda term: 0.5,
) -> dict[str, float]:
    table = lexical_signals(Question(question, rarity), evidence, find_candidates(evidence))
    return dict(zip(NAMES, table[row].tolist(), strict=True))


def test_every_sentence_of_a_passage_is_a_candidate_and_every_triple(passages):
    evidence = [*passages("It rains. It pours."), triple_evidence(Triple("a", "b", "c"))]
    candidates = find_candidates(evidence)
    assert [(c.index, c.text, c.before) for c in candidates] == [
        (0, "It rains.", ""),
        (0, "It pours.", "It rains."),
        (1, "a — b — c", ""),
    ]
    assert all(evidence[c.index].text[c.start : c.end] == c.text for c in candidates)


def test_coverage_is_weighed():
    assert coverage({"rare": 0.75, "common": 0.25}, {"rare"}) == 0.75
    assert coverage({}, {"rare"}) == 0.0


def test_where_the_terms_of_the_question_are(passages):
    # asked: bridge, open (weights equal); the sentence has `open`, the one before `bridge`
    evidence = passages("The bridge is in Sydney. It opened early. Trams came.")
    found = _signals("Bridge opened?", evidence, row=1)
    assert found["sentence_coverage"] == 0.5
    assert found["context_coverage"] == 1.0
    found = _signals("Bridge opened?", evidence, row=2)
    assert (found["sentence_coverage"], found["context_coverage"]) == (0.0, 0.5)
    assert found["passage_coverage"] == 1.0


def test_the_rarest_missing_term_counts_by_its_weight(passages):
    rarity = {"bridg": 0.2, "penguin": 0.9}
    found = _signals("bridge penguins", passages("The bridge."), 0, lambda t: rarity.get(t, 0.0))
    assert found["rarest_missing"] == pytest.approx(0.95)


def test_what_the_question_asks_for_is_there_or_not(passages):
    there = _signals("How many lanes?", passages("It has eight lanes."))
    assert (there["type_present"], there["type_absent"]) == (1.0, 0.0)
    absent = _signals("How many lanes?", passages("It has lanes."))
    assert (absent["type_present"], absent["type_absent"]) == (0.0, 1.0)
    untyped = _signals("Is it wide?", passages("It has lanes."))
    assert (untyped["type_present"], untyped["type_absent"]) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("question", "sentence", "defines"),
    [
        ("What is LoRA?", "LoRA is a method.", 1.0),
        ("What is LoRA?", "A method is LoRA.", 0.0),
        ("What is LoRA?", "LoRA changes weights.", 0.0),
        ("什么是灾难性遗忘？", "灾难性遗忘是指忘记旧任务。", 1.0),
        ("Who made LoRA?", "LoRA is a method.", 0.0),
    ],
)
def test_definitions(passages, question, sentence, defines):
    assert _signals(question, passages(sentence))["defines"] == defines


def test_rank_length_and_headings(passages):
    evidence = passages("One.", "# A heading", "Really?", "| a | b |")
    rows = [_signals("x", evidence, row) for row in range(4)]
    assert [r["rank"] for r in rows] == [1.0, 1 / 2, 1 / 3, 1 / 4]
    assert [r["is_heading_or_question"] for r in rows] == [0.0, 1.0, 1.0, 1.0]
    assert rows[0]["length"] == pytest.approx(math.log(5) / 5)


def test_a_triple_that_the_question_asks_for():
    item = triple_evidence(Triple("LoRA", "introduced by", "Edward Hu"))
    found = _signals("Who came up with LoRA?", [item])
    assert (found["is_triple"], found["triple_named"], found["triple_typed"]) == (1.0, 1.0, 1.0)
    assert found["triple_predicate"] > 0.5
    assert _signals("How large is LoRA?", [item])["triple_typed"] == -1.0
    assert _signals("Who?", [Evidence(kind="passage", text=item.text)])["is_triple"] == 0.0


def test_a_chinese_question_meets_a_predicate():
    item = triple_evidence(Triple("豆包", "发布机构", "字节跳动"))
    assert _signals("豆包是哪家公司做的？", [item])["triple_predicate"] == 1.0
    assert _signals("豆包有多少参数？", [item])["triple_predicate"] == 0.0


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Did Edward Hu use GPT-3 in 2021?", [["edward"], ["hu"], ["gpt", "3"], ["2021"]]),
        ("Who wrote it?", []),
        ("LoRA 用在 Qwen2 上吗？", [["lora"], ["qwen2"]]),
    ],
)
def test_names_in_a_question(question, names):
    assert question_names(question) == names


def test_missing_names():
    assert missing_share([["edward"], ["gpt", "3"]], {"edward", "gpt"}) == 0.5
    assert missing_share([], set()) == 0.0
