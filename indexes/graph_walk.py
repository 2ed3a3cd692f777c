"""Graph search: from the entities a question names to the triples around them.

Ranks triples by distance and by how much of the question they speak of. Knows nothing of how the
triples came to be; multi-hop ranking over chunks replaces `walk` behind the same interface.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from knowledge.graph import KnowledgeGraph
from knowledge.linking import Mention, link_entities
from knowledge.text import comparable, content_terms, terms
from knowledge.types import Hit, Triple

HOPS = 2
# A hub with thousands of triples must not cost a question its time.
MAX_TRIPLES = 400


@dataclass(frozen=True, slots=True)
class GraphHits:
    """What the graph knows about a question.

    Attributes:
        mentions: the entities that the question names.
        triples: triples around them with a score, best first.
        chunks: chunks that those triples were read from, ranked by their best triple.
    """

    mentions: list[Mention]
    triples: list[tuple[Triple, float]]
    chunks: list[Hit]


def walk(
    question: str, graph: KnowledgeGraph, rarity: Callable[[str], float], limit: int
) -> GraphHits:
    """Triples within two hops of the entities that `question` names.

    Args:
        question: as asked.
        graph: the collection's graph.
        rarity: weight of a term, as `KeywordIndex.rarity`.
        limit: how many triples and chunks to return at most.
    """
    mentions = link_entities(question, graph)
    if not mentions:
        return GraphHits([], [], [])
    asked = _asked_terms(question, mentions)
    weight = {term: 0.05 + rarity(term) for term in asked}
    total = sum(weight.values()) or 1.0
    scored: dict[int, tuple[Triple, float]] = {}
    for mention in mentions:
        for distance, triple in graph.neighbourhood(mention.entity, HOPS, MAX_TRIPLES):
            said = set(terms(triple.verbalise()))
            overlap = sum(weight[term] for term in asked if term in said) / total
            score = overlap + (0.25 if distance == 1 else 0.0)
            # Naming both ends of a triple is the strongest sign that it is meant.
            score += 0.5 if _names_both(triple, mentions, graph) else 0.0
            if score > scored.get(triple.id, (triple, -1.0))[1]:
                scored[triple.id] = (triple, score)
    ranked = sorted(scored.values(), key=lambda item: (-item[1], item[0].id))[:limit]
    return GraphHits(mentions, ranked, _chunk_hits(ranked))


def _asked_terms(question: str, mentions: Sequence[Mention]) -> list[str]:
    named = {term for mention in mentions for term in terms(mention.name)}
    return [term for term in content_terms(question) if term not in named]


def _names_both(triple: Triple, mentions: Sequence[Mention], graph: KnowledgeGraph) -> bool:
    named = {mention.entity for mention in mentions}
    ends = {graph.canonical(comparable(end)) for end in (triple.subject, triple.object)}
    return len(ends) == 2 and ends <= named


def _chunk_hits(ranked: Sequence[tuple[Triple, float]]) -> list[Hit]:
    best: dict[int, float] = {}
    for triple, score in ranked:
        if triple.chunk_id is not None:
            best.setdefault(triple.chunk_id, score)
    return [Hit(id=i, score=s, rank=n) for n, (i, s) in enumerate(best.items(), 1)]
