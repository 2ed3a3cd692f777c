"""English questions taken apart: through another thing, or by comparing things."""

import re

from service.decomposition.english_comparison import compare
from service.decomposition.english_names import name_ending, name_from
from service.decomposition.english_words import (
    ASKED_BY,
    KINDS,
    PEOPLE,
    PEOPLE_PHRASES,
    THING_PHRASES,
    THINGS,
    TWO_STEPS,
)
from service.decomposition.parts import Bridge, Comparison

_PERSONS = (*TWO_STEPS, *PEOPLE_PHRASES, *PEOPLE, *ASKED_BY)
_ROLES = sorted((*_PERSONS, *THING_PHRASES, *THINGS), key=len, reverse=True)
_ROLE = "(?P<role>" + "|".join(map(re.escape, _ROLES)) + ")"
_KIND = rf"(?:\d{{4}} )?(?:[\w-]+ )?(?:{'|'.join(KINDS)}) "
_OF = re.compile(rf"\bthe (?:current )?{_ROLE} (?:of|for) (?P<kind>(?:the )?(?:{_KIND})?)", re.I)
_POSSESSIVE = re.compile(rf"(?:['’]s?) (?:eldest |oldest |youngest |only |first )?{_ROLE}\b", re.I)
_ASKS = re.compile(r"\b(?:who|whom|whose|what|which|when|where|why|how)\b", re.IGNORECASE)
# What is asked for is the role itself: "Who became the president of France in 2017?", "When did
# she become the president of France?", "How long was Warsaw the capital of Poland?"
_IS_ASKED = re.compile(
    r"(?:(?:who|what|which(?: [\w-]+)?)"
    r"(?: (?:is|was|are|were|has been|will be|else is|else was)|['’]s)|name|list"
    r"|.*\b(?:became|becomes?|becoming|as|be|been|being|called|named|elected|appointed)"
    r"|.* (?-i:[A-Z])\w+)"
    r"(?: currently| now| later)?(?: the)?(?: names?(?: of)?)?\s*",
    re.IGNORECASE,
)
# The role is part of something longer: "Harvard's president John Kent", "his wife and children".
_GOES_ON = re.compile(r" (?:and|or) |[-/]| (?-i:[A-Z])", re.IGNORECASE)
_NOTHING = re.compile(r"(?:['’]s )?(?:(?:full |real |first |last )?name)?[\s?.!]*", re.IGNORECASE)


def take_apart(question: str) -> Bridge | Comparison | None:
    """How to answer a question by others; None if it asks for one thing directly."""
    return compare(question) or _bridge(question)


def _bridge(question: str) -> Bridge | None:
    """The innermost role of a name in a question that asks something of whoever has it."""
    found = _through_of(question) or _through_possessive(question)
    if found is None:
        return None
    start, end, role, holder = found
    before, after = question[:start], question[end:]
    steps = TWO_STEPS.get(role)
    if steps:
        return Bridge(_asking(steps[0], holder), f"{before}the {steps[1]} of ", after, role)
    asks = _ASKS.search(before) or _ASKS.search(after)
    is_asked = _IS_ASKED.fullmatch(before) and not re.match(r"['’]s? \w", after)
    if (
        not asks
        or is_asked
        or _GOES_ON.match(after)
        or (not before.strip() and _NOTHING.fullmatch(after))
    ):
        return None
    return Bridge(_asking(role, holder), before, after, role)


def _asking(role: str, holder: str) -> str:
    if role in ASKED_BY:
        return ASKED_BY[role].format(holder)
    return f"{'Who' if role in _PERSONS else 'What'} is the {role} of {holder}?"


def _through_of(question: str) -> tuple[int, int, str, str] | None:
    """The last "role of Name": where it stands, the role, the name with its kind."""
    for match in reversed(_all_roles(question)):
        end = name_from(question, match.end())
        if end is not None:
            holder = question[match.start("kind") : end]
            if _POSSESSIVE.match(question, end):
                continue  # the mother of Name's father: its father first
            return match.start(), end, match["role"].lower(), holder
    return None


def _all_roles(question: str) -> list[re.Match[str]]:
    """Every role once, those that overlap, too: "the place of birth of the performer of"."""
    found: dict[int, re.Match[str]] = {}
    match = _OF.search(question)
    while match:
        found.setdefault(match.start("role"), match)
        match = _OF.search(question, match.start() + 1)
    return [found[start] for start in sorted(found)]


def _through_possessive(question: str) -> tuple[int, int, str, str] | None:
    """The first "Name's role"."""
    for match in _POSSESSIVE.finditer(question):
        start = name_ending(question, match.start())
        if start is not None:
            return start, match.end(), match["role"].lower(), question[start : match.start()]
    return None
