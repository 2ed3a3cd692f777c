"""From a masked English sentence to what it states.

A small grammar over the words between entities: the subject at the start of the sentence, its
verb phrases, appositions, relative clauses. What it cannot follow it leaves alone.
"""

import re
from collections.abc import Iterator

from knowledge.triples.english import patterns as p
from knowledge.triples.english.nouns import noun_phrase, noun_span
from knowledge.triples.english.verbs import EMPTY_VERBS, active, each, is_active, passive, phrases
from knowledge.triples.english.words import is_participle, is_verb
from knowledge.triples.masking import NAME
from knowledge.triples.statements import Statement

_NO_ROLE = re.compile(r"\b(?:is|was|were|are)\b|^(?:two|three|four|five|several|parts?|copies)\b")


def statements(masked: str) -> Iterator[Statement]:
    """What a masked sentence, without parentheses, states."""
    if p.UNCERTAIN_SENTENCE.search(masked):
        return
    masked = p.QUOTATION.sub(" ", masked)
    yield from _of_roles(masked)
    yield from _relative_clauses(masked)
    for _ in range(3):
        shorter = p.ADJUNCT.sub("", masked, count=1)
        if shorter == masked:
            break
        masked = shorter
    found = p.SUBJECT.match(masked)
    if not found:
        return
    subject = found["subject"]
    if found["aside"]:
        yield from _aside(subject, found["aside"][1:-1].strip())
    for phrase in _conjuncts(found["rest"]):
        yield from _phrase(subject, phrase)


def _conjuncts(rest: str) -> Iterator[str]:
    """The verb phrases of one subject."""
    start = 0
    for match in p.CONJUNCT.finditer(rest):
        word = match["verb"]
        if p.SUBORDINATE.search(rest[: match.start()]):
            break
        if is_verb(word) or word in ("is", "was", "has", "had", "are", "were", "born"):
            yield rest[start : match.start()]
            start = re.match(r",? (?:and|but) ", rest[match.start() :]).end() + match.start()  # type: ignore[union-attr]
    else:
        yield rest[start:]
        return
    yield rest[start : match.start()]


def _of_roles(masked: str) -> Iterator[Statement]:
    for match in p.ROLE.finditer(masked):
        if not p.UNCERTAIN.search(match["role"]) and not _NO_ROLE.search(match["role"]):
            yield Statement(match["subject"], f"{match['role']} of", match["object"], 0.85)
    if role_is := p.ROLE_IS.match(masked):
        yield Statement(role_is["subject"], f"{role_is['role']} of", role_is["object"], 0.85)
    for match in p.APPOSITION.finditer(masked):
        opening = masked[: match.start()].rsplit(",", 1)[-1].strip()
        # "In Paris, a crowd gathered": what follows is the subject of the sentence.
        if masked[: match.start()].endswith(" and ") or re.match(
            r"(?:In|At|On|From|To|For|With|By|After|Before|During|Near|Like|Unlike)\b", opening
        ):
            continue
        if noun := noun_phrase(match["noun"], "a"):
            yield Statement(match["subject"], "is a", noun, 0.75)
    for match in p.KNOWN_AS.finditer(masked):
        yield Statement(match["subject"], "also known as", match["object"], 0.85)


def _relative_clauses(masked: str) -> Iterator[Statement]:
    for match in p.RELATIVE.finditer(masked):
        phrase = re.split(rf",|;| (?:and|but) {NAME} ", match["phrase"])[0]
        for part in _conjuncts(phrase):
            yield from _phrase(match["person"] or match["thing"], part)
    for match in p.REDUCED.finditer(masked):
        yield from _phrase(match["subject"], "was" + match["phrase"])


def _aside(subject: str, aside: str) -> Iterator[Statement]:
    verb = aside.split(" ", 1)[0]
    if is_participle(verb):
        yield from _phrase(subject, "was " + aside)


def _phrase(subject: str, phrase: str) -> Iterator[Statement]:
    """What one verb phrase says of its subject."""
    match = p.VERB_PHRASE.match(phrase)
    if not match or p.UNCERTAIN.search(_before_object(phrase)):
        return
    if measure := p.MEASURE.match(phrase):
        yield Statement(subject, measure["what"], measure["value"], 0.9)
    elif definition := p.DEFINITION.match(phrase):
        yield from _definition(subject, definition)
    elif (match["aux"] or "").strip() in (
        "is",
        "are",
        "was",
        "were",
        "has been",
        "have been",
        "had been",
    ):
        if is_participle(match["verb"]):
            yield from passive(subject, match)
    elif is_active(match):
        yield from active(subject, match)


def _before_object(phrase: str) -> str:
    found = re.search(NAME, phrase)
    return phrase[: found.start()] if found else phrase


def _definition(subject: str, match: re.Match[str]) -> Iterator[Statement]:
    noun = noun_phrase(match["noun"], match["article"])
    if not noun:
        return
    predicate = "is a" if match["be"] in ("is", "are") else "was a"
    if match["article"] not in ("a", "an"):
        predicate = predicate.removesuffix(" a")
        noun = f"{match['article']} {noun}"
    of = re.match(rf"^the (?P<role>(?:[a-z-]+ )*[a-z-]+) of (?:the )?(?P<object>{NAME})$", noun)
    if of:
        yield Statement(subject, f"{of['role']} of", of["object"], 0.85)
        return
    yield Statement(subject, predicate, noun, 0.85)
    yield from _after_noun(subject, noun, match["noun"][len(noun_span(match["noun"])) :])


_PLACES = re.compile(
    r"\b(?:village|town|city|river|lake|mountain|municipality|district|school|university|airport|"
    r"station|commune|suburb|island|college|hospital|museum|church|park|building|neighbou?rhood|"
    r"settlement|township|county|province|region|stadium|hotel|castle|bridge|cemetery|community)$"
)
_WORKS = re.compile(
    r"\b(?:album|song|single|novel|book|film|painting|opera|poem|play|story|ep|symphony|sculpture)$"
)


def _after_noun(subject: str, noun: str, rest: str) -> Iterator[Statement]:
    """What follows "is a film": "directed by …", "in …", "who played …"."""
    if starring := p.STARRING.search(rest):
        yield from each(subject, "starring", starring, 0.85)
    if relative := re.match(r",? (?:who|which|that) (.*)", rest):
        for part in _conjuncts(relative[1].split(",")[0]):
            yield from _phrase(subject, part)
    elif (found := p.PHRASE.match(rest)) and not rest.startswith(","):
        yield from _place_or_maker(subject, noun, found)
    else:
        yield from _reduced(subject, rest)


def _place_or_maker(subject: str, noun: str, found: re.Match[str]) -> Iterator[Statement]:
    """A village is in a place, a novel by an author."""
    if found["date"]:
        return
    if found["preposition"] == "in" and _PLACES.search(noun):
        yield from each(subject, "located in", found, 0.85)
    elif found["preposition"] == "by" and _WORKS.search(noun):
        yield from each(subject, "created by", found, 0.8)


def _reduced(subject: str, rest: str) -> Iterator[Statement]:
    """Participles one after the other: "directed by X and written by Y"."""
    for part in re.split(r",? and |, ", rest):
        words = part.split()
        if len(words) > 1 and is_participle(words[0]) and words[0] not in EMPTY_VERBS | {"known"}:
            yield from phrases(subject, words[0], part.strip()[len(words[0]) :], 0.8)
        elif words:
            return
