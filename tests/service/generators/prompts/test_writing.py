"""Prompts: what stands in them, in which order, and what goes when there is no room."""

from collections.abc import Sequence

import pytest

from indexes.embedding.hashing import HashingEmbedder
from knowledge.errors import GeneratorFailedError
from knowledge.types import Evidence
from service.generators.base import Objection, Question, Revision
from service.generators.prompts.examples import load_examples
from service.generators.prompts.messages import Message, estimate_tokens, plain_prompt
from service.generators.prompts.selection import Selector
from service.generators.prompts.wording import WORDING
from service.generators.prompts.writing import PromptWriter, by_use

PASSAGES = [Evidence("passage", f"Passage number {n}. " + "More. " * 20) for n in range(4)]
FACTS = [Evidence("triple", f"bridge — has — part {n}") for n in range(3)]
PATH = Evidence("path", "bridge — in — Sydney; Sydney — in — Australia")
QUESTION = Question("When was the bridge opened?", lambda _: 1.0)


def _characters(messages: Sequence[Message]) -> int:
    return sum(len(message.content) for message in messages)


def _writer(budget: int = 10**6, few_shot: int = 0) -> PromptWriter:
    selector = Selector(load_examples(), HashingEmbedder(), few_shot) if few_shot else None
    return PromptWriter(_characters, budget, selector)


def test_passages_facts_and_paths_are_numbered_with_what_stands_above_them():
    bridge = Evidence("passage", "It opened in 1932.", title="Bridge", context="Bridge › History")
    prompt = _writer().write(QUESTION, [bridge, FACTS[0], PATH])
    assert prompt.messages[1].content == (
        "<evidence>\n"
        "[1] Bridge › History\nIt opened in 1932.\n"
        "[2] fact: bridge — has — part 0\n"
        "[3] chain of facts: bridge — in — Sydney; Sydney — in — Australia\n"
        "</evidence>\n"
        "Question: When was the bridge opened?"
    )
    assert (prompt.shown, prompt.left_out) == ((0, 1, 2), 0)


def test_a_chinese_question_gets_a_chinese_prompt():
    prompt = _writer().write(Question("大桥何时开放？", lambda _: 1.0), FACTS[:1])
    system, user = prompt.messages
    assert system.content == WORDING["zh"].system
    assert "只回复：我不知道" in system.content
    assert user.content.splitlines()[1:] == [
        "[1] 事实: bridge — has — part 0", "</evidence>", "问题：大桥何时开放？"
    ]  # fmt: skip


def test_the_rules_come_first_and_are_the_same_for_every_question():
    first = _writer(few_shot=3).write(QUESTION, PASSAGES)
    second = _writer().write(Question("Who built it?", lambda _: 1.0), FACTS)
    assert first.messages[0] == second.messages[0] == Message("system", WORDING["en"].system)


def test_worked_examples_are_turns_of_their_own_with_a_refusal_among_them():
    prompt = _writer(few_shot=3).write(QUESTION, PASSAGES)
    roles = [message.role for message in prompt.messages]
    assert roles == ["system", *["user", "assistant"] * 3, "user"]
    answers = [m.content for m in prompt.messages if m.role == "assistant"]
    assert answers[0] == "I don't know"
    assert all("[1]" in a or "[2]" in a for a in answers[1:])


def test_a_revision_is_the_earlier_draft_with_each_objection():
    objections = (
        Objection("It opened in 1933.", True, ("It opened in 1932.",)),
        Objection("It is blue.", False),
    )
    prompt = _writer().write(QUESTION, FACTS, Revision("It opened in 1933.", objections))
    *_, draft, feedback = prompt.messages
    assert draft == Message("assistant", "It opened in 1933.")
    assert feedback.content.splitlines()[1:3] == [
        "- It opened in 1933. (the evidence says otherwise: It opened in 1932.)",
        "- It is blue. (nothing in the evidence says this)",
    ]
    chinese = Question("大桥是什么时候开放的？", lambda _: 1.0)
    *_, feedback = _writer().write(chinese, FACTS, Revision("1933年。", objections)).messages
    assert "- It is blue.（资料中没有这样说）" in feedback.content.splitlines()


