"""What English pronouns stand for: the things, people, places and years that were said before."""

import re
from itertools import pairwise

from service.conversation.english_phrases import (
    YEAR,
    Phrase,
    names_in,
    person_in,
)
from service.conversation.turns import Said

_ASKS_WHO = re.compile(r"^(?:by |to |from )?who(?:m|se)?\b", re.IGNORECASE)
# Questions whose answer is a thing that can be asked about next.
_ASKS_WHICH = re.compile(r"^(?:in |on )?(?:what|which)\b", re.IGNORECASE)
_ASKS_DEFINITION = re.compile(r"^what(?:'s| is| are| was| were)\s", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:,|and|or|vs\.?|versus|&|/)\s*(?:and\s+|or\s+)?")


def thing_of(said: Said) -> str:
    """What "it" stands for: the thing that a question asked for, or else what it was about."""
    return _answered_thing(said) or said.topic


def _answered_thing(said: Said) -> str:
    """A name that the answer gave to "which method ...?" or "what is the capital of ...?"."""
    if not said.answer or not _ASKS_WHICH.match(said.question):
        return ""
    new = _new_names(said)
    if not new:
        return ""
    if _ASKS_DEFINITION.match(said.question) and " of " not in said.question.lower():
        return ""  # "what is LoRA" is answered by what LoRA is
    leading = new[0].start == 0 or len(new) == 1
    return new[0].text if leading else ""


def _new_names(said: Said) -> list[Phrase]:
    """Names of the answer that the question did not have."""
    asked = said.question.lower()
    return [name for name in names_in(said.answer) if _core(name.text).lower() not in asked]


def _core(name: str) -> str:
    return re.sub(r"^(?:the|a|an)\s+", "", name, flags=re.IGNORECASE)


def person_of(said: Said) -> str:
    """Whom "he" or "she" stands for."""
    if _ASKS_WHO.match(said.question):
        new = _new_names(said)
        if new:
            return new[0].text
    return (
        person_in(said.question)
        or person_in(said.topic)
        or person_in(said.answer)
        or (said.topic if len(names_in(said.topic)) == 1 and said.topic.istitle() else "")
    )


def place_of(said: Said, *, around: bool = False) -> str:
    """Where "there" is: a name after "in" or "at", or what the answer names, or the topic.

    After "where is the Louvre" it is the Louvre, or else (`around`) the city that it is in.
    """
    if not around and said.question.lower().startswith("where "):
        return said.topic
    found = re.search(r"\b(?:in|at|to)\s+(?=(?:the\s+)?[A-Z])", said.answer)
    if found:
        for name in names_in(said.answer):
            if name.start >= found.end() - 4 and not YEAR.fullmatch(name.text):
                return name.text
    return _answered_thing(said) or said.topic


def year_of(said: Said) -> str:
    """The year that was spoken of last."""
    years = YEAR.findall(said.answer) or YEAR.findall(said.question)
    return years[-1] if years else ""


def members(text: str) -> list[str]:
    """Names that a text puts side by side: "LoRA and QLoRA"."""
    names = names_in(text)
    for one, other in pairwise(names):
        if _BETWEEN.fullmatch(text[one.end : other.start]):
            group = [one, other]
            for name in names[names.index(other) + 1 :]:
                if not _BETWEEN.fullmatch(text[group[-1].end : name.start]):
                    break
                group.append(name)
            return [name.text for name in group]
    return []


def several_of(said: Said) -> str:
    """What "they" or "both" stand for when it is more than one; else empty."""
    asks_who = _ASKS_WHO.match(said.question)
    order = (said.answer, said.question) if asks_who else (said.question, said.answer)
    for text in order:
        group = members(text)
        if group:
            return ", ".join(group[:-1]) + f" and {group[-1]}"
    if asks_who:
        return person_of(said)
    owned = re.search(r"\b(?:the )?[A-Z][\w.\-]*['’]s? [a-z]+s\b", said.question)
    return owned[0] if owned else ""


def latter_of(said: Said, *, first: bool) -> str:
    """The first or the last of the names that were put side by side."""
    for text in (said.question, said.answer):
        group = members(text)
        if len(group) >= 2:
            return group[0] if first else group[-1]
    return ""
