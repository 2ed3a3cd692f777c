"""What the graph knows around an entity: its names, its triples, the passages that mention it."""

from collections.abc import Sequence
from operator import itemgetter

from pydantic import BaseModel, Field

from indexes.collection import CollectionIndexes
from indexes.hybrid import HybridSearcher
from knowledge.graph import KnowledgeGraph
from knowledge.store.base import Store
from knowledge.text import comparable
from knowledge.types import Triple
from service.questions import valid_collection

MAX_HOPS = 3
MAX_TRIPLES = 1000
# Passages shown beside the triples.
_PASSAGES = 20


class GraphTriple(BaseModel):
    """A triple near an entity; `distance` 1 for its own."""

    id: int
    subject: str
    predicate: str
    object: str
    distance: int
    source: str = Field(description="`imported`, or what read it from the document")
    confidence: float
    document_id: str | None = None
    chunk_id: int | None = None


class GraphPassage(BaseModel):
    """A passage that mentions an entity, or whose document is about it."""

    document_id: str
    chunk_id: int
    title: str


class GraphOut(BaseModel):
    """The neighbourhood of an entity."""

    entity: str
    names: list[str] = Field(description="all names of it, in the form in which they are compared")
    triples: list[GraphTriple]
    passages: list[GraphPassage] = []
    truncated: bool = Field(description="whether there are more triples or passages than shown")


class GraphCounts(BaseModel):
    """How much the graph of a collection holds."""

    triples: int
    entities: int = Field(description="ends of triples, aliases counted one by one")
    names: int = Field(description="titles and entities that passages are searched for")
    edges: int = Field(description="pairs of passages and names that ranking walks along")


def look_around(
    searcher: HybridSearcher, store: Store, collection: str, entity: str, hops: int, limit: int
) -> GraphOut:
    """The triples around an entity, nearest first, and passages that mention it.

    Args:
        searcher: opens the collection's graph.
        store: of the same collections.
        collection: where to look; nothing of another one is shown.
        entity: any name of it.
        hops: how far to go.
        limit: triples at most.

    Raises:
        InvalidInputError: that is no name of a collection.
        UnknownCollectionError: no such collection.
    """
    collection = valid_collection(collection)
    indexes = searcher.indexes(collection)
    graph = indexes.graph
    # As a question would understand it: H100 may stand for H100 SXM.
    meant = graph.called(comparable(entity)) or [comparable(entity)]
    found = _nearest(graph, meant, hops, limit + 1)
    names = sorted(set().union(*map(graph.names, meant)))
    ids = list(dict.fromkeys(i for name in names for i in indexes.entities.view.chunks_of(name)))
    chunks = store.chunks(collection, ids[:_PASSAGES])
    return GraphOut(
        entity=entity,
        names=names,
        triples=[_triple(distance, triple) for distance, triple in found[:limit]],
        passages=[
            GraphPassage(document_id=c.document_id, chunk_id=c.id, title=c.title)
            for c in (chunks[i] for i in ids[:_PASSAGES] if i in chunks)
        ],
        truncated=len(found) > limit or len(ids) > _PASSAGES,
    )


def _nearest(
    graph: KnowledgeGraph, entities: Sequence[str], hops: int, limit: int
) -> list[tuple[int, Triple]]:
    """Triples around any of some entities with their distance, nearest first, each once."""
    found: dict[int, tuple[int, Triple]] = {}
    for name in entities:
        for distance, triple in graph.neighbourhood(name, hops, limit):
            if triple.id not in found or distance < found[triple.id][0]:
                found[triple.id] = distance, triple
    return sorted(found.values(), key=itemgetter(0))[:limit]


def count(indexes: CollectionIndexes) -> GraphCounts:
    """How much a collection's graph holds."""
    return GraphCounts(
        triples=len(indexes.graph),
        entities=indexes.graph.entities,
        names=indexes.entities.names,
        edges=indexes.entities.edges,
    )


def _triple(distance: int, t: Triple) -> GraphTriple:
    return GraphTriple(
        id=t.id,
        subject=t.subject,
        predicate=t.predicate,
        object=t.object,
        distance=distance,
        source=t.source,
        confidence=t.confidence,
        document_id=t.document_id,
        chunk_id=t.chunk_id,
    )
