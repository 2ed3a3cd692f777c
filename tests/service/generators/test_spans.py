"""Spans of a reader whose weights are made by hand: the score of each word is known.

A BERT without layers gives a token the same logits wherever it stands, so that the best span of a
sentence, and its log-odds over nothing, can be worked out on paper.
"""

from collections.abc import Sequence
from math import exp, log
from string import ascii_lowercase
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.normalizers import Lowercase
from tokenizers.pre_tokenizers import Metaspace, Punctuation, Split
from tokenizers.pre_tokenizers import Sequence as Sequence_
from tokenizers.processors import TemplateProcessing
from transformers import (
    BertConfig,
    BertForQuestionAnswering,
    BertTokenizer,
    PreTrainedTokenizerFast,
)

from knowledge.errors import DeadlineExceededError
from knowledge.types import Evidence, Triple
from service.deadline import Deadline
from service.evidence import triple_evidence
from service.generators.signals import find_candidates
from service.generators.spans import FLOOR, LONGEST, Span, SpanScorer, shares
from service.models.network import Network
from service.models.pairs import PairEncoder

# Of a word: the logit that an answer starts with it, and that one ends with it.
SCORES = {
    "in": (1.0, -4.0),
    "march": (2.0, -1.0),
    "1932": (1.5, 3.0),
    "sydney": (3.0, 2.5),
    "长": (2.0, -3.0),
    "城": (-3.0, 2.0),
    "[CLS]": (0.5, 0.25),  # "nothing here"
}
NOTHING = sum(SCORES["[CLS]"])
_OTHERS = (-6.0, -6.0)
_PLAIN = ["[PAD]", "[UNK]", "[SEP]", "[MASK]", *ascii_lowercase, *".。—", "the", "it", "was"]
_VOCABULARY = {word: n for n, word in enumerate([*_PLAIN, *SCORES])}
# The same words with the mark of a space before them, as some tokenizers have them, and the mark.
_MARKED = [*_VOCABULARY, *(f"▁{word}" for word in _VOCABULARY), "▁"]
_WIDTH, _NORM = 8, 400.0


def _vector(start: float, end: float) -> list[float]:
    """Of mean 0 and a fixed length, so that the layer norm divides all vectors by the same."""
    rest = (_NORM - start**2 - end**2) ** 0.5
    return [start, -start, end, -end, rest, -rest, 0.0, 0.0]


def _network(max_length: int = 320, stride: int = 96, tokenizer: Any = None) -> Network:
    config = BertConfig(
        vocab_size=len(_MARKED), hidden_size=_WIDTH, num_hidden_layers=0, num_attention_heads=1
    )
    model = BertForQuestionAnswering(config).eval()
    vectors = [_vector(*SCORES.get(word.removeprefix("▁"), _OTHERS)) for word in _MARKED]
    scale = (2 * _NORM / _WIDTH) ** 0.5
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.zero_()
        embeddings = model.get_submodule("bert.embeddings")
        embeddings.get_parameter("word_embeddings.weight").copy_(torch.tensor(vectors))
        embeddings.get_parameter("LayerNorm.weight").fill_(1.0)
        head = model.get_submodule("qa_outputs").get_parameter("weight")
        head[0, 0] = head[1, 2] = scale
    tokenizer = tokenizer or BertTokenizer(_VOCABULARY)
    return Network("by hand", model, PairEncoder(tokenizer, max_length, stride))


SCORER = SpanScorer(_network())


def _score(evidence: Sequence[Evidence], scorer: SpanScorer = SCORER) -> list[Span | None]:
    return scorer.score("when was it", evidence, find_candidates(evidence))


def _odds(span: Span | None) -> float:
    assert span is not None
    return span.log_odds


def _said(evidence: Sequence[Evidence], found: Sequence[Span | None]) -> list[str]:
    """The words that the spans mark in their sentences."""
    return [
        candidate.text[span.start : span.end] if span else ""
        for candidate, span in zip(find_candidates(evidence), found, strict=True)
    ]


@pytest.mark.parametrize(
    ("sentence", "span", "score"),
    [
        ("It was in March 1932.", "March 1932", 2.0 + 3.0),
        ("It was in 1932.", "1932", 1.5 + 3.0),
        ("The Sydney x.", "Sydney", 3.0 + 2.5),
        ("Sydney in 1932.", "Sydney in 1932", 3.0 + 3.0),
        # an answer does not end before it starts: 1932 alone against March alone
        ("1932 March", "1932", 1.5 + 3.0),
        ("城长", "城", -3.0 + 2.0),
        ("长城。", "长城", 2.0 + 2.0),
    ],
)
def test_the_best_span_of_a_sentence_and_its_log_odds_over_nothing(passages, sentence, span, score):
    evidence = passages(sentence)
    (found,) = _score(evidence)
    assert _said(evidence, [found]) == [span]
    assert _odds(found) == pytest.approx(score - NOTHING, abs=1e-4)


