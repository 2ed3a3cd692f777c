"""Graph search: from the entities a question names to the triples and paths around them.

Ranks triples by distance and by how much of the question they speak of. Knows nothing of how the
triples came to be; chunks are ranked over the graph by `graph_ranking`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from indexes.paths import Path, find_paths
from knowledge.graph import KnowledgeGraph
from knowledge.linking import Mention, link_entities
from knowledge.names import leads_on
from knowledge.text import comparable, content_terms, terms
from knowledge.triples.conflicts import find_conflicts
from knowledge.types import Triple

HOPS = 2
# A hub with thousands of triples must not cost a question its time.
MAX_TRIPLES = 400
MAX_PATHS = 4
# Words of one family share their beginning where their stems differ: director, directed.
_FAMILY = 5


@dataclass(frozen=True, slots=True)
class GraphHits:
    """What the graph knows about a question.

    Attributes:
        mentions: the entities that the question names.
        triples: triples around them with a score, best first.
        paths: paths of two triples that say more of what is asked than one does, best first.
        at_odds: for the id of a triple those that contradict it.
    """

    mentions: list[Mention]
    triples: list[tuple[Triple, float]]
    paths: list[Path]
    at_odds: Mapping[int, tuple[Triple, ...]] = field(default_factory=dict)

    def chunk_ids(self) -> set[int]:
        """The passages that its triples were read from."""
        near = [triple for triple, _ in self.triples]
        near += [triple for path in self.paths for triple in path.triples]
        against = [other for triple in near for other in self.at_odds.get(triple.id, ())]
        return {t.chunk_id for t in near + against if t.chunk_id is not None}


def walk(
    question: str, graph: KnowledgeGraph, rarity: Callable[[str], float], limit: int
) -> GraphHits:
    """Triples within two hops of the entities that `question` names.

    Args:
        question: as asked.
        graph: the collection's graph.
        rarity: weight of a term, as `KeywordIndex.rarity`.
        limit: how many triples to return at most.
    """
    mentions = link_entities(question, graph)
    if not mentions:
        return GraphHits([], [], [])
    asked = _asked_terms(question, mentions)
    weight = {term: 0.05 + rarity(term) for term in asked}
    total = sum(weight.values()) or 1.0
    names_both = _names_both(mentions, graph)
    scored: dict[int, tuple[Triple, float]] = {}
    crowd: dict[int, int] = {}
    # A number is what many things have: it leads on only where nothing else is named.
    starts = [mention for mention in mentions if leads_on(mention.name)] or mentions
    for mention in starts:
        near = graph.neighbourhood(mention.entity, HOPS, MAX_TRIPLES)
        for distance, triple in near:
            said = _terms(triple.subject) | _terms(triple.predicate) | _terms(triple.object)
            overlap = sum(weight[term] for term in asked if term in said) / total
            score = overlap + (0.25 if distance == 1 else 0.0)
            # Naming both ends of a triple is the strongest sign that it is meant.
            score += 0.5 if names_both(triple) else 0.0
            if score > scored.get(triple.id, (triple, -1.0))[1]:
                scored[triple.id] = (triple, score)
                crowd[triple.id] = len(near)
    # Of equals that of the entity with fewer triples: one that all are joined to says little.
    ranked = sorted(scored.values(), key=lambda i: (-i[1], crowd[i[0].id], i[0].id))[:limit]
    paths = find_paths(starts, graph, _asked_by(asked, weight), MAX_PATHS)
    return GraphHits(
        mentions, ranked, paths, _at_odds([triple for triple, _ in scored.values()], graph)
    )


@lru_cache(maxsize=1 << 15)
def _terms(text: str) -> frozenset[str]:
    """Terms of a name or a predicate; hubs and predicates come back in every other question."""
    return frozenset(terms(text))


def _at_odds(triples: Sequence[Triple], graph: KnowledgeGraph) -> dict[int, tuple[Triple, ...]]:
    found: dict[int, tuple[Triple, ...]] = {}
    for conflict in find_conflicts(triples, graph.canonical):
        for triple in conflict.triples:
            said = (comparable(triple.subject), comparable(triple.object))
            found[triple.id] = tuple(
                other
                for other in conflict.triples
                if (comparable(other.subject), comparable(other.object)) != said
            )
    return found


def _asked_by(
    asked: Sequence[str], weight: Mapping[str, float]
) -> Callable[[str], Mapping[str, float]]:
    """For a predicate the asked terms that it says with their shares of the question's weight."""
    total = sum(weight.values()) or 1.0

    @cache
    def said(predicate: str) -> Mapping[str, float]:
        found = terms(predicate)
        return {t: weight[t] / total for t in asked if any(_related(t, f) for f in found)}

    return said


def _related(asked: str, said: str) -> bool:
    return asked == said or (len(asked) >= _FAMILY and asked[:_FAMILY] == said[:_FAMILY])


def _asked_terms(question: str, mentions: Sequence[Mention]) -> list[str]:
    named = {term for mention in mentions for term in terms(mention.name)}
    return [term for term in content_terms(question) if term not in named]


def _names_both(mentions: Sequence[Mention], graph: KnowledgeGraph) -> Callable[[Triple], bool]:
    """Whether both ends of a triple, two different ones, are named."""
    named = {mention.entity for mention in mentions}

    @cache
    def entity(end: str) -> str:
        return graph.canonical(comparable(end))

    def both(triple: Triple) -> bool:
        ends = {entity(triple.subject), entity(triple.object)}
        return len(ends) == 2 and ends <= named

    return both if len(named) > 1 else lambda _: False
