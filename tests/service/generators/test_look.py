"""What is known of the sentences of evidence, without and with a trained reader."""

import numpy as np
import pytest

from indexes.embedding.added import SHIPPED
from indexes.embedding.hashing import HashingEmbedder
from knowledge.errors import DeadlineExceededError
from knowledge.types import Evidence
from service.deadline import Deadline
from service.generators import signals
from service.generators.base import Question
from service.generators.closer import look_closely
from service.generators.look import CLOSE_NAMES, SPAN_NAMES, SentenceLook, span_text
from service.generators.signals import Candidate, find_candidates, lexical_signals
from service.generators.spans import FLOOR, Span, SpanScorer, shares
from service.models.network import load_network

EMBEDDER = HashingEmbedder()
PLAIN = SentenceLook(EMBEDDER)


def _question(text: str, **given) -> Question:
    return Question(text, lambda term: 0.5, **given)


def _columns(look: SentenceLook, found) -> dict[str, list[float]]:
    return dict(zip(look.names, found.table.T.tolist(), strict=True))


def test_without_a_reader_there_are_plain_signals_and_no_spans(passages):
    question = _question("When was the bridge opened?")
    evidence = passages("The bridge was opened in 1932. It is long.", "长城很老。")
    found = PLAIN(question, evidence)
    assert PLAIN.names == signals.NAMES
    assert found.candidates == find_candidates(evidence)
    assert found.spans == [None, None, None]
    expected = lexical_signals(question, evidence, found.candidates)
    lexical = [n for n, name in enumerate(PLAIN.names) if "similarity" not in name]
    np.testing.assert_array_equal(found.table[:, lexical], expected[:, lexical])


@pytest.mark.parametrize("readable", [1.0, 0.5, 0.0])
def test_similarity_weighs_as_much_as_the_question_can_be_read(passages, readable):
    text = "When was the bridge opened?"
    found = PLAIN(
        _question(text, readable=readable),
        passages("The bridge was opened in 1932. It is long.", "Coffee is hot."),
    )
    columns = _columns(PLAIN, found)
    vectors = EMBEDDER.encode([text, *(c.text for c in found.candidates)])
    similar = (vectors[1:] @ vectors[0] * readable).tolist()
    assert columns["similarity"] == pytest.approx(similar, abs=2e-3)  # kept in half precision
    best = max(similar[:2])
    assert columns["passage_similarity"] == pytest.approx([best, best, similar[2]], abs=2e-3)
    assert (max(similar) > 0.3) is (readable > 0)


def test_a_reader_adds_where_it_points_and_how_surely(passages, scorer):
    question = _question("When was the bridge opened?")
    evidence = passages(
        "The bridge was opened in 1932. It is long.", "长城很老。", "Coffee is hot."
    )
    look = SentenceLook(EMBEDDER, scorer)
    found = look(question, evidence)
    spans = scorer.score(question.text, evidence, find_candidates(evidence))
    assert look.names == (*signals.NAMES, *SPAN_NAMES)
    assert found.spans == spans
    columns = _columns(look, found)
    assert columns["span"] == pytest.approx([max(-12, min(12, s.log_odds)) / 5 for s in spans if s])
    assert columns["span_share"] == pytest.approx(shares(spans).tolist())
    assert 0.0 < sum(columns["span_share"]) < 1.0
    plain = PLAIN(question, evidence)
    np.testing.assert_array_equal(found.table[:, : len(signals.NAMES)], plain.table)


def test_spans_that_say_the_same_agree_wherever_they_stand(passages, scorer):
    evidence = passages(
        "It is opened in 1932.", "It is opened in 1932.", "長城很老。", "长城很老。"
    )
    look = SentenceLook(EMBEDDER, scorer)
    found = look(_question("When was it opened?"), evidence)
    columns = _columns(look, found)
    share, agreement = columns["span_share"], columns["span_agreement"]
    said = [span_text(c, s) for c, s in zip(found.candidates, found.spans, strict=True)]
    assert said[0] == said[1] != said[3]
    assert agreement[:2] == pytest.approx([share[0] + share[1]] * 2)
    # written otherwise, said alike
    assert agreement[2:] == pytest.approx([share[2] + share[3]] * 2)


