"""Search results become evidence: passages in their fused order, then what the graph knows."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from indexes.hybrid import SearchResult
from indexes.paths import Path
from knowledge.types import Chunk, Evidence, Triple
from service.answer import EvidenceItem, Hop

# Triples beyond this many crowd out passages and rarely answer.
MAX_TRIPLES = 8


def from_search(result: SearchResult) -> list[Evidence]:
    """Evidence of a search: best passages first, then paths, then single triples."""
    passages = [passage(result.chunks[hit.id], hit.score) for hit in result.hits]
    paths = [path_evidence(path) for path in result.graph.paths]
    triples = [triple_evidence(t, score) for t, score in result.graph.triples[:MAX_TRIPLES]]
    return passages + [_with_conflicts(item, result.graph.at_odds) for item in paths + triples]


def _with_conflicts(item: Evidence, at_odds: Mapping[int, tuple[Triple, ...]]) -> Evidence:
    against = {other.id: other for t in item.triples for other in at_odds.get(t.id, ())}
    return replace(item, at_odds=tuple(against.values())) if against else item


def passage(chunk: Chunk, score: float = 0.0) -> Evidence:
    """A stored passage as evidence."""
    return Evidence(
        kind="passage",
        text=chunk.text,
        score=score,
        title=chunk.title,
        context=chunk.context,
        uri=chunk.uri,
        document_id=chunk.document_id,
        chunk_id=chunk.id,
        start=chunk.start,
        end=chunk.end,
    )


def triple_evidence(triple: Triple, score: float = 0.0) -> Evidence:
    """A triple as evidence, verbalised."""
    return Evidence(
        kind="triple",
        text=triple.verbalise(),
        score=score,
        title=triple.subject,
        document_id=triple.document_id,
        chunk_id=triple.chunk_id,
        triples=(triple,),
    )


def as_item(item: Evidence) -> EvidenceItem:
    """Evidence as callers get it."""
    return EvidenceItem(
        kind=item.kind,
        text=item.text,
        score=item.score,
        title=item.title,
        uri=item.uri,
        document_id=item.document_id,
        chunk_id=item.chunk_id,
        start=item.start,
        end=item.end,
        hops=hops(item.triples),
        conflicts=hops(item.at_odds),
    )


def path_evidence(path: Path) -> Evidence:
    """A path as evidence: its triples as they are walked, joined by arrows."""
    documents = {triple.document_id for triple in path.triples}
    return Evidence(
        kind="path",
        text=" → ".join(triple.verbalise() for triple in path.triples),
        score=path.score,
        title=path.triples[0].subject,
        document_id=documents.pop() if len(documents) == 1 else None,
        triples=path.triples,
    )


def hops(triples: Sequence[Triple]) -> list[Hop]:
    """Triples with where each is from."""
    return [
        Hop(
            subject=triple.subject,
            predicate=triple.predicate,
            object=triple.object,
            source=triple.source,
            document_id=triple.document_id,
            chunk_id=triple.chunk_id,
        )
        for triple in triples
    ]
