"""Names in a text that are entities of the graph: exact, case, width and aliases, both languages.

The longest name wins; a name must not begin or end inside a Latin word or a number. A name of one
Chinese character counts where it is a word of its own, or stands before what the graph says of it.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.graph import KnowledgeGraph
from knowledge.lone_characters import lone_characters, stands_before
from knowledge.stop_words import STOP_PHRASES_ZH, STOP_WORDS_EN
from knowledge.text import comparable, is_cjk

MAX_NAME = 80
# Triples of an entity of one character that are looked through for what it has.
_ASKED = 1000
_WORD = re.compile(r"\w")
_FORM_WORDS = STOP_WORDS_EN | frozenset(STOP_PHRASES_ZH)


@dataclass(frozen=True, slots=True)
class Mention:
    """An entity named in a text: its canonical name and the comparable form it was named by."""

    entity: str
    name: str


def link_entities(text: str, graph: KnowledgeGraph) -> list[Mention]:
    """Entities that `text` names, in order of appearance, each entity once."""
    folded = comparable(text)
    bounds = [place for place in range(len(folded) + 1) if _is_boundary(folded, place)]
    mentions: dict[str, Mention] = {}
    position = 0
    for n, start in enumerate(bounds):
        name = _longest_name(folded, bounds[n:], graph) if start >= position else None
        if name is not None:
            for entity in graph.called(name):
                mentions.setdefault(entity, Mention(entity, name))
            position = start + len(name)
    return list(mentions.values())


def _longest_name(folded: str, bounds: Sequence[int], graph: KnowledgeGraph) -> str | None:
    """The longest name from the first of some boundaries to another one."""
    start = bounds[0]
    last = bisect_right(bounds, start + MAX_NAME)
    for end in reversed(bounds[:last]):
        if end < start + 2:
            break
        for name in _spellings(folded[start:end]):
            if name not in _FORM_WORDS and graph.knows(name):
                # The text's own spelling advances the scan; a plural is one letter longer.
                return name
    return folded[start] if _is_lone_name(folded, start, graph) else None


def _is_lone_name(folded: str, start: int, graph: KnowledgeGraph) -> bool:
    character = folded[start : start + 1]
    if not is_cjk(character) or character in _FORM_WORDS or not graph.knows(character):
        return False
    return start in lone_characters(folded) or stands_before(
        folded, start, _attributes(character, graph)
    )


def _attributes(name: str, graph: KnowledgeGraph) -> Iterator[str]:
    """What the graph says of the entities of a name."""
    for entity in graph.called(name):
        for triple in graph.triples_of(entity, _ASKED):
            if graph.canonical(comparable(triple.subject)) == entity:
                yield comparable(triple.predicate)


def _spellings(name: str) -> Iterator[str]:
    yield name
    if len(name) > 4 and name.endswith("s") and name.isascii():
        yield name[:-1]


def _is_boundary(text: str, position: int) -> bool:
    if position in (0, len(text)):
        return True
    left, right = text[position - 1], text[position]
    return is_cjk(left) or is_cjk(right) or not (_WORD.match(left) and _WORD.match(right))
