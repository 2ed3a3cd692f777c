"""English noun phrases after "is a": where they end, and whether they say what something is."""

import re

from knowledge.triples.english import patterns as p
from knowledge.triples.english.words import is_regular_past
from knowledge.triples.masking import ANY

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


_OPEN_ENDS = frozenset("in on at of by for with as to from that and or the a an".split())


def noun_span(text: str) -> str:
    """The part of `text` that is one noun phrase."""
    end = p.NOUN_ENDS.search(text)
    return text[: end.start()] if end else text.rstrip(". ")


def noun_phrase(text: str, article: str) -> str | None:
    """A noun phrase that can be the object of "is a", or None."""
    noun = noun_span(text).strip()
    head, of, complement = noun.partition(" of ")
    if article in ("a", "an") and of and head.split()[-1:] and head.split()[-1] not in _OF_NOUNS:
        noun = f"{head} of {complement}" if len(complement.split()) <= 3 else head
    words = noun.split()
    if len(words) > 1 and words[-1].endswith("ed") and is_regular_past(words[-1]):
        words = words[:-1]
        noun = " ".join(words)
    if not 0 < len(words) <= _MAX_NOUN_WORDS or p.UNCERTAIN.search(noun):
        return None
    if not of and not _is_class(words[-1]):
        return None
    restricted = article not in ("a", "an") or _SUPERLATIVE.search(noun)
    if restricted and len(text.split(".")[0]) > len(noun_span(text)) + 2:
        return _whole(text)
    return noun


def _is_class(word: str) -> bool:
    """Whether a noun phrase that ends so can be a class: not in a name, not in a vague word."""
    known = word in _VAGUE_NOUNS or word.endswith("ly")
    return not known and bool(re.search("[a-z]{3}", word))


def _whole(text: str) -> str | None:
    """The largest city in Germany: without its complement it would not be true."""
    parts = re.split(r"([,;:(]|\.(?:\s|$)| and | but | which | who | where | that )", text)
    whole = parts[0].strip()
    if parts[1:2] in ([" and "], [":"]):
        return None  # "the first studio and third live album"
    words = whole.split()
    ends_well = bool(words) and (bool(re.fullmatch(ANY, words[-1])) or len(words) < 4)
    ends_well = ends_well and words[-1] not in _OPEN_ENDS
    return whole if 1 < len(words) <= _MAX_NOUN_WORDS + 2 and ends_well else None
