"""English words that stand for something said before: "it", "her", "this method", "there"."""

import re

from service.conversation.english_antecedents import (
    latter_of,
    person_of,
    place_of,
    several_of,
    thing_of,
    year_of,
)
from service.conversation.english_phrases import (
    Word,
    determined,
    is_verb,
    names_in,
    words_of,
)
from service.conversation.english_words import (
    ADVERBS,
    AUXILIARIES,
    BE,
    CONJUNCTIONS,
    FUNCTION,
    HEADS,
    KINDS,
    PLACES,
    PREPOSITIONS,
    TIMES,
    VERBS,
    WH,
)
from service.conversation.turns import Said

_THING = frozenset("it this that".split())
_THINGS = frozenset("they them these those".split())
_PERSON = frozenset("he she him".split())
_OWNED = {"its": "thing", "their": "things", "his": "person", "her": "person"}
# "Is it possible to ...": it stands for what follows.
_EMPTY_IT = re.compile(
    r"\bit(?:'s|\s+(?:is|was|would be|will be))?\s+(?:\w+ly\s+)?(?:true|possible|necessary|likely|"
    r"correct|safe|common|normal|better|best|important|easy|hard|difficult|allowed|ok|okay|worth|"
    r"legal|mandatory|good|bad|recommended)\b.*?\b(?:that|to|if|whether|for|\w+ing)\b"
    r"|\bit\s+(?:take|takes|took|make sense)\b.*?\bto\b"
    r"|\bwhat\s+(?:time|day|date)\s+is\s+it\b|\bit\s+(?:rain|snow)",
    re.IGNORECASE,
)


def resolve_pronouns(question: str, said: Said) -> str:
    """The question with what its pronouns stand for, as far as that can be told."""
    words = words_of(question)
    changes: list[tuple[int, int, str]] = []
    for number in range(len(words)):
        if changes and words[number].start < changes[-1][1]:
            continue
        change = _change(question, words, number, said)
        if change:
            changes.append(change)
    for start, end, text in reversed(changes):
        question = question[:start] + text + question[end:]
    return question if changes else _named_in_full(question, said)


def _change(
    question: str, words: list[Word], number: int, said: Said
) -> tuple[int, int, str] | None:
    """What to put for the word of that number: start, end, text."""
    word = words[number]
    low = word.low
    following = words[number + 1].low if number + 1 < len(words) else ""
    if low in ("former", "latter") or (low in ("first", "second", "other") and following == "one"):
        return _of_two(words, number, said)
    if low in ("both", "neither") and following not in ("of", "") and " and " not in question:
        several = several_of(said)
        return (word.start, word.end, f"{low} {several}") if several else None
    if low in _OWNED:
        return _owned(question, words, number, said)
    if _explained_inside(question, words, number):
        return None
    if low in _PERSON or (low == "her" and number):
        return _put(word, person_of(said))
    if low in _THING | _THINGS:
        return _thing(question, words, number, said)
    if low == "there":
        return _there(words, number, said)
    return None


def _put(word: Word, text: str) -> tuple[int, int, str] | None:
    return (word.start, word.start + len(word.text), text) if text else None


def _thing(
    question: str, words: list[Word], number: int, said: Said
) -> tuple[int, int, str] | None:
    """A pronoun, or a demonstrative with or without a noun."""
    word, low = words[number], words[number].low
    if low == "it":
        if any(m.start() <= word.start < m.end() for m in _EMPTY_IT.finditer(question)):
            return None
        return _put_with_possessive(word, thing_of(said))
    if low in ("they", "them"):
        return _put_with_possessive(word, several_of(said) or thing_of(said))
    following = words[number + 1] if number + 1 < len(words) else None
    if following is not None and following.low in TIMES:
        year = year_of(said)
        told = low in ("that", "this") and following.low == "year" and low == "that" and year
        if not told:
            return None
        before = words[number - 1] if number and words[number - 1].low == "in" else word
        return (before.start, following.end, f"in {year}")
    if following is not None and _is_kind(words, number + 1):
        meant = place_of(said, around=True) if following.low in PLACES else thing_of(said)
        return (word.start, following.start + len(following.bare), meant or following.text)
    if low in ("these", "those") or _stands_alone(words, number):
        return _put_with_possessive(
            word, (several_of(said) if low in _THINGS else "") or thing_of(said)
        )
    return None


