"""The extractive generator: which sentences it takes, how it joins them, what it points at."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import pytest

from indexes.embedding.hashing import HashingEmbedder
from knowledge.errors import DeadlineExceededError
from knowledge.types import Evidence, Triple
from service.claims import split_claims
from service.deadline import Deadline
from service.evidence import triple_evidence
from service.generators.base import Draft, Question
from service.generators.extractive import ExtractiveGenerator
from service.generators.look import SentenceLook
from service.generators.reader import Pointed, Reading, SentenceReader
from service.generators.signals import find_candidates
from service.generators.spans import Span


class ScriptedReader:
    """Points at the sentences it is told, with the scores and within them the spans it is told."""

    name = "scripted"

    def __init__(
        self,
        *scores: tuple[str, float],
        spans: Mapping[str, str] = MappingProxyType({}),
        answerability: float = 0.8,
    ) -> None:
        self._scores = dict(scores)
        self._spans = spans
        self._answerability = answerability

    def read(self, question: Question, evidence: Sequence[Evidence]) -> Reading:
        found = [
            Pointed(c, self._scores[c.text], self._span(c.text))
            for c in find_candidates(evidence)
            if c.text in self._scores
        ]
        return Reading(sorted(found, key=lambda p: -p.score), self._answerability)

    def _span(self, sentence: str) -> Span | None:
        if sentence not in self._spans:
            return None
        start = sentence.index(self._spans[sentence])
        return Span(start, start + len(self._spans[sentence]), 1.0)


def _draft(question, evidence, *scores, **spans) -> Draft:
    generator = ExtractiveGenerator(ScriptedReader(*scores, **spans))
    return generator.generate(Question(question, lambda term: 0.5), evidence)


def test_the_best_sentence_word_for_word(passages):
    draft = _draft(
        "When?", passages("Coffee is hot.", "It is old. The bridge was opened in 1932."),
        ("The bridge was opened in 1932.", 3.0), ("Coffee is hot.", 1.0),
    )  # fmt: skip
    sentence = "The bridge was opened in 1932."
    assert draft == Draft(sentence, "1932", 0.8, marked=("1932",), stands_on=(1,))


@pytest.mark.parametrize(
    ("before", "sentence"),
    [
        ("The bridge is in Sydney.", "It was opened in 1932."),
        ("The bridge is in Sydney.", "However, trams left in 1958."),
        ("长城很长。", "它位于中国。"),
        ("长城很长。", "因此很有名。"),
    ],
)
def test_a_sentence_that_leans_on_the_one_before_brings_it_along(passages, before, sentence):
    separator = "" if before.endswith("。") else " "
    draft = _draft("?", passages(f"{before}{separator}{sentence}"), (sentence, 1.0))
    assert draft.text == f"{before}{separator}{sentence}"
    assert draft.stands_on == (0,)


def test_a_sentence_that_only_begins_alike_stands_alone(passages):
    draft = _draft("?", passages("Trains came. Italy has bridges."), ("Italy has bridges.", 1.0))
    assert draft.text == "Italy has bridges."


def test_a_second_sentence_as_good_as_the_first_is_released_with_it(passages):
    evidence = passages("Coffee is hot.", "Tea is hot.", "Milk is cold.")
    scores = [("Coffee is hot.", 2.0), ("Tea is hot.", 1.5), ("Milk is cold.", 1.4)]
    draft = _draft("What is hot?", evidence, *scores)
    assert (draft.text, draft.stands_on) == ("Coffee is hot. Tea is hot.", (0, 1))
    scores[1:] = [("Tea is hot.", 0.9), ("Milk is cold.", 0.8)]
    assert _draft("What is hot?", evidence, *scores).text == "Coffee is hot."


def test_the_same_sentence_twice_is_said_once(passages):
    evidence = passages("Coffee is hot.", "Coffee is hot.")
    assert _draft("?", evidence, ("Coffee is hot.", 2.0)).text == "Coffee is hot."


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
    draft = _draft("?", passages(first, second), (first, 2.0), (second, 1.9))
    assert [claim.text for claim in split_claims(draft.text)] == [first, second]


def test_lists_and_wrapped_lines_become_running_text(passages):
    text = "- The bridge was opened\n  in 1932."
    (candidate,) = find_candidates(passages(text))
    draft = _draft("When?", passages(text), (candidate.text, 1.0))
    assert draft.text == "The bridge was opened in 1932."


def test_a_triple_answers_with_its_object():
    item = triple_evidence(Triple("长城", "位于", "中国"))
    draft = _draft("长城位于哪里？", [item], (item.text, 1.0))
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
    assert _draft(question, [item], (item.text, 1.0)).short_answer == short


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
    assert _draft(question, passages(sentence), (sentence, 1.0)).short_answer == short


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
    draft = _draft(question, passages(sentence), (sentence, 1.0), spans={sentence: span})
    assert (draft.short_answer, draft.marked) == (short, (short,))
    assert draft.text == " ".join(sentence.split())


def test_a_triple_answers_with_its_object_whatever_the_reader_points_at():
    item = triple_evidence(Triple("长城", "位于", "中国"))
    draft = _draft("长城位于哪里？", [item], (item.text, 1.0), spans={item.text: "位于"})
    assert draft.short_answer == "中国"


OPENED_1932 = "The bridge was opened in 1932."
OPENED_1945 = "They opened the bridge in 1945."


@pytest.mark.parametrize("spans", [{}, {OPENED_1932: "1932", OPENED_1945: "1945"}])
def test_passages_that_give_different_answers_are_released_side_by_side(passages, spans):
    draft = _draft(
        "When?",
        passages(OPENED_1932, "Coffee is hot.", OPENED_1945),
        (OPENED_1945, 2.0), (OPENED_1932, 1.5),
        spans=spans,
    )  # fmt: skip
    text = f"{OPENED_1945} {OPENED_1932}"
    assert draft == Draft(text, None, 0.8, marked=("1945", "1932"), stands_on=(2, 0))


def test_a_clearly_better_passage_is_released_alone_with_its_answer(passages):
    draft = _draft(
        "When?", passages(OPENED_1932, OPENED_1945), (OPENED_1945, 2.0), (OPENED_1932, 1.0),
        spans={OPENED_1932: "1932", OPENED_1945: "1945"},
    )  # fmt: skip
    assert draft == Draft(OPENED_1945, "1945", 0.8, marked=("1945",), stands_on=(1,))


@pytest.mark.parametrize(
    ("first", "second", "spans"),
    [
        # the same span in other words
        (OPENED_1932, "In 1932 the first trams came.", ("1932", "1932")),
        ("它位于長城。", "长城在这里。", ("長城", "长城")),
        ("It is in SYDNEY.", "Sydney has it.", ("SYDNEY", "Sydney")),
        # a sentence within the first
        ("In short: coffee is hot.", "coffee is hot.", None),
        # a triple whose object the first has said
        ("The bridge is in Sydney.", "bridge — located in — Sydney", None),
    ],
)
def test_equal_answers_are_not_repeated(first, second, spans):
    evidence = [
        Evidence(kind="triple" if " — " in text else "passage", text=text)
        for text in (first, second)
    ]
    draft = _draft(
        "?", evidence, (first, 2.0), (second, 1.9),
        spans=dict(zip((first, second), spans or (), strict=False)),
    )  # fmt: skip
    assert (draft.text, draft.stands_on) == (first, (0,))
    assert draft.short_answer == (spans[0] if spans else None)


def test_a_number_within_another_is_another_answer():
    first, second = "The bridge was opened in 1938.", "bridge — lanes — 8"
    evidence = [Evidence(kind="passage", text=first), Evidence(kind="triple", text=second)]
    draft = _draft("?", evidence, (first, 2.0), (second, 1.9))
    assert draft.stands_on == (0, 1)


REMEDIES = (
    "Forgetting is common.\nThree remedies help:\n- replay\n- penalties\n- adapters\n\nEach costs."
)


@pytest.mark.parametrize("pointed", ["Three remedies help:", "- replay", "- adapters"])
def test_a_question_for_several_things_is_answered_with_the_whole_list(passages, pointed):
    evidence = passages("Coffee is hot.", REMEDIES)
    draft = _draft("What are the remedies?", evidence, (pointed, 2.0), ("Coffee is hot.", 1.9))
    assert [claim.text for claim in split_claims(draft.text)] == [
        "Three remedies help:",
        "replay",
        "penalties",
        "adapters",
    ]
    assert draft == Draft(draft.text, None, 0.8, marked=(), stands_on=(1,))


@pytest.mark.parametrize(
    ("question", "pointed", "text"),
    [
        ("Which is cheap?", "- penalties", "penalties"),
        ("What are the costs?", "Each costs.", "Each costs."),
    ],
)
def test_a_question_for_one_thing_or_beside_a_list_is_answered_with_a_sentence(
    passages, question, pointed, text
):
    assert _draft(question, passages(REMEDIES), (pointed, 2.0)).text == text


def test_a_chinese_question_for_several_things_is_answered_with_the_whole_list(passages):
    evidence = passages("遗忘很常见。\n缓解方法有：\n1. 经验回放\n2. 正则化\n其余无效。")
    draft = _draft("遗忘有哪些缓解方法？", evidence, ("2. 正则化", 1.0))
    assert draft.text.split() == ["缓解方法有：", "经验回放", "正则化"]


def test_nothing_found_is_an_empty_draft():
    assert _draft("?", []) == Draft("", answerability=0.0)


READER = SentenceReader(SentenceLook(HashingEmbedder()), "sentences", "reader_signals")


@pytest.mark.parametrize(
    ("question", "evidence", "best"),
    [
        (
            "When was the bridge opened?",
            ["Coffee is hot. Tea is cold.", "The bridge is long. The bridge was opened in 1932."],
            "The bridge was opened in 1932.",
        ),
        (
            "明长城总长度是多少公里？",
            ["咖啡很热。", "长城很老。明长城总长度为8851公里。"],
            "明长城总长度为8851公里。",
        ),
    ],
)
def test_the_shipped_reader_points_at_the_answer(passages, question, evidence, best):
    reading = READER.read(Question(question, lambda term: 0.5), passages(*evidence))
    assert reading.found[0].candidate.text == best
    assert 0.0 < reading.answerability < 1.0
    scores = [pointed.score for pointed in reading.found]
    assert scores == sorted(scores, reverse=True)
    assert {pointed.span for pointed in reading.found} == {None}


def test_a_reading_offers_five_sentences_at_most(passages):
    evidence = passages(*(f"The bridge number {n} was opened in {1900 + n}." for n in range(9)))
    reading = READER.read(Question("When was the bridge opened?", lambda term: 0.5), evidence)
    assert len(reading.found) == 5


def test_the_shipped_reader_finds_nothing_in_nothing():
    assert READER.read(Question("Why?", lambda term: 0.5), []) == Reading([], 0.0)


def test_the_shipped_reader_says_the_same_the_second_time(passages):
    question, evidence = Question("When was it?", lambda term: 0.5), passages("It was in 1932.")
    assert READER.read(question, evidence) == READER.read(question, evidence)


def test_the_shipped_reader_stops_at_the_deadline(passages):
    question = Question("When?", lambda term: 0.5, check=Deadline(cancelled=True).check)
    with pytest.raises(DeadlineExceededError):
        READER.read(question, passages("It was in 1932."))


def test_an_abbreviation_at_the_end_does_not_join_two_claims():
    triple = triple_evidence(Triple("LoRA", "introduced by", "Edward Hu et al."))
    sentence = "LoRA was presented by a team at Microsoft."
    passage = Evidence(kind="passage", text=sentence)
    reader = ScriptedReader((triple.text, 2.0), (sentence, 1.9))
    draft = ExtractiveGenerator(reader).generate(
        Question("Who introduced LoRA?", lambda _: 1.0), [triple, passage]
    )
    assert [claim.text for claim in split_claims(draft.text)] == [triple.text, sentence]
