"""Noun phrases of English questions: names, and phrases with an article.

No parser: capital letters, determiners and short word lists decide where a phrase ends.
"""

import re
from dataclasses import dataclass
from typing import Literal

from service.conversation.english_words import (
    ADJECTIVES,
    ATTRIBUTES,
    AUXILIARIES,
    BORN,
    FUNCTION,
    HEADS,
    IMPERATIVES,
    PARTICIPLES,
    VERBS,
)

Kind = Literal["name", "noun"]
YEAR = re.compile(r"\b(?:1[0-9]|20)\d{2}s?\b")
_WORD = re.compile(r"[^\W_](?:[\w.\-'’/&+]*[\w+])?")
_LINKS = frozenset("of de la van von der for".split())
_DO = frozenset("do does did can could will would should must may might".split())


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its offsets."""

    text: str
    start: int
    end: int

    @property
    def low(self) -> str:
        """Lower case, without a possessive ending."""
        return self.bare.lower()

    @property
    def bare(self) -> str:
        """Without a possessive ending."""
        return re.sub(r"['’]s?$", "", self.text)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase: `text[start:end]`; `first` is the number of its first word."""

    text: str
    start: int
    end: int
    kind: Kind
    first: int
    last: int


def words_of(text: str) -> list[Word]:
    """The words of a text."""
    return [Word(m[0], m.start(), m.end()) for m in _WORD.finditer(text)]


def is_verb(word: str) -> bool:
    """Whether a lower-case word may well be a verb."""
    return word in VERBS or word in PARTICIPLES or word in BORN or _ends_like_verb(word)


def _ends_like_verb(word: str) -> bool:
    return len(word) > 4 and word.endswith("ed")


def names_in(text: str) -> list[Phrase]:
    """The names of a text, each with its article and the kind of thing that it is."""
    words = words_of(text)
    found: list[Phrase] = []
    number = 0
    while number < len(words):
        if not _is_name(words, number):
            number += 1
            continue
        last = _name_end(text, words, number)
        first = _name_start(words, number)
        found.append(phrase_of(text, words, first, last, "name"))
        number = last + 1
    return found


def _is_name(words: list[Word], number: int) -> bool:
    word = words[number]
    if word.text[0].isdigit():
        return any(c.isalpha() for c in word.text) and not YEAR.fullmatch(word.text)
    if not any(c.isupper() for c in word.text):
        return False
    if any(c.isupper() for c in word.text[1:]) and len(word.text) > 1:
        return True
    if number == 0:
        return word.low not in FUNCTION | IMPERATIVES and not is_verb(word.low)
    return word.low not in FUNCTION


def _name_end(text: str, words: list[Word], number: int) -> int:
    last = number
    while last + 1 < len(words) and text[words[last].end : words[last + 1].start] == " ":
        following = words[last + 1]
        if _is_name(words, last + 1) or (following.text.isdigit() and len(following.text) < 4):
            last += 1
        elif following.low in _LINKS and _leads_to_name(words, last + 2):
            last += 2 if _is_name(words, last + 2) else 3
        elif following.text in HEADS and words[last].text == words[last].bare:
            last += 1
        else:
            break
    return last


def _leads_to_name(words: list[Word], number: int) -> bool:
    if number < len(words) and words[number].low == "the":
        number += 1
    return number < len(words) and words[number].text[0].isupper() and _is_name(words, number)


def _name_start(words: list[Word], number: int) -> int:
    """Take in an article, with up to two plain words between it and the name."""
    for back in range(1, 4):
        before = number - back
        if before < 0:
            break
        if words[before].low in ("the", "a", "an"):
            return before
        if words[before].low in FUNCTION or is_verb(words[before].low):
            break
    return number


def determined(text: str) -> list[Phrase]:
    """Phrases that begin with an article or the like, names left out: "the refund policy"."""
    words = words_of(text)
    taken = {n for name in names_in(text) for n in range(name.first, name.last + 1)}
    found: list[Phrase] = []
    for number, word in enumerate(words[:-1]):
        if word.low not in ("the", "a", "an", "my", "our") or number in taken:
            continue
        last = noun_end(words, number + 1)
        if last is not None:
            found.append(phrase_of(text, words, number, last, "noun"))
    return found


def noun_end(words: list[Word], first: int) -> int | None:
    """Number of the last word of a plain noun phrase that begins at `first`, without article."""
    if words[first].low in FUNCTION:
        return None
    asked = any(word.low in _DO for word in words[:first])
    last = first
    for number in range(first + 1, min(first + 4, len(words))):
        word = words[number].low
        if word in FUNCTION or words[number].text[0].isupper():
            break
        if is_verb(word) and (asked or word not in HEADS | ATTRIBUTES):
            break
        last = number
        if words[number].text != words[number].bare:
            break
    while last > first and words[last].low in ADJECTIVES:
        last -= 1
    return last


def phrase_of(text: str, words: list[Word], first: int, last: int, kind: Kind) -> Phrase:
    """The phrase from one word to another, without a possessive ending."""
    start = words[first].start
    end = words[last].start + len(words[last].bare)
    return Phrase(text[start:end], start, end, kind, first, last)


def has_verb(text: str) -> bool:
    """Whether a text says or asks something, rather than only naming it."""
    low = [word.low for word in words_of(text)]
    return any(word in AUXILIARIES or is_verb(word) for word in low)


def person_in(text: str) -> str:
    """A name of two or three capitalised words, such as people have; empty if there is none."""
    for name in names_in(text):
        plain = re.sub(r"^(?:the|a|an)\s+", "", name.text, flags=re.IGNORECASE)
        parts = plain.split()
        if len(parts) in (2, 3) and plain == name.text and all(p.istitle() for p in parts):
            return name.text
    return ""


def similar(one: str, other: str) -> int:
    """How alike two names look: the same shape, length and letters."""
    score = 2 * (_shape(one) == _shape(other))
    score += len(one.split()) == len(other.split())
    a, b = one.lower(), other.lower()
    score += 3 * any(a[i : i + 3] in b for i in range(len(a) - 2) if a[i : i + 3].isalnum())
    return score


def _shape(text: str) -> tuple[bool, bool, bool]:
    plain = re.sub(r"^(?:the|a|an)\s+", "", text, flags=re.IGNORECASE)
    word = plain.split()[0] if plain else ""
    return (word.istitle(), any(c.isdigit() for c in word), any(c.isupper() for c in word[1:]))