def _is_kind(words: list[Word], number: int) -> bool:
    """Whether a word says what kind of thing is meant: "this method", but not "does this work"."""
    low = words[number].low
    if low not in KINDS and low.removesuffix("s") not in KINDS:
        return False
    asked = any(word.low in ("do", "does", "did", "can", "will") for word in words[:number])
    return not (asked and low in VERBS and number + 1 == len(words))


def _put_with_possessive(word: Word, text: str) -> tuple[int, int, str] | None:
    if not text:
        return None
    return (word.start, word.start + len(word.bare), text)


def _stands_alone(words: list[Word], number: int) -> bool:
    """Whether "this" or "that" is a pronoun, neither before a noun nor a conjunction."""
    following = words[number + 1].low if number + 1 < len(words) else ""
    before = words[number - 1].low if number else ""
    if before and before not in AUXILIARIES | PREPOSITIONS | WH | ADVERBS and not is_verb(before):
        return False
    if words[number].low == "this":
        return not following or following in AUXILIARIES | PREPOSITIONS or is_verb(following)
    if is_verb(before) and following and following not in PREPOSITIONS | ADVERBS:
        return False  # "did he say that ..."
    return not following or following in AUXILIARIES | PREPOSITIONS | ADVERBS or is_verb(following)


def _owned(
    question: str, words: list[Word], number: int, said: Said
) -> tuple[int, int, str] | None:
    word = words[number]
    following = words[number + 1].low if number + 1 < len(words) else ""
    if _explained_inside(question, words, number):
        return None
    if word.low == "her" and (not following or following in FUNCTION):
        return _put(word, person_of(said))
    kind = _OWNED[word.low]
    if kind == "things":
        owner = several_of(said) or thing_of(said)
    else:
        owner = person_of(said) if kind == "person" else thing_of(said)
    if not owner:
        return None
    return (word.start, word.end, f"{owner}’" if owner.endswith("s") else f"{owner}'s")


def _explained_inside(question: str, words: list[Word], number: int) -> bool:
    """Whether the question itself names what the pronoun stands for.

    In "when did Edward Hu publish it" the subject cannot be "it": an object of the same clause
    stands for something else.
    """
    word = words[number]
    before = [
        phrase
        for phrase in (*names_in(question), *determined(question))
        if phrase.end <= word.start and phrase.first < number
    ]
    if not before:
        return False
    is_object = word.low in ("it", "them", "him", "her") and is_verb(words[number - 1].low)
    if not is_object:
        return True
    between = {w.low for w in words[before[0].last + 1 : number]}
    return bool(between & CONJUNCTIONS)


def _there(words: list[Word], number: int, said: Said) -> tuple[int, int, str] | None:
    near = {w.low for w in words[max(0, number - 1) : number + 2]} - {"there"}
    if near & BE or "exist" in near:
        return None
    place = place_of(said, around="live" in near or "lives" in near)
    to = number and words[number - 1].low in ("get", "go", "travel", "come")
    return _put(words[number], f"{'to' if to else 'in'} {place}") if place else None


def _of_two(words: list[Word], number: int, said: Said) -> tuple[int, int, str] | None:
    """One of two: "the latter", "the first one", "the other one"."""
    chosen = latter_of(said, first=words[number].low in ("former", "first"))
    if not chosen:
        return None
    with_article = number and words[number - 1].low == "the"
    start = words[number - 1].start if with_article else words[number].start
    last = number
    if number + 1 < len(words) and words[number + 1].low == "one":
        last += 1
    return (start, words[last].end, chosen)


def _named_in_full(question: str, said: Said) -> str:
    """A thing by the name it was given before: for "the bridge", "the Harbour bridge"."""
    for phrase in determined(question):
        noun = re.sub(r"^(?:the|a|an|my|our)\s+", "", phrase.text)
        if not phrase.text.startswith("the ") or noun not in HEADS | KINDS:
            continue
        for name in (said.topic, *(n.text for n in names_in(said.question))):
            if name.lower().endswith(f" {noun}") and name.lower() != phrase.text.lower():
                full = name if name.lower().startswith("the ") else f"the {name}"
                return question[: phrase.start] + full + question[phrase.end :]
    return question
