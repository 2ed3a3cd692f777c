"""English verb phrases: from "was founded by X in Y" to statements about the subject."""

import re
from collections.abc import Iterator

from knowledge.triples.english import patterns as p
from knowledge.triples.english.words import (
    IRREGULAR_PAST,
    PARTICIPLES,
    PRESENT,
    is_regular_past,
)
from knowledge.triples.masking import NAME
from knowledge.triples.statements import Statement

# Verbs that report, judge or only help: their object is no fact about their subject.
EMPTY_VERBS = frozenset(
    "said told thought felt showed believed claimed called considered stated reported suggested "
    "announced argued wanted needed asked knew saw heard noted added described seemed appeared "
    "remained went came got made put let kept found turned started began continued tried decided "
    "hoped planned proposed expected supposed alleged accused compared related associated based "
    "believes comes depends describes means shows takes tells makes refers lies reads sets stood "
    "threatened failed refused wished agreed attempted used criticized criticised praised credited "
    "listed mentioned inspired followed preceded regarded referred ranked rated reviewed set cut "
    "felt led".split()
)
_FINE_PASSIVES = frozenset(
    "based found made set led listed used inspired followed preceded".split()
)
# A date after these, or after a passive, is the date of what they say.
_DATED = frozenset("died opened premiered debuted closed retired occurred ended began".split())
# With these, a second phrase still says where, by whom or when: founded by X in Y.
_PLACED = frozenset(
    "born founded located released published held built established formed produced recorded "
    "filmed "
    "written directed created designed developed introduced opened launched composed buried".split()
)


def is_active(match: re.Match[str]) -> bool:
    """Whether a verb phrase has a finite verb, or a perfect."""
    verb = match["verb"]
    if match["aux"]:
        return is_regular_past(verb) or verb in PARTICIPLES
    return is_regular_past(verb) or verb in IRREGULAR_PAST or verb in PRESENT


def passive(subject: str, match: re.Match[str]) -> Iterator[Statement]:
    """What is, was or has been done to the subject."""
    verb, rest = match["verb"], match["rest"]
    if verb in EMPTY_VERBS and verb not in _FINE_PASSIVES:
        return
    if verb in ("awarded", "named", "given", "elected", "appointed") and (
        found := p.DIRECT.match(rest)
    ):
        yield from each(subject, f"was {verb}", found, 0.75)
        return
    yield from phrases(
        subject, verb + (match["particle"] or ""), rest, 0.9 if verb == "born" else 0.8
    )


def active(subject: str, match: re.Match[str]) -> Iterator[Statement]:
    """What the subject does: to a named object, or with a preposition."""
    verb, rest = match["verb"], match["rest"]
    if verb in EMPTY_VERBS:
        return
    predicate = verb + (match["particle"] or "")
    if found := p.DIRECT.match(rest):
        yield from each(subject, predicate, found, 0.7)
        return
    yield from phrases(subject, predicate, rest, 0.7, dated=verb in _DATED)


def phrases(
    subject: str, verb: str, rest: str, confidence: float, dated: bool | None = None
) -> Iterator[Statement]:
    """The prepositional phrases right after a verb; of an active one the first, and its date."""
    first = True
    while found := p.PHRASE.match(rest):
        if found["date"]:
            if dated is not False:
                yield Statement(
                    subject, f"{verb} {found['preposition']}", found["date"], confidence
                )
        elif first or (dated is None and verb in _PLACED):
            if found["preposition"] == "of" and verb not in (
                "died",
                "consists",
                "composed",
                "made",
            ):
                return
            yield from each(subject, f"{verb} {found['preposition']}", found, confidence)
        first = False
        rest = rest[found.end() :]
        if within := p.WITHIN.match(rest):
            rest = rest[within.end() :]


def each(
    subject: str, predicate: str, found: re.Match[str], confidence: float
) -> Iterator[Statement]:
    """One statement for each name of a list; a city is followed by its country, which is none."""
    names = re.findall(NAME, found["object"] + found["more"])
    if " and " not in found["more"]:
        names = names[:1]
    for name in names:
        if name != subject:
            yield Statement(subject, predicate, name, confidence)
