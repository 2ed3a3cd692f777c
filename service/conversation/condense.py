"""A conversation's last question as one that can be understood alone.

Rules: they look at how the question is built, and leave it as it is unless it
clearly leans on what was said before. The vocabulary of documents is not known to them.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from knowledge.text import language_of
from service.conversation import chinese, english
from service.conversation.turns import MAX_CHARACTERS, Said, Turn, first_sentence

# Questions further back are not looked at.
_MAX_QUESTIONS = 8
# What is longer brings its own context.
_MAX_FOLLOW_UP = 300
_CHINESE = re.compile("[呢吗是的那这它有多谁什几哪怎]")


@dataclass(frozen=True, slots=True)
class Condensed:
    """A question that stands alone, and whether that took a change."""

    question: str
    changed: bool


class Condenser(Protocol):
    """Completes the last question of a conversation.

    Attributes:
        waits: whether that takes long enough to be done off the event loop.
    """

    waits: bool

    def condense(self, turns: Sequence[Turn], check: Callable[[], None]) -> Condensed:
        """The question; `check` raises when the caller's deadline has passed."""
        ...


class RuleCondenser:
    """Completes follow-up questions by rule, at once."""

    waits = False

    def condense(self, turns: Sequence[Turn], check: Callable[[], None]) -> Condensed:
        """See `condense`."""
        del check
        return condense(turns)


def condense(turns: Sequence[Turn]) -> Condensed:
    """Complete the last thing that the user said from what was said before it.

    Earlier follow-up questions are completed first, so that "and in 2021?" after "and in 2020?"
    still knows what it asks.

    Args:
        turns: the conversation in order, the question last.
    """
    *earlier, last = turns
    said = _said(earlier)
    asked = last.text.strip()
    question = _resolve(asked, said)
    return Condensed(question, question != asked)


def _said(turns: Sequence[Turn]) -> Said | None:
    asked = [number for number, turn in enumerate(turns) if turn.speaker == "user"]
    said: Said | None = None
    for number in asked[-_MAX_QUESTIONS:]:
        if _is_chatter(turns[number].text):
            continue
        question = _resolve(turns[number].text.strip()[:MAX_CHARACTERS], said)
        following = turns[number + 1 : number + 2]
        answer = following[0].text if following and following[0].speaker == "assistant" else ""
        topic = _topic(question) or (said.topic if said else "")
        said = Said(question, first_sentence(answer), topic)
    return said


def _resolve(question: str, said: Said | None) -> str:
    if said is None or len(question) > _MAX_FOLLOW_UP or _is_chatter(question):
        return question
    if _language(question, said) == "zh":
        return chinese.resolve(question, said)
    return english.resolve(question, said)


def _is_chatter(text: str) -> bool:
    head = text[:_MAX_FOLLOW_UP]
    return english.is_chatter(head) or chinese.is_chatter(head)


def _language(question: str, said: Said) -> str:
    """One Chinese particle is enough: QLoRA呢. Mere numbers speak the language of what was said."""
    if _CHINESE.search(question):
        return "zh"
    if any(character.isalpha() for character in question):
        return language_of(question)
    return language_of(said.question)


def _topic(question: str) -> str:
    head = question[:_MAX_FOLLOW_UP]
    return chinese.topic_of(head) if language_of(head) == "zh" else english.topic_of(head)
