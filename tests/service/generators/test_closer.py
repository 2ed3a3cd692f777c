"""Reading a sentence once more with less around it."""

import pytest

from knowledge.errors import DeadlineExceededError
from knowledge.types import Evidence, Triple
from service.deadline import Deadline
from service.evidence import triple_evidence
from service.generators.closer import look_closely
from service.generators.signals import Candidate, find_candidates
from service.generators.spans import SpanScorer

QUESTION = "When was the bridge opened?"
SENTENCES = ("Coffee is hot.", "It is long.", "It opened in 1932.", "The bridge is in Sydney.")
TEXT = " ".join(SENTENCES)


def _read(scorer: SpanScorer, text: str, sentence: str, context: str = "") -> float:
    evidence = [Evidence("passage", text, context=context)]
    start = text.index(sentence)
    (span,) = scorer.score(
        QUESTION, evidence, [Candidate(0, start, start + len(sentence), sentence, "")]
    )
    assert span is not None
    return span.log_odds


@pytest.mark.parametrize(
    ("place", "near"),
    [(0, "Coffee is hot. It is long."), (2, "It is long. It opened in 1932. The bridge is in "
    "Sydney."), (3, "It opened in 1932. The bridge is in Sydney.")],
)  # fmt: skip
@pytest.mark.parametrize("context", ["", "Bridges › Sydney"])
def test_a_sentence_is_read_alone_and_with_its_neighbours(scorer, place, near, context):
    evidence = [Evidence("passage", "长城很老。"), Evidence("passage", TEXT, context=context)]
    candidate = find_candidates(evidence)[1 + place]
    sentence = SENTENCES[place]
    alone, beside = look_closely(scorer, QUESTION, evidence, candidate)
    assert alone == pytest.approx(_read(scorer, sentence, sentence, context), abs=0.05)
    assert beside == pytest.approx(_read(scorer, near, sentence, context), abs=0.05)
    assert alone != pytest.approx(beside, abs=0.05)


def test_a_triple_and_a_passage_of_one_sentence_have_nothing_around_them(scorer):
    triple = Triple("the bridge", "opened in", "1932")
    for item in (triple_evidence(triple), Evidence("passage", "It opened in 1932.")):
        (candidate,) = find_candidates([item])
        alone, near = look_closely(scorer, QUESTION, [item], candidate)
        assert alone == pytest.approx(near, abs=0.05)


def test_it_stops_at_the_deadline(scorer):
    evidence = [Evidence("passage", TEXT)]
    with pytest.raises(DeadlineExceededError):
        look_closely(
            scorer, QUESTION, evidence, find_candidates(evidence)[0],
            Deadline(cancelled=True).check,
        )  # fmt: skip
