"""Sentences of a text as claims: their offsets, and which of them can be checked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.claims import Claim, split_claims
from tests.hostile import LONG, in_linear_time


def _claim(text: str) -> Claim:
    return Claim(text, 0, len(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It rains. It pours.", ["It rains.", "It pours."]),
        ("下雨了。风很大！", ["下雨了。", "风很大！"]),
        (
            "Dr. Smith came at 5 p.m. today. He left.",
            ["Dr. Smith came at 5 p.m. today.", "He left."],
        ),
        ("- first point\n- second point", ["- first point", "- second point"]),
        ("LoRA 很快。It is small.", ["LoRA 很快。", "It is small."]),
        ("", []),
        (" \n ", []),
    ],
)
def test_a_claim_is_a_sentence(text, expected):
    assert [claim.text for claim in split_claims(text)] == expected


@given(st.text(alphabet="ab .。!?？\n-#1,你好[]", max_size=80))
def test_offsets_point_at_the_claim_and_claims_lose_only_white_space(text):
    claims = split_claims(text)
    assert all(text[c.start : c.end] == c.text for c in claims)
    assert "".join("".join(c.text.split()) for c in claims) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        ("- LoRA is small [1][2].", "LoRA is small."),
        ("2. LoRA is small [12].", "LoRA is small."),
        ("## Results", "Results"),
        ("1、低秩适配很小[3]。", "1、低秩适配很小。"),
        ("1、 低秩适配很小[3]。", "低秩适配很小。"),
        ("It cost 3.5 dollars.", "It cost 3.5 dollars."),
    ],
)
def test_a_statement_has_no_bullets_and_citation_marks(text, statement):
    assert _claim(text).statement == statement


@pytest.mark.parametrize("blank", [" ", "\u3000", "\t"])
def test_a_long_run_of_blanks_in_a_claim_takes_linear_time(blank):
    text = "LoRA" + blank * LONG + "is small"
    with in_linear_time():
        assert _claim(f"{text} [1][2]").statement == text
        assert [claim.checkable for claim in split_claims(text)] == [True]


@pytest.mark.parametrize(
    "text",
    [
        "Shall I go on?",
        "还需要我继续吗？",
        "Is this “the end?”",
        "Hello!",
        "I don't know",
        "我不知道。",
        "I cannot answer this from the documents.",
        "Sure, here is the answer.",
        "好的，下面回答。",
        "作为人工智能，我没有感情。",
        "[1]",
        "...",
        "It is.",
    ],
)
def test_what_states_nothing_is_not_checkable(text):
    assert not _claim(text).checkable


@pytest.mark.parametrize(
    "text",
    [
        "LoRA was introduced in 2021.",
        "低秩适配于2021年提出。",
        "Paris — capital of — France",
        "1932",
        # openings that only look like small talk
        "Surely this bridge is old.",
        "Hidden layers have 12 units.",
        "Letters were sent in 1932.",
        "They asked why, and left.",
        # an opening does not excuse what follows it
        "Sure, it opened in 1945.",
        "好的，这座桥建于1945年。",
    ],
)
def test_what_states_something_is_checkable(text):
    assert _claim(text).checkable


@pytest.mark.parametrize(
    ("question", "answer", "statement"),
    [
        ("When was the bridge opened?", "1932", "The bridge was opened in 1932."),
        ("When was the bridge opened?", "In 1932.", "The bridge was opened In 1932."),
        ("Who introduced LoRA?", "Edward Hu [1]", "Edward Hu introduced LoRA."),
        ("谁提出了低秩适配？", "胡俊德", "胡俊德提出了低秩适配。"),
        ("大桥是哪一年通车的？", "1932年", "大桥是1932年通车的。"),
        # no rule makes a statement of these
        ("How do I open it?", "by hand", "by hand"),
        # sentences as they are
        ("When was the bridge opened?", "The bridge opened in 1932.", "The bridge opened in 1932."),
        ("When was the bridge opened?", "It was in 1932.", "It was in 1932."),
        ("Who introduced LoRA?", "Hu did.", "Hu did."),
        ("大桥是哪一年通车的？", "那是1932年。", "那是1932年。"),
        ("大桥是哪一年通车的？", "大桥于1932年通车。", "大桥于1932年通车。"),
        ("", "1932", "1932"),
    ],
)
def test_beside_its_question_a_bare_value_is_the_statement_it_makes(question, answer, statement):
    (claim,) = split_claims(answer, question)
    assert claim.statement == statement
    assert (claim.text, answer[claim.start : claim.end]) == (answer, answer)


def test_of_several_sentences_each_speaks_for_itself():
    claims = split_claims("Edward Hu. Then Tim Dettmers.", "Who introduced LoRA?")
    assert [claim.meant for claim in claims] == ["", ""]
