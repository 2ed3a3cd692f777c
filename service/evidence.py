"""Search results become evidence: passages in their fused order, then what the graph knows."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from indexes.hybrid import SearchResult
from indexes.paths import Path
from knowledge.types import Chunk, Evidence, Triple
from service.answer import EvidenceItem, Hop

# Triples beyond this many crowd out passages and rarely answer.
MAX_TRIPLES = 8
Chunks = Mapping[int, Chunk]


def from_search(result: SearchResult) -> list[Evidence]:
    """Evidence of a search: best passages first, then paths, then single triples."""
    passages = [passage(result.chunks[hit.id], hit.score) for hit in result.hits]
    known = [path_evidence(path, result.chunks) for path in result.graph.paths]
    known += [
        triple_evidence(t, score, result.chunks) for t, score in result.graph.triples[:MAX_TRIPLES]
    ]
    return passages + [_with_conflicts(item, result) for item in known]


def _with_conflicts(item: Evidence, result: SearchResult) -> Evidence:
    at_odds = result.graph.at_odds
    against = {other.id: other for t in item.triples for other in at_odds.get(t.id, ())}
    if not against:
        return item
    others = tuple(against.values())
    chunks = dict.fromkeys((*item.stated_in, *_chunks_of(others, result.chunks)))
    return replace(item, at_odds=others, stated_in=tuple(chunks))


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


def triple_evidence(triple: Triple, score: float = 0.0, chunks: Chunks | None = None) -> Evidence:
    """A triple as evidence, verbalised.

    Args:
        triple: of the graph.
        score: its rank among the triples of a question.
        chunks: by id, the one that it was read from among them.
    """
    return Evidence(
        kind="triple",
        text=triple.verbalise(),
        score=score,
        title=triple.subject,
        document_id=triple.document_id,
        chunk_id=triple.chunk_id,
        start=triple.start,
        end=triple.end,
        triples=(triple,),
        stated_in=_chunks_of((triple,), chunks or {}),
    )


def path_evidence(path: Path, chunks: Chunks | None = None) -> Evidence:
    """A path as evidence: its triples as they are walked, joined by arrows; otherwise the same."""
    documents = {triple.document_id for triple in path.triples}
    return Evidence(
        kind="path",
        text=" → ".join(triple.verbalise() for triple in path.triples),
        score=path.score,
        title=path.triples[0].subject,
        document_id=documents.pop() if len(documents) == 1 else None,
        triples=path.triples,
        stated_in=_chunks_of(path.triples, chunks or {}),
    )


def _chunks_of(triples: Sequence[Triple], chunks: Chunks) -> tuple[Chunk, ...]:
    ids = dict.fromkeys(t.chunk_id for t in triples if t.chunk_id is not None)
    return tuple(chunks[i] for i in ids if i in chunks)


def as_item(item: Evidence) -> EvidenceItem:
    """Evidence as callers get it."""
    title, uri = place(item)
    return EvidenceItem(
        kind=item.kind,
        text=item.text,
        score=item.score,
        title=title,
        uri=uri,
        document_id=item.document_id,
        chunk_id=item.chunk_id,
        start=item.start,
        end=item.end,
        hops=hops(item, item.triples),
        conflicts=hops(item, item.at_odds),
    )


def place(item: Evidence) -> tuple[str, str | None]:
    """Title and address of the document that evidence is from.

    A path over several documents has neither; it, and what was imported, is called by its subject.
    """
    origin = next((c for c in item.stated_in if c.document_id == item.document_id), None)
    return (origin.title or item.title, origin.uri) if origin else (item.title, item.uri)


def hops(item: Evidence, triples: Sequence[Triple]) -> list[Hop]:
    """Triples of evidence, or those at odds with it, with where each is from."""
    chunks = {chunk.id: chunk for chunk in item.stated_in}
    return [_hop(triple, chunks.get(triple.chunk_id or 0)) for triple in triples]


def _hop(triple: Triple, chunk: Chunk | None) -> Hop:
    return Hop(
        subject=triple.subject,
        predicate=triple.predicate,
        object=triple.object,
        source=triple.source,
        document_id=triple.document_id,
        chunk_id=triple.chunk_id,
        title=chunk.title if chunk else "",
        uri=chunk.uri if chunk else None,
        start=triple.start,
        end=triple.end,
    )