def test_every_sentence_of_every_passage_has_a_span_of_its_own(passages):
    evidence = [
        *passages("It was in 1932. The x was in Sydney.", "长城。"),
        triple_evidence(Triple("x", "in", "Sydney")),
        *passages("March."),
    ]
    assert _said(evidence, _score(evidence)) == ["1932", "Sydney", "长城", "Sydney", "March"]


def _marking(apart: bool) -> PreTrainedTokenizerFast:
    """Counts the space before a word in with it, or has it as a token apart."""
    made = Tokenizer(WordLevel({word: n for n, word in enumerate(_MARKED)}, "[UNK]"))
    made.normalizer = Lowercase()
    mark = Split("▁", "isolated") if apart else Split("▁", "merged_with_next")
    made.pre_tokenizer = Sequence_([Metaspace(split=False), mark, Punctuation()])
    made.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[(word, _VOCABULARY[word]) for word in ("[CLS]", "[SEP]")],
    )
    return PreTrainedTokenizerFast(tokenizer_object=made, unk_token="[UNK]", pad_token="[PAD]")


@pytest.mark.parametrize("apart", [False, True])
@pytest.mark.parametrize("context", ["", "y z"])
def test_where_the_space_before_a_word_counts_in_no_first_word_is_lost(apart, context):
    text = "It was. Sydney x.\n\n  Sydney was in 1932. March 1932 x."
    evidence = [Evidence(kind="passage", text=text, context=context)]
    marking = SpanScorer(_network(tokenizer=_marking(apart)))
    (encoding,), _ = marking._pairs.windows([("when", text)])
    assert ("▁sydney" in encoding.tokens) is not apart
    found = _score(evidence, marking)
    assert _said(evidence, found)[1:] == ["Sydney", "Sydney was in 1932", "March 1932"]
    plain = _score(evidence)
    assert _said(evidence, found)[1:] == _said(evidence, plain)[1:]
    assert [_odds(s) for s in found] == pytest.approx([_odds(s) for s in plain], abs=1e-4)


def test_a_span_does_not_reach_over_the_end_of_its_sentence(passages):
    # together, `Sydney. x 1932` would score highest
    evidence = passages("It was Sydney. X was 1932.")
    assert _said(evidence, _score(evidence)) == ["Sydney", "1932"]


@pytest.mark.parametrize(
    ("between", "span"),
    [(LONGEST - 2, "Sydney ... 1932"), (LONGEST - 1, "Sydney")],
)
def test_a_span_has_at_most_thirty_tokens(passages, between, span):
    inside = " ".join("x" * between)
    evidence = passages(f"Sydney {inside} 1932")
    assert _said(evidence, _score(evidence)) == [span.replace("...", inside)]


def test_nothing_in_the_context_of_a_passage_is_pointed_at():
    text = "It was in 1932."
    plain = Evidence(kind="passage", text=text)
    under = Evidence(kind="passage", text=text, context="Sydney › Sydney Sydney")
    assert _score([under]) == _score([plain])
    assert _said([under], _score([under])) == ["1932"]


@pytest.mark.parametrize("text", ["x 長城。", "橋x長城 x。", "Ｓｙｄｎｅｙ 長城 x。"])
def test_traditional_characters_are_read_as_simplified_and_marked_as_they_stand(passages, text):
    evidence = passages(text)
    (found,) = _score(evidence)
    assert _said(evidence, [found]) == ["長城"]
    assert _odds(found) == pytest.approx(4.0 - NOTHING, abs=1e-4)


def test_what_no_span_fits_is_reported_no_lower_than_the_floor(passages):
    (found,) = _score(passages("x y z."))  # -6 - 6 - NOTHING is -12.75
    assert _odds(found) == FLOOR


def test_a_sentence_without_a_token_has_no_span(passages):
    assert _score(passages("\u200b", "It was in 1932."))[0] is None


def test_without_candidates_there_are_no_spans(passages):
    assert SCORER.score("when", passages("It was in 1932."), []) == []


