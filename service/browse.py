"""Looking around in what is held, without a question: collections, passages, documents.

The same for every door; each function does the work of one request and is run off the event loop.
"""

from typing import Any

from pydantic import BaseModel

from knowledge.errors import InvalidInputError
from service import evidence as evidence_of
from service.answer import EvidenceItem
from service.bootstrap import Footing
from service.deadline import Deadline
from service.questions import valid_collection, valid_question

MAX_HITS = 100


class CollectionOut(BaseModel):
    """How much a collection holds."""

    name: str
    documents: int
    passages: int
    triples: int


class Found(BaseModel):
    """Passages and triples for a query, best first."""

    query: str
    results: list[EvidenceItem]


class Excerpt(BaseModel):
    """A document's text from `start` to `end`, of so many characters in all."""

    id: str
    title: str
    uri: str | None
    media_type: str
    metadata: dict[str, Any]
    characters: int
    start: int
    end: int
    text: str


def collections(footing: Footing) -> list[CollectionOut]:
    """Every collection with how much it holds."""
    return [
        CollectionOut(name=c.name, documents=c.documents, passages=c.chunks, triples=c.triples)
        for c in footing.store.collections()
    ]


def search(footing: Footing, collection: str, query: str, limit: int, deadline: Deadline) -> Found:
    """What a question would be answered from, without answering it."""
    query = valid_question(query)
    result = footing.searcher.search(valid_collection(collection), query, limit, deadline.check)
    items = evidence_of.from_search(result)
    return Found(query=query, results=[evidence_of.as_item(item) for item in items])


def excerpt(footing: Footing, collection: str, document_id: str, start: int, limit: int) -> Excerpt:
    """A part of a document's text.

    Raises:
        DocumentNotFoundError: no document has that id.
        InvalidInputError: it is shorter than `start`.
    """
    document = footing.store.document(valid_collection(collection), document_id)
    if start > len(document.text):
        raise InvalidInputError(
            f"the document has {len(document.text)} characters; `start` is after its end.",
            characters=len(document.text),
        )
    text = document.text[start : start + limit]
    return Excerpt(
        id=document.id,
        title=document.title,
        uri=document.uri,
        media_type=document.media_type,
        metadata=document.metadata,
        characters=len(document.text),
        start=start,
        end=start + len(text),
        text=text,
    )