def test_braces_in_a_claim_are_text():
    revision = Revision("{x}", (Objection("{claim} {0}", True, ("{evidence}",)),))
    *_, feedback = _writer().write(QUESTION, FACTS, revision).messages
    assert "- {claim} {0} (the evidence says otherwise: {evidence})" in feedback.content


def test_use_falls_by_rank_and_facts_are_cheap():
    assert by_use([*PASSAGES, *FACTS]) == [4, 0, 5, 1, 6, 2, 3]
    assert by_use([*PASSAGES, *FACTS], sought=(3, 6)) == [6, 3, 4, 0, 5, 1, 2]


def test_examples_make_room_before_evidence_does():
    evidence = [*PASSAGES, *FACTS]
    whole = _characters(_writer(few_shot=3).write(QUESTION, evidence).messages)
    bare = _characters(_writer().write(QUESTION, evidence).messages)
    assert len(_writer(whole, few_shot=3).write(QUESTION, evidence).messages) == 8
    for budget in (whole - 1, bare):
        prompt = _writer(budget, few_shot=3).write(QUESTION, evidence)
        assert len(prompt.messages) < 8
        assert prompt.left_out == 0
    prompt = _writer(bare - 1, few_shot=3).write(QUESTION, evidence)
    assert (prompt.shown, prompt.left_out) == ((0, 1, 2, 4, 5, 6), 1)  # the worst passage goes


def test_the_refusal_and_the_nearest_example_go_last_and_together():
    whole = _writer(few_shot=4).write(QUESTION, PASSAGES)
    refusal, *_, nearest = (m.content for m in whole.messages if m.role == "assistant")
    shown = {}
    for budget in range(_characters(whole.messages), 0, -20):
        try:
            messages = _writer(budget, few_shot=4).write(QUESTION, PASSAGES).messages
        except GeneratorFailedError:
            break
        shown[sum(m.role == "assistant" for m in messages)] = messages
    assert list(shown) == [4, 3, 2, 0]
    for count in (3, 2):
        answers = [m.content for m in shown[count] if m.role == "assistant"]
        assert (answers[0], answers[-1]) == (refusal, nearest)


def test_what_is_left_out_goes_from_the_least_useful_up():
    evidence = [*PASSAGES, *FACTS]
    kept: set[int] = set()
    for budget in range(1000, 2000, 50):
        prompt = _writer(budget).write(QUESTION, evidence)
        assert _characters(prompt.messages) <= budget
        assert sorted(by_use(evidence)[: len(prompt.shown)]) == list(prompt.shown)
        assert kept <= set(prompt.shown)
        kept = set(prompt.shown)
    assert kept == set(range(7))


def test_of_one_long_piece_as_much_as_fits_is_kept_and_said_to_be_cut():
    long = [Evidence("passage", "x" * 5000)]
    prompt = _writer(2000).write(QUESTION, long)
    assert 1990 <= _characters(prompt.messages) <= 2000
    assert prompt.messages[-1].content.count("x" * 100) > 5
    assert "(the rest does not fit)" in prompt.messages[-1].content
    assert (prompt.shown, prompt.left_out) == ((0,), 1)


def test_no_room_for_any_evidence_is_an_error_that_says_what_to_change():
    with pytest.raises(GeneratorFailedError, match="FOOTING_CONTEXT_TOKENS"):
        _writer(300).write(QUESTION, PASSAGES)


def test_a_plain_prompt_ends_where_the_answer_begins():
    turns = [Message("system", "Rules."), Message("user", "Q1"), Message("assistant", "A1"),
             Message("user", "Q2")]  # fmt: skip
    assert plain_prompt(turns, "Answer:") == "Rules.\n\nQ1\n\nAnswer: A1\n\nQ2\n\nAnswer:"


def test_tokens_are_estimated_rather_too_high():
    assert estimate_tokens([Message("user", "abcdef")]) == 2 + 8
    assert estimate_tokens([Message("user", "长城abc")]) == 2 + 1 + 8