@pytest.mark.parametrize("words", [*range(0, 40, 3), 200])
@pytest.mark.parametrize("context", ["", "y z"])
def test_a_long_passage_gives_the_spans_of_a_short_one(words, context):
    scorer = SpanScorer(_network(max_length=40, stride=12))
    short = Evidence(kind="passage", text="It was in March 1932.", context=context)
    around = "The " * words
    text = f"{around}x was. {short.text} {around}Sydney."
    long = Evidence(kind="passage", text=text, context=context)
    _, found, last = _score([long], scorer)
    assert [found] == _score([short], scorer)
    assert _said([long], _score([long], scorer))[1:] == ["March 1932", "Sydney"]
    assert _odds(last) == pytest.approx(5.5 - NOTHING, abs=1e-4)


_LONG = f"It was in March 1932. {'The ' * 60}x was. {'The ' * 60}y was. {'The ' * 60}Sydney."


@pytest.mark.parametrize("context", ["", "y z"])
@pytest.mark.parametrize(
    ("around", "read"),
    [
        (["March 1932"], {0}),
        (["Sydney"], {3}),
        (["Sydney", "March 1932"], {0, 3}),
        ([], {0, 1, 2, 3}),
        (["Sydney", f"{'The ' * 60}y was"], {0, 1, 2, 3}),  # longer than a window
    ],
)
def test_of_a_long_passage_the_windows_around_what_is_wanted_are_read(context, around, read):
    scorer = SpanScorer(_network(max_length=40, stride=12))
    long = Evidence(kind="passage", text=_LONG, context=context)
    candidates = find_candidates([long])
    everything = _score([long], scorer)
    assert None not in everything
    places = [(_LONG.index(text), _LONG.index(text) + len(text)) for text in around]
    found = scorer.score("when was it", [long], candidates, around={0: places})
    assert {n for n in (0, 3) if found[n] == everything[n]} == read & {0, 3}
    assert (found == everything) == (read == {0, 1, 2, 3})


def test_a_sentence_longer_than_a_window_has_the_best_span_of_its_windows(passages):
    scorer = SpanScorer(_network(max_length=40, stride=12))
    evidence = passages(f"{'x ' * 50}in 1932 {'x ' * 50}Sydney {'x ' * 50}")
    (found,) = _score(evidence, scorer)
    assert _said(evidence, [found]) == ["Sydney"]
    assert _odds(found) == pytest.approx(5.5 - NOTHING, abs=1e-4)


def test_it_stops_at_the_deadline(passages):
    evidence = passages("It was in 1932.")
    gone = Deadline(cancelled=True)
    with pytest.raises(DeadlineExceededError):
        SCORER.score("when", evidence, find_candidates(evidence), gone.check)


def _spans(*log_odds: float | None) -> list[Span | None]:
    return [None if score is None else Span(0, 1, score) for score in log_odds]


@pytest.mark.parametrize(
    ("log_odds", "expected"),
    [
        ([], []),
        ([0.0], [1 / 2]),
        ([log(3), 0.0], [3 / 5, 1 / 5]),  # and 1/5 on nothing
        ([log(2), log(2), log(4), log(1)], [2 / 10, 2 / 10, 4 / 10, 1 / 10]),
        ([None, 0.0], [exp(FLOOR) / (2 + exp(FLOOR)), 1 / (2 + exp(FLOOR))]),
        ([-800.0, 800.0], [0.0, 1.0]),
    ],
)
def test_shares_weigh_all_spans_and_nothing_against_each_other(log_odds, expected):
    found = shares(_spans(*log_odds))
    assert found.shape == (len(expected),)
    np.testing.assert_allclose(found, expected, atol=1e-12)


_LOG_ODDS = st.lists(st.floats(FLOOR, 20.0), min_size=1, max_size=40)


@settings(deadline=None)
@given(_LOG_ODDS)
def test_shares_are_positive_and_leave_something_for_nothing(log_odds):
    found = shares(_spans(*log_odds))
    assert (found > 0.0).all()
    assert found.sum() < 1.0
    assert found[np.argmax(log_odds)] == found.max()


@settings(deadline=None)
@given(_LOG_ODDS, st.floats(-5.0, 10.0), st.floats(1.0, 10.0))
def test_a_share_falls_when_another_passage_answers_better(log_odds, other, better):
    before = shares(_spans(*log_odds, other))
    after = shares(_spans(*log_odds, other + better))
    assert (after[:-1] < before[:-1]).all()
    assert after[-1] > before[-1]


def test_the_share_of_a_span_falls_with_a_second_passage_that_answers(passages):
    alone = shares(_score(passages("It was in 1932.")))[0]
    beside_nothing = shares(_score(passages("It was in 1932.", "It was x.")))[0]
    beside_another = shares(_score(passages("It was in 1932.", "It was in Sydney.")))[0]
    assert beside_nothing == pytest.approx(alone, rel=1e-3)
    assert beside_another < 0.5 < alone
