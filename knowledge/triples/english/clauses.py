"""From a masked English sentence to what it states.

A small grammar over the words between entities: the subject at the start of the sentence, its
verb phrases, appositions, relative clauses. What it cannot follow it leaves alone.
"""

import re
from collections.abc import Iterator

from knowledge.triples.english import patterns as p
from knowledge.triples.english.words import (
    IRREGULAR_PAST,
    PARTICIPLES,
    PRESENT,
    is_participle,
    is_regular_past,
    is_verb,
)
from knowledge.triples.masking import NAME
from knowledge.triples.statements import Statement

# Verbs that report, judge or only help: their object is no fact about their subject.
_EMPTY_VERBS = frozenset(
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
_VAGUE_NOUNS = frozenset(
    "reason result problem goal question example one way thing fact matter lot number part member "
    "type kind case time point moment day year place list person people subject "
    "change move decision process act event role position feat period legend step effort".split()
)
_OF_NOUNS = frozenset(
    "member part type kind form species genus variety set group series branch collection "
    "subspecies "
    "family class suburb district municipality town city village capital state province region "
    "tributary native citizen brand division subsidiary unit breed list".split()
)
_SUPERLATIVE = re.compile(
    r"\b(?:first|second|third|last|only|most|least|main|same|next|[a-z]{3,}est)\b"
)
_MAX_NOUN_WORDS = 9


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
        if not p.UNCERTAIN.search(match["role"]) and not re.search(
            r"\b(?:is|was|were|are)\b", match["role"]
        ):
            yield Statement(match["subject"], f"{match['role']} of", match["object"], 0.85)
    if match := p.ROLE_IS.match(masked):
        yield Statement(match["subject"], f"{match['role']} of", match["object"], 0.85)
    for match in p.APPOSITION.finditer(masked):
        opening = masked[: match.start()].rsplit(",", 1)[-1].strip()
        # "In Paris, a crowd gathered": what follows is the subject of the sentence.
        if masked[: match.start()].endswith(" and ") or re.match(
            r"(?:In|At|On|From|To|For|With|By|After|Before|During|Near|Like|Unlike)\b", opening
        ):
            continue
        if noun := _noun(match["noun"], "a"):
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
            yield from _passive(subject, match)
    elif _is_active(match):
        yield from _active(subject, match)


def _before_object(phrase: str) -> str:
    found = re.search(NAME, phrase)
    return phrase[: found.start()] if found else phrase


def _is_active(match: re.Match[str]) -> bool:
    verb = match["verb"]
    if match["aux"]:
        return is_regular_past(verb) or verb in PARTICIPLES
    return is_regular_past(verb) or verb in IRREGULAR_PAST or verb in PRESENT


def _passive(subject: str, match: re.Match[str]) -> Iterator[Statement]:
    verb, rest = match["verb"], match["rest"]
    if verb in _EMPTY_VERBS and verb not in _FINE_PASSIVES:
        return
    if verb in ("awarded", "named", "given", "elected", "appointed") and (
        found := p.DIRECT.match(rest)
    ):
        yield from _each(subject, f"was {verb}", found, 0.75)
        return
    yield from _phrases(
        subject, verb + (match["particle"] or ""), rest, 0.9 if verb == "born" else 0.8
    )


def _active(subject: str, match: re.Match[str]) -> Iterator[Statement]:
    verb, rest = match["verb"], match["rest"]
    if verb in _EMPTY_VERBS:
        return
    predicate = verb + (match["particle"] or "")
    if found := p.DIRECT.match(rest):
        yield from _each(subject, predicate, found, 0.7)
        return
    yield from _phrases(subject, predicate, rest, 0.7, dated=verb in _DATED)


def _phrases(
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
            yield from _each(subject, f"{verb} {found['preposition']}", found, confidence)
        first = False
        rest = rest[found.end() :]
        if within := p.WITHIN.match(rest):
            rest = rest[within.end() :]


def _each(
    subject: str, predicate: str, found: re.Match[str], confidence: float
) -> Iterator[Statement]:
    """One statement for each name of a list; a city is followed by its country, which is none."""
    names = re.findall(NAME, found["object"] + found["more"])
    if " and " not in found["more"]:
        names = names[:1]
    for name in names:
        if name != subject:
            yield Statement(subject, predicate, name, confidence)


def _definition(subject: str, match: re.Match[str]) -> Iterator[Statement]:
    noun = _noun(match["noun"], match["article"])
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
    yield from _after_noun(subject, noun, match["noun"][len(_noun_span(match["noun"])) :])


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
        yield from _each(subject, "starring", starring, 0.85)
    if relative := re.match(r",? (?:who|which|that) (.*)", rest):
        for part in _conjuncts(relative[1].split(",")[0]):
            yield from _phrase(subject, part)
        return
    if (found := p.PHRASE.match(rest)) and not rest.startswith(","):
        preposition = found["preposition"]
        if preposition == "in" and _PLACES.search(noun) and not found["date"]:
            yield from _each(subject, "located in", found, 0.85)
        elif preposition == "by" and _WORKS.search(noun) and not found["date"]:
            yield from _each(subject, "created by", found, 0.8)
        return
    for part in re.split(r",? and |, ", rest):
        words = part.split()
        if len(words) > 1 and is_participle(words[0]) and words[0] not in _EMPTY_VERBS | {"known"}:
            yield from _phrases(subject, words[0], part.strip()[len(words[0]) :], 0.8)
        elif words:
            return


def _noun_span(text: str) -> str:
    """The part of `text` that is one noun phrase."""
    end = p.NOUN_ENDS.search(text)
    return text[: end.start()] if end else text.rstrip(". ")


def _noun(text: str, article: str) -> str | None:
    """A noun phrase that can be the object of "is a", or None."""
    noun = _noun_span(text).strip()
    head, of, complement = noun.partition(" of ")
    if article in ("a", "an") and of and head.split()[-1:] and head.split()[-1] not in _OF_NOUNS:
        noun = f"{head} of {complement}" if len(complement.split()) <= 3 else head
    words = noun.split()
    if len(words) > 1 and words[-1].endswith("ed") and is_regular_past(words[-1]):
        words = words[:-1]
        noun = " ".join(words)
    if not 0 < len(words) <= _MAX_NOUN_WORDS or p.UNCERTAIN.search(noun):
        return None
    if (
        words[-1] in _VAGUE_NOUNS
        or words[-1].endswith("ly")
        or not re.search(r"[a-z]{3}", words[-1])
    ):
        # Ends in a name or a vague word: not a class that the subject belongs to.
        if not of:
            return None
    restricted = article not in ("a", "an") or _SUPERLATIVE.search(noun)
    if restricted and len(text.split(".")[0]) > len(_noun_span(text)) + 2:
        return _whole(text)
    return noun


def _whole(text: str) -> str | None:
    """The largest city in Germany: without its complement it would not be true."""
    parts = re.split(r"([,;:(]|\.(?:\s|$)| and | but | which | who | where | that )", text)
    whole = parts[0].strip()
    if parts[1:2] in ([" and "], [":"]):
        return None  # "the first studio and third live album"
    words = whole.split()
    ends_well = bool(words) and (bool(re.fullmatch(p.ANY, words[-1])) or len(words) < 4)
    return whole if 1 < len(words) <= _MAX_NOUN_WORDS + 2 and ends_well else None
