"""A sentence with its entities masked: one private character for each.

Patterns over the words between entities are then plain regular expressions. Knows nothing of a
language. Private characters of the text itself are masked as blanks.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.types import EntityKind, EntityMention

_NAMES, _DATES, _QUANTITIES = 0xE000, 0xF000, 0xF400
_ROOM = 0x400
# Character classes for patterns: a name, a date, a quantity, any of them.
NAME = "[\ue000-\ue3ff\uf8fe]"
DATE = "[\uf000-\uf3ff]"
QUANTITY = "[\uf400-\uf7ff]"
ANY = "[\ue000-\ue3ff\uf000-\uf7ff\uf8fe]"
# Stands for what the document is about where a sentence says "he", "the film", "该片".
TOPIC = "\uf8fe"
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_BASES: dict[EntityKind, int] = {"date": _DATES, "quantity": _QUANTITIES}


@dataclass(frozen=True, slots=True)
class Masked:
    """A sentence whose entities are single characters.

    Attributes:
        text: the sentence, masked.
        mentions: what each private character stands for.
    """

    text: str
    mentions: dict[str, EntityMention]

    def words(self, part: str) -> str:
        """A part of the masked text in the sentence's own words."""
        return _PRIVATE.sub(self._name, part)

    def _name(self, character: re.Match[str]) -> str:
        mention = self.mentions.get(character[0])
        return mention.name if mention else character[0]


def mask(text: str, start: int, mentions: Sequence[EntityMention]) -> Masked:
    """Mask a sentence.

    Args:
        text: the sentence.
        start: where it starts in the text that the mentions' offsets count from.
        mentions: those of the sentence, in order, not overlapping; beyond the first 1,024 they
            are left as words.
    """
    pieces: list[str] = []
    known: dict[str, EntityMention] = {}
    position = 0
    for number, mention in enumerate(mentions[:_ROOM]):
        character = chr(_BASES.get(mention.kind, _NAMES) + number)
        known[character] = mention
        pieces.append(_PRIVATE.sub(" ", text[position : mention.start - start]))
        pieces.append(character)
        position = mention.end - start
    pieces.append(_PRIVATE.sub(" ", text[position:]))
    return Masked("".join(pieces), known)
