"""The short answer beside a sentence: what the reader points at, or the value asked for."""

import pytest

from knowledge.types import Triple
from service.evidence import triple_evidence
from tests.service.generators.scripted import drafted


def test_a_triple_answers_with_its_object():
    item = triple_evidence(Triple("长城", "位于", "中国"))
    draft = drafted("长城位于哪里？", [item], (item.text, 1.0))
    assert (draft.text, draft.short_answer) == ("长城 — 位于 — 中国", "中国")


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("Who was the first president of Egypt?", "Mohamed Morsi"),
        ("Of what was Mohamed Morsi the first president?", "Egypt"),
        ("Who was Mohamed Morsi, first president of Egypt?", "Egypt"),
        ("Who was the first president?", "Egypt"),
    ],
)
def test_a_triple_answers_with_the_end_that_the_question_does_not_name(question, short):
    item = triple_evidence(Triple("Mohamed Morsi", "first president of", "Egypt"))
    assert drafted(question, [item], (item.text, 1.0)).short_answer == short


@pytest.mark.parametrize(
    ("question", "sentence", "short"),
    [
        ("How many lanes?", "The bridge carries eight lanes.", "eight"),
        ("How many lanes?", "The bridge carries eight lanes and two rails.", None),
        ("Is it old?", "The bridge was opened in 1932.", None),
        ("明长城有多少公里？", "明长城总长度为8851公里。", "8851"),
    ],
)
def test_a_short_answer_is_the_only_value_of_the_kind_asked_for(
    passages, question, sentence, short
):
    assert drafted(question, passages(sentence), (sentence, 1.0)).short_answer == short


@pytest.mark.parametrize(
    ("question", "sentence", "span", "short"),
    [
        # a span is taken where rules would find no value, or another one
        ("Is it old?", "The bridge was opened in 1932.", "opened in 1932", "opened in 1932"),
        ("How many rails?", "The bridge has eight lanes and two rails.", "two", "two"),
        ("长城有多长？", "明长城总长度为8851公里。", "8851公里", "8851公里"),
        # as running text
        ("When?", "It was opened in\n  spring of 1932.", "in\n  spring", "in spring"),
    ],
)
def test_the_span_that_the_reader_points_at_is_the_short_answer(
    passages, question, sentence, span, short
):
    draft = drafted(question, passages(sentence), (sentence, 1.0), spans={sentence: span})
    assert (draft.short_answer, draft.marked) == (short, (short,))
    assert draft.text == " ".join(sentence.split())


@pytest.mark.parametrize(
    ("question", "span", "short"),
    [
        ("When was the Oslo Tower opened?", "1801", "1801"),
        ("When was the Oslo Tower opened?", None, "1801"),
        ("How high is the Oslo Tower?", "300 metres", "300 metres"),
    ],
)
def test_dashes_around_a_clause_make_no_triple_of_a_sentence(passages, question, span, short):
    sentence = "The Oslo Tower — opened in 1801 — is 300 metres high."
    spans = {sentence: span} if span else {}
    draft = drafted(question, passages(sentence), (sentence, 1.0), spans=spans)
    assert (draft.text, draft.short_answer) == (sentence, short)


def test_a_triple_whose_subject_has_dashes_answers_with_its_object():
    item = triple_evidence(Triple("Oslo — Bergen — line", "opened in", "1909"))
    assert drafted("When?", [item], (item.text, 1.0)).short_answer == "1909"


def test_a_triple_answers_with_its_object_whatever_the_reader_points_at():
    item = triple_evidence(Triple("长城", "位于", "中国"))
    draft = drafted("长城位于哪里？", [item], (item.text, 1.0), spans={item.text: "位于"})
    assert draft.short_answer == "中国"
