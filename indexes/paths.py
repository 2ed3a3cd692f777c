"""Paths of two triples that answer what one triple cannot: X — director — D, D — born in — Paris.

A path starts at an entity that the question names. Each of its triples has to say something that
is asked and that the other does not say, or the path has to end at another named entity.
"""

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass

from knowledge.graph import KnowledgeGraph
from knowledge.linking import Mention
from knowledge.names import leads_on
from knowledge.text import comparable
from knowledge.types import Triple

# Of a hub's triples only those that fit best lead on.
_FIRST_HOPS = 12
_SECOND_HOPS = 200


@dataclass(frozen=True, slots=True)
class Path:
    """Triples that follow each other, from an entity that the question names.

    Attributes:
        triples: in the order they are walked; each shares an entity with the one before.
        score: share of what is asked that they say together, 1 more if both ends are named.
    """

    triples: tuple[Triple, ...]
    score: float


def find_paths(
    mentions: Sequence[Mention],
    graph: KnowledgeGraph,
    asked: Callable[[str], Mapping[str, float]],
    limit: int,
) -> list[Path]:
    """The paths of two triples that say most of what is asked, best first.

    Args:
        mentions: entities that the question names.
        graph: the collection's graph.
        asked: the asked terms that a predicate says, each with its share of the question.
        limit: how many at most.
    """
    named = [mention.entity for mention in mentions]
    found: dict[frozenset[int], Path] = {}
    for start in named:
        for path in _from(start, named, graph, asked):
            key = frozenset(triple.id for triple in path.triples)
            if key not in found or found[key].score < path.score:
                found[key] = path
    ranked = sorted(found.values(), key=lambda p: (-p.score, [t.id for t in p.triples]))
    return ranked[:limit]


def _from(
    start: str,
    named: Container[str],
    graph: KnowledgeGraph,
    asked: Callable[[str], Mapping[str, float]],
) -> Iterator[Path]:
    firsts = sorted(
        graph.triples_of(start), key=lambda t: (-sum(asked(t.predicate).values()), t.id)
    )
    for first in firsts[:_FIRST_HOPS]:
        middle = other_end(first, start, graph)
        if middle in named or not leads_on(middle):
            continue
        said = asked(first.predicate)
        for second in graph.triples_of(middle, _SECOND_HOPS):
            end = other_end(second, middle, graph)
            if second.id == first.id or end == start:
                continue
            more = asked(second.predicate)
            connects = end in named
            if connects or (said.keys() - more.keys() and more.keys() - said.keys()):
                yield Path((first, second), sum({**said, **more}.values()) + connects)


def other_end(triple: Triple, entity: str, graph: KnowledgeGraph) -> str:
    """The entity at the far end of a triple from `entity`, both by their canonical names."""
    subject = graph.canonical(comparable(triple.subject))
    return graph.canonical(comparable(triple.object)) if subject == entity else subject
