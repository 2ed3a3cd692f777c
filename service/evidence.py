"""Search results become evidence: passages in their fused order, then what the graph knows."""

from indexes.hybrid import SearchResult
from knowledge.types import Chunk, Evidence, Triple
from service.answer import EvidenceItem

# Triples beyond this many crowd out passages and rarely answer.
MAX_TRIPLES = 8


def from_search(result: SearchResult) -> list[Evidence]:
    """Evidence of a search, best passages first, triples after them."""
    passages = [passage(result.chunks[hit.id], hit.score) for hit in result.hits]
    triples = [triple_evidence(t, score) for t, score in result.graph.triples[:MAX_TRIPLES]]
    return passages + triples


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
    )
