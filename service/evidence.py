"""Search results become evidence: passages in their fused order, then what the graph knows."""

from indexes.hybrid import SearchResult
from indexes.paths import Path
from knowledge.types import Chunk, Evidence, Triple
from service.answer import Hop

# Triples beyond this many crowd out passages and rarely answer.
MAX_TRIPLES = 8


def from_search(result: SearchResult) -> list[Evidence]:
    """Evidence of a search: best passages first, then paths, then single triples."""
    passages = [passage(result.chunks[hit.id], hit.score) for hit in result.hits]
    triples = [triple_evidence(t, score) for t, score in result.graph.triples[:MAX_TRIPLES]]
    return passages + [path_evidence(path) for path in result.graph.paths] + triples


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


def hops(item: Evidence) -> list[Hop]:
    """The triples of evidence with where each is from; none for a passage."""
    return [
        Hop(
            subject=triple.subject,
            predicate=triple.predicate,
            object=triple.object,
            source=triple.source,
            document_id=triple.document_id,
            chunk_id=triple.chunk_id,
        )
        for triple in item.triples
    ]
