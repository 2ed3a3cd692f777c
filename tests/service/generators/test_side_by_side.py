"""Two sentences in a draft: different answers stand side by side, equal ones are said once."""

import pytest

from knowledge.types import Evidence, Triple
from service.claims import split_claims
from service.evidence import triple_evidence
from service.generators.base import Draft, Question
from service.generators.extractive import ExtractiveGenerator
from tests.service.generators.scripted import ScriptedReader, drafted

OPENED_1932 = "The bridge was opened in 1932."
OPENED_1945 = "They opened the bridge in 1945."


@pytest.mark.parametrize("spans", [{}, {OPENED_1932: "1932", OPENED_1945: "1945"}])
def test_passages_that_give_different_answers_are_released_side_by_side(passages, spans):
    draft = drafted(
        "When?",
        passages(OPENED_1932, "Coffee is hot.", OPENED_1945),
        (OPENED_1945, 2.0), (OPENED_1932, 1.5),
        spans=spans,
    )  # fmt: skip
    text = f"{OPENED_1945} {OPENED_1932}"
    assert draft == Draft(text, None, 0.8, marked=("1945", "1932"), stands_on=(2, 0))


def test_a_clearly_better_passage_is_released_alone_with_its_answer(passages):
    draft = drafted(
        "When?", passages(OPENED_1932, OPENED_1945), (OPENED_1945, 2.0), (OPENED_1932, 1.0),
        spans={OPENED_1932: "1932", OPENED_1945: "1945"},
    )  # fmt: skip
    assert draft == Draft(OPENED_1945, "1945", 0.8, marked=("1945",), stands_on=(1,))


def test_a_second_sentence_as_good_as_the_first_is_released_with_it(passages):
    evidence = passages("Coffee is hot.", "Tea is hot.", "Milk is cold.")
    scores = [("Coffee is hot.", 2.0), ("Tea is hot.", 1.5), ("Milk is cold.", 1.4)]
    draft = drafted("What is hot?", evidence, *scores)
    assert (draft.text, draft.stands_on) == ("Coffee is hot. Tea is hot.", (0, 1))
    scores[1:] = [("Tea is hot.", 0.9), ("Milk is cold.", 0.8)]
    assert drafted("What is hot?", evidence, *scores).text == "Coffee is hot."


def test_the_same_sentence_twice_is_said_once(passages):
    evidence = passages("Coffee is hot.", "Coffee is hot.")
    assert drafted("?", evidence, ("Coffee is hot.", 2.0)).text == "Coffee is hot."


@pytest.mark.parametrize(
    ("first", "second", "spans"),
    [
        # the same span in other words
        (OPENED_1932, "In 1932 the first trams came.", ("1932", "1932")),
        ("它位于長城。", "长城在这里。", ("長城", "长城")),
        ("It is in SYDNEY.", "Sydney has it.", ("SYDNEY", "Sydney")),
        # a sentence within the first
        ("In short: coffee is hot.", "coffee is hot.", None),
        # the first of several people, with the others or without
        ("Ann Lee et al. made it.", "Made by Ann Lee.", ("Ann Lee et al.", "Ann Lee")),
        (
            "It is by Ann Lee and her colleagues.",
            "Ann Lee made it.",
            ("Ann Lee and her colleagues", "Ann Lee"),
        ),
        ("由李安等人提出。", "李安提出。", ("李安等人", "李安")),
        # a triple whose object the first has said
        ("The bridge is in Sydney.", Triple("bridge", "located in", "Sydney"), None),
    ],
)
def test_equal_answers_are_not_repeated(first, second, spans):
    evidence = [
        triple_evidence(said) if isinstance(said, Triple) else Evidence(kind="passage", text=said)
        for said in (first, second)
    ]
    texts = [item.text for item in evidence]
    draft = drafted(
        "?", evidence, (texts[0], 2.0), (texts[1], 1.9),
        spans=dict(zip(texts, spans or (), strict=False)),
    )  # fmt: skip
    assert (draft.text, draft.stands_on) == (first, (0,))
    assert draft.short_answer == (spans[0] if spans else None)


