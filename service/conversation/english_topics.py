"""What an English question is about: the thing rather than what is asked of it."""

import re
from itertools import pairwise

from service.conversation.english_phrases import (
    YEAR,
    Phrase,
    Word,
    determined,
    is_verb,
    names_in,
    noun_end,
    phrase_of,
    words_of,
)
from service.conversation.english_words import (
    ADJECTIVES,
    ADVERBS,
    ATTRIBUTES,
    AUXILIARIES,
    FUNCTION,
    IMPERATIVES,
    WH,
)

_PLACES = frozenset("in at on during since from near by after before under".split())


def topic_of(question: str) -> str:
    """What a question is about, empty if that cannot be told.

    The thing rather than what is asked of it: "the height of the tower" is about the tower.
    """
    phrase = topic_phrase(question)
    return phrase.text if phrase else ""


def topic_phrase(question: str) -> Phrase | None:
    """The same with its place in the question."""
    words = words_of(question)
    names = names_in(question)
    nouns = determined(question)
    for noun in nouns:
        if whole := _with_of(question, words, noun, names + nouns):
            return whole
    pair = _pair(question, names)
    if pair:
        return pair
    inner = [n for n in names if n.first and words[n.first - 1].low in _PLACES]
    outer = [n for n in names if n not in inner]
    if outer:
        return outer[0]
    plain = [n for n in nouns if words[n.last].low not in ATTRIBUTES]
    if plain:
        return plain[0]
    return _bare(question, words) or (inner[0] if inner else None)


def _with_of(text: str, words: list[Word], noun: Phrase, others: list[Phrase]) -> Phrase | None:
    """All of "the capital of France", unless "capital" is a mere attribute."""
    after = noun.last + 1
    if after >= len(words) or words[after].low != "of" or words[noun.last].low in ATTRIBUTES:
        return None
    for other in others:
        if other.first == after + 1:
            return phrase_of(text, words, noun.first, other.last, other.kind)
    return None


def _pair(text: str, names: list[Phrase]) -> Phrase | None:
    """Two names as one: "LoRA and QLoRA"."""
    for one, other in pairwise(names):
        if re.fullmatch(r"\s*(?:and|or|vs\.?|versus|&|/)\s*", text[one.end : other.start]):
            whole = text[one.start : other.end]
            return Phrase(whole, one.start, other.end, "name", one.first, other.last)
    return None


def _bare(text: str, words: list[Word]) -> Phrase | None:
    """What a question without names and articles asks about: "what is catastrophic forgetting"."""
    number = _subject_starts(words)
    while number < len(words) and words[number].low in ADVERBS | {"me", "about", "the", "a", "of"}:
        number += 1
    if number >= len(words) or words[number].low in FUNCTION or YEAR.fullmatch(words[number].text):
        return None
    last = noun_end(words, number)
    if last is None or (number == last and words[last].low in ATTRIBUTES | ADJECTIVES):
        return None
    return phrase_of(text, words, number, last, "noun")


def _subject_starts(words: list[Word]) -> int:
    """Where the subject of a question, or the object after "who", may begin."""
    low = [word.low for word in words]
    if not low:
        return 0
    if low[0] in IMPERATIVES:
        return 1
    for number, word in enumerate(low[:7]):
        if word in AUXILIARIES:
            there = low[number + 1 : number + 2] == ["there"]
            return number + (2 if there else 1)
    if low[0] in WH and len(low) > 1:
        for number, word in enumerate(low[1:4], 1):
            if is_verb(word) or (word.endswith("s") and is_verb(word[:-1])):
                return number + 1
    return len(low)
