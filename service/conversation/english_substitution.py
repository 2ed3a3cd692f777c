"""An English question asked again of something else: "who introduced QLoRA" after LoRA."""

import re

from service.conversation.english_antecedents import thing_of
from service.conversation.english_phrases import (
    YEAR,
    Phrase,
    is_verb,
    names_in,
    similar,
    words_of,
)
from service.conversation.english_topics import topic_phrase
from service.conversation.english_words import ATTRIBUTES, DETERMINERS, FUNCTION, PREPOSITIONS
from service.conversation.turns import Said

_NUMBERED = re.compile(
    r"\bQ[1-4]\b|\b(?:chapter|section|part|version|phase|step|level|grade|week|day|article)\s+\d+",
    re.IGNORECASE,
)
_OWNED = re.compile(r"['’]s? (?P<what>[a-z]+)\b")


def _unit(numbered: str) -> str:
    return re.sub(r"\d+", "", numbered).strip().lower()


def substitute(said: Said, new: str) -> str:
    """The question before, asked of something else.

    A year takes the place of a year, "for Chinese" of "for English", a name of the name most like
    it; what has no counterpart is added.
    """
    new = new.strip().rstrip("?!. ")
    low = [word.low for word in words_of(new)]
    if not low:
        return said.question
    figure = _with_figure(said.question, new, low)
    if figure is not None:
        return figure
    if low[0] in PREPOSITIONS:
        return _with_phrase(said.question, new, low[0])
    if low[-1] in ATTRIBUTES or (len(low) > 2 and low[1] in ATTRIBUTES and low[2] == "of"):
        return _attribute(said, new)
    return _with_thing(said.question, new, low)


def _with_figure(question: str, new: str, low: list[str]) -> str | None:
    """Another year, another number of the same unit, another figure of the same owner."""
    if len(low) <= 3 and YEAR.search(new) and YEAR.search(question):
        return YEAR.sub(lambda _: YEAR.findall(new)[0], question, count=1)
    number = _NUMBERED.search(new)
    if number and len(low) <= 4:
        for old in _NUMBERED.finditer(question):
            if _unit(old[0]) == _unit(number[0]):
                return question[: old.start()] + number[0] + question[old.end() :]
    owned = _OWNED.search(question)
    if owned and len(low) == 1 and low[0] in ATTRIBUTES and owned["what"].lower() in ATTRIBUTES:
        return question[: owned.start("what")] + new + question[owned.end("what") :]
    return None


def _with_thing(question: str, new: str, low: list[str]) -> str:
    slot = _slot(question, new)
    if slot is None:
        return f"{_open(question)}, {new}?"
    if not names_in(new) and low[0] not in DETERMINERS and _is_definite(slot):
        return f"{_open(question)} for {new}?"
    return question[: slot.start] + new + question[slot.end :]


def _with_phrase(question: str, new: str, preposition: str) -> str:
    """Put "for Chinese" in place of "for English", or at the end."""
    words = words_of(question)
    for number, word in enumerate(words[:-1]):
        if word.low == preposition:
            last = number + 1
            while last + 1 < len(words) and words[last + 1].low not in FUNCTION:
                if is_verb(words[last + 1].low):
                    break
                last += 1
            return question[: word.start] + new + question[words[last].end :]
    slot = _slot(question, new) if names_in(new) and not YEAR.search(new) else None
    if slot is not None and slot.first and words[slot.first - 1].low in PREPOSITIONS:
        return question[: words[slot.first - 1].start] + new + question[slot.end :]
    return f"{_open(question)} {new}?"


def _attribute(said: Said, new: str) -> str:
    """Ask for what a thing has: "the price" is "what is the price of the bridge"."""
    thing = thing_of(said)
    if re.search(r"['’]s?\s|\bof\b", new) or not thing:
        return f"What is {new}?"
    first, *rest = new.split(" ")
    lowered = " ".join([first.lower() if first.istitle() else first, *rest])
    article = "" if lowered.startswith(("the ", "a ", "an ")) else "the "
    return f"What is {article}{lowered} of {thing}?"


def _slot(question: str, new: str) -> Phrase | None:
    """Which phrase of the question something new takes the place of; a name's is a name's."""
    names = names_in(question)
    topic = topic_phrase(question)
    if names_in(new) and names:
        return max(names, key=lambda name: (similar(name.text, new), name == topic))
    return topic


def _is_definite(phrase: Phrase) -> bool:
    """Whether a phrase means one certain thing, which a plain noun does not stand in for."""
    return phrase.kind == "name" or phrase.text.lower().startswith(("the ", "my ", "our "))


def _open(question: str) -> str:
    return question.rstrip("?. ")