@pytest.mark.parametrize(
    ("first", "second", "one"),
    [
        ("The war ended in 1945.", "It was over on 8 May 1945.", True),
        ("The war ended in May 1945.", "战争于1945年5月8日结束。", True),
        ("It ended in the 1940s.", "The war ended in 1945.", True),
        ("The war ended in 1944.", "It was over in May 1945.", False),
        ("There were 3.5 million of them.", "They were 3,500,000.", True),
    ],
)
def test_a_value_at_another_precision_is_the_same_answer(passages, first, second, one):
    values = ("8 May 1945", "May 1945", "1945年5月8日", "1940s", "1945", "1944", "3.5 million",
              "3,500,000")  # fmt: skip
    spans = {text: next(v for v in values if v in text) for text in (first, second)}
    draft = drafted("When?", passages(first, second), (first, 2.0), (second, 1.9), spans=spans)
    assert draft.stands_on == ((0,) if one else (0, 1))


def test_a_number_within_another_is_another_answer():
    first, second = (
        "The bridge was opened in 1938.",
        triple_evidence(Triple("bridge", "lanes", "8")),
    )
    evidence = [Evidence(kind="passage", text=first), second]
    draft = drafted("?", evidence, (first, 2.0), (second.text, 1.9))
    assert draft.stands_on == (0, 1)


@pytest.mark.parametrize("spans", [("1801", "1805"), ()])
def test_sentences_that_end_alike_behind_dashes_are_two_answers(passages, spans):
    first = "The Oslo Tower — opened in 1801 — is high."
    second = "The Oslo Tower — opened in 1805 — is high."
    draft = drafted(
        "When was it opened?", passages(first, second), (first, 2.0), (second, 1.9),
        spans=dict(zip((first, second), spans, strict=False)),
    )  # fmt: skip
    assert draft.stands_on == (0, 1)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("The café opened in 1990.", "The bar opened in 1991."),
        ("The café’s owner — “Zoë” — left.", "The bar opened in 1991."),
        ("长城很长。", "长城很老。"),
        ("长城很长！", "The wall is old."),
        ("a heading without an end", "The bar opened in 1991."),
        (
            "a long line of a list that has no full stop and goes on for a while",
            "another such line",
        ),
        ("长城 — 位于 — 中国", "长城很老。"),
    ],
)
def test_sentences_put_together_stay_separate_claims(passages, first, second):
    draft = drafted("?", passages(first, second), (first, 2.0), (second, 1.9))
    assert [claim.text for claim in split_claims(draft.text)] == [first, second]


def test_an_abbreviation_at_the_end_does_not_join_two_claims():
    triple = triple_evidence(Triple("LoRA", "introduced by", "Edward Hu et al."))
    sentence = "LoRA was presented by a team at Microsoft."
    passage = Evidence(kind="passage", text=sentence)
    reader = ScriptedReader((triple.text, 2.0), (sentence, 1.9))
    draft = ExtractiveGenerator(reader).generate(
        Question("Who introduced LoRA?", lambda _: 1.0), [triple, passage]
    )
    assert [claim.text for claim in split_claims(draft.text)] == [triple.text, sentence]


def test_a_triple_and_a_sentence_that_name_the_same_people_are_one_answer():
    triple = triple_evidence(Triple("LoRA", "introduced by", "Edward Hu et al."))
    sentence = "LoRA was introduced by Edward Hu and colleagues at Microsoft."
    passage = Evidence(kind="passage", text=sentence)
    for spans in ({}, {triple.text: "Edward Hu et al."}):
        draft = drafted(
            "Who introduced LoRA?", [triple, passage], (triple.text, 2.0), (sentence, 1.9),
            spans=spans | {sentence: "Edward Hu and colleagues at Microsoft"},
        )  # fmt: skip
        assert (draft.text, draft.short_answer) == (triple.text, "Edward Hu et al.")
