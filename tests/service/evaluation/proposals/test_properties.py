"""What holds for any text: no crash, answers that stand in their sentence, no answer given away."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from knowledge.text import comparable
from knowledge.types import Chunk, Triple
from service.evaluation.proposals.accepting import asked_once, words_of
from service.evaluation.proposals.reading_rules import proposals_of
from service.evaluation.proposals.selecting import in_varied_order
from service.evaluation.proposals.triple_questions import proposal_of

PIECES = st.sampled_from(
    [
        *"The|It|LoRA|EWC|Kyoto Tower|(|)|was|is|has|introduced".split("|"),
        *"by|in|2017|8 layers|because".split("|"),
        *"John Smith and colleagues|a|the|cost of|$5 million|model: A; b: 2; c: 3".split("|"),
        *"（|）|由|提出|年|共有|16 个|取值|是指|现象|位于|又称".split("|"),
        *"用于|因为|等人|“|”|和|、|，|。|，|\u3000".split("|"),
        *(", ", ". ", "; ", ": ", "|", "\n", "\n\n", "# ", "- ", '"', "%", "é", "😀", "\ud7ff"),
    ]
)
TEXTS = st.one_of(
    st.text(max_size=300),
    st.lists(PIECES, max_size=40).map(" ".join),
    st.lists(PIECES, max_size=40).map("".join),
)


def chunk(text: str, title: str) -> Chunk:
    return Chunk(1, "d", 0, 7, 7 + len(text), text, title, None, (title,))


@settings(deadline=None)
@given(TEXTS, st.text(max_size=20))
def test_any_text_gives_whole_proposals_or_none(text, title):
    for proposal in proposals_of([chunk(text, title)]):
        found = proposal.found
        assert proposal.start is not None
        assert proposal.end is not None
        assert text[proposal.start - 7 : proposal.end - 7] == proposal.sentence
        assert found.answers
        for answer in found.answers:
            assert answer in proposal.sentence
            assert comparable(answer) not in comparable(found.question)
        assert found.question[-1] in "?？"


@settings(deadline=None)
@given(TEXTS, st.text(max_size=20))
@example("0MODEL:@;0:00;0:1", "")
def test_the_same_text_gives_the_same(text, title):
    first = list(proposals_of([chunk(text, title)]))
    assert first == list(proposals_of([chunk(text, title)]))
    order = list(in_varied_order(first, seed=3))
    assert order == list(in_varied_order(reversed(first), seed=3))
    assert sorted(map(repr, order)) == sorted(map(repr, first))


@settings(deadline=None)
@given(st.lists(TEXTS, max_size=4))
def test_no_two_questions_have_the_same_words(texts):
    kept = list(asked_once(proposals_of(chunk(text, "") for text in texts)))
    assert len({words_of(p.found.question) for p in kept}) == len(kept)


@settings(deadline=None)
@given(st.text(max_size=40), st.text(max_size=30), st.text(max_size=60))
def test_any_triple_gives_a_whole_proposal_or_none(subject, predicate, value):
    proposal = proposal_of([Triple(subject, predicate, value)])
    if proposal:
        assert all(answer in proposal.sentence for answer in proposal.found.answers)
        assert comparable(value.strip()) not in comparable(proposal.found.question)


@pytest.mark.parametrize(
    "text",
    [
        *("A-" * 190, "A " * 199, "A, " * 130, "A (A) " * 60, "a: b; " * 60),
        *("The cost of " + "x " * 180, "A was introduced by " + "Ab, " * 90),
        *("由A提出" * 60, "是" * 399, "有1" * 199, "（" * 399),
        "A introduced " + "a " * 180 + "in 2017",
    ],
)
def test_hostile_sentences_are_read_without_backtracking_for_ever(text):
    assert all(p.found.answers for p in proposals_of([chunk(text, "")]))