@pytest.mark.parametrize("place", [0, 17, 39])
@pytest.mark.parametrize("trained", [False, True])
def test_of_many_sentences_those_are_looked_at_that_share_most_with_the_question(
    passages, scorer, trained, place
):
    texts = [f"Coffee {n} is hot." for n in range(40)]
    texts[place] = "The bridge was opened in 1932."
    look = SentenceLook(EMBEDDER, scorer if trained else None)
    found = look(_question("When was the bridge opened?"), passages(*texts))
    assert len(found.candidates) == len(found.spans) == len(found.table) == 24
    assert texts[place] in [c.text for c in found.candidates]
    order = [c.index for c in found.candidates]
    assert order == sorted(order)
    if trained:
        spans = scorer.score(
            "When was the bridge opened?", passages(*texts), find_candidates(passages(*texts))
        )
        assert found.spans == [spans[n] for n in order]


@pytest.mark.parametrize("trained", [False, True])
def test_no_evidence_is_an_empty_table(passages, scorer, trained):
    look = SentenceLook(EMBEDDER, scorer if trained else None)
    nothing: list[list[Evidence]] = [[], passages("", " \n ")]
    for evidence in nothing:
        found = look(_question("When?"), evidence)
        assert (found.candidates, found.spans) == ([], [])
        assert found.table.shape == (0, len(look.names))


def test_an_order_moves_sentences_with_their_signals_and_spans(passages, scorer):
    look = SentenceLook(EMBEDDER, scorer)
    evidence = passages("The bridge is long.", "It was opened in 1932.", "长城很老。")
    found = look(_question("When was it opened?"), evidence)
    moved = found.order([2, 0])
    assert [c.index for c in moved.candidates] == [2, 0]
    assert moved.spans == [found.spans[2], found.spans[0]]
    np.testing.assert_array_equal(moved.table, found.table[[2, 0]])


@pytest.mark.parametrize("trained", [False, True])
def test_it_stops_at_the_deadline(passages, scorer, trained):
    look = SentenceLook(EMBEDDER, scorer if trained else None)
    gone = Deadline(cancelled=True)
    with pytest.raises(DeadlineExceededError):
        look(_question("When?", check=gone.check), passages("It was opened in 1932."))


@pytest.mark.parametrize(
    ("span", "text"), [(Span(3, 7, 1.0), "1932"), (Span(0, 2, 0.0), "In"), (None, "")]
)
def test_the_text_of_a_span_is_counted_from_the_start_of_its_sentence(span, text):
    assert span_text(Candidate(0, 40, 48, "In 1932.", ""), span) == text


def test_a_sentence_is_read_once_more_on_request(passages, scorer):
    question = _question("When was the bridge opened?")
    look, evidence = SentenceLook(EMBEDDER, scorer), passages("It is long. It opened in 1932.")
    found = look(question, evidence).order([1, 0])
    for candidate in found.candidates:
        again = look_closely(scorer, question.text, evidence, candidate)
        expected = np.clip(again, FLOOR, -FLOOR) / 5
        assert dict(found.closely(candidate)) == {
            name: pytest.approx(value, abs=0.01)
            for name, value in zip(CLOSE_NAMES, expected.tolist(), strict=True)
        }


def test_without_a_reader_nothing_is_read_once_more(passages):
    found = PLAIN(_question("When was it?"), passages("It was in 1932."))
    assert found.closely(found.candidates[0]) == {}


def test_what_is_said_of_another_thing_of_a_similar_name_counts_least(passages):
    question = _question("Who introduced LoRA?")
    look = SentenceLook(EMBEDDER, SpanScorer(load_network("reader", SHIPPED)))
    evidence = passages("QLoRA was introduced by Tim Dettmers. LoRA was introduced by Edward Hu.")
    found = look(question, evidence)
    scores = [span.log_odds for span in found.spans if span]
    assert scores[0] == FLOOR
    assert scores[1] > 0
    near = [found.closely(candidate)["span_near"] for candidate in found.candidates]
    assert near[0] == FLOOR / 5
    assert near[1] > 0
