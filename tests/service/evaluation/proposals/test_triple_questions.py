"""Questions of triples: put the way the predicate wants it, all its values as answers."""

import pytest

from knowledge.types import Triple
from service.evaluation.proposals.triple_questions import proposal_of


@pytest.mark.parametrize(
    ("subject", "predicate", "value", "question"),
    [
        ("LoRA", "introduced by", "Edward Hu", "Who introduced LoRA?"),
        ("LoRA", "introduced in", "2021", "When was LoRA introduced?"),
        ("LoRA", "published at", "ICLR 2022", "Where was LoRA published?"),
        ("QLoRA", "uses", "NormalFloat", "What does QLoRA use?"),
        ("Pile", "size", "825 GiB", "What is the size of Pile?"),
        ("Marie Curie", "placeOfBirth", "Warsaw", "What is the place of birth of Marie Curie?"),
        ("BF16", "exponent bits", "8", "How many exponent bits does BF16 have?"),
        ("FSDP", "part of", "PyTorch", "What is FSDP a part of?"),
        ("EWC", "提出者", "Kirkpatrick", "EWC的提出者是谁？"),
        ("EWC", "提出年份", "2017", "EWC的提出年份是哪一年？"),
        ("GLM", "参数量", "1300 亿", "GLM的参数量是多少？"),
        ("EWC", "使用", "费舍尔信息矩阵", "EWC使用什么？"),
        ("校准", "衡量指标", "期望校准误差", "校准的衡量指标是什么？"),
    ],
)
def test_a_predicate_becomes_a_question(subject, predicate, value, question):
    proposal = proposal_of([Triple(subject, predicate, value)])
    assert proposal is not None
    assert (proposal.found.question, proposal.found.answers) == (question, (value,))


def test_every_value_is_an_answer_and_stands_in_what_is_shown():
    group = [Triple("QLoRA", "uses", "NormalFloat"), Triple("QLoRA", "uses", "paged optimizers")]
    proposal = proposal_of(group)
    assert proposal is not None
    assert proposal.found.answers == ("NormalFloat", "paged optimizers")
    assert proposal.sentence.splitlines() == [triple.verbalise() for triple in group]
    assert "one of several" in proposal.found.note


@pytest.mark.parametrize(
    ("subject", "predicate", "value"),
    [
        ("低秩适配", "别名", "LoRA"),
        ("LoRA", "alias", "Low-Rank Adaptation"),
        ("LoRA", "goes to", "weights"),
        ("GLM-130B", "parameter count", "130B"),
        ("A very long sentence. And another", "size", "3"),
    ],
)
def test_other_names_and_given_answers_are_not_asked(subject, predicate, value):
    assert proposal_of([Triple(subject, predicate, value)]) is None
