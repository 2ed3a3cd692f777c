"""Routes for the knowledge graph: import triples, look around an entity."""

from typing import Annotated

from fastapi import APIRouter, Body, File, Form, Query, Response, UploadFile
from fastapi.openapi.models import Example

from knowledge.errors import InvalidInputError
from knowledge.triples.importers import make_triple, read_triples
from knowledge.types import DEFAULT_COLLECTION, Triple
from service.api.context import Service, as_json, errors
from service.api.schemas import TriplesIn, TriplesOut
from service.neighbourhood import MAX_HOPS, MAX_TRIPLES, GraphOut, look_around
from service.questions import valid_collection

router = APIRouter(prefix="/v1", tags=["graph"])

_TRIPLES = {
    "two": Example(
        value={
            "triples": [
                {"subject": "LoRA", "predicate": "introduced by", "object": "Edward Hu"},
                {"subject": "低秩适配", "predicate": "别名", "object": "LoRA"},
            ]
        }
    )
}


@router.post("/triples", response_model=TriplesOut, responses=errors(413, 422, 429))
async def add(
    service: Service, body: Annotated[TriplesIn, Body(openapi_examples=_TRIPLES)]
) -> Response:
    """Import triples; all of them or, if one is wrong, none."""
    triples = [_valid(n, t.subject, t.predicate, t.object) for n, t in enumerate(body.triples)]
    collection = valid_collection(body.collection)
    store = service.footing.store

    def work(_: object) -> int:
        store.create_collection(collection)
        return store.add_triples(collection, triples)

    added = await service.run(work)
    return as_json(TriplesOut(added=added, unchanged=len(triples) - added))


@router.post("/triples/file", response_model=TriplesOut, responses=errors(413, 422, 429, 504))
async def add_file(
    service: Service,
    file: Annotated[UploadFile, File(description="a .csv .tsv .jsonl .ttl or .nt, or .gz of one")],
    collection: Annotated[str, Form()] = DEFAULT_COLLECTION,
) -> Response:
    """Import the triples of a file; all of them or, if a line is wrong, none."""
    name, data = valid_collection(collection), await file.read()
    store, limit = service.footing.store, service.footing.settings.max_file_bytes

    def work(_: object) -> TriplesOut:
        triples = read_triples(data, file.filename or "unnamed", max_bytes=limit)
        store.create_collection(name)
        added = store.add_triples(name, triples)
        return TriplesOut(added=added, unchanged=len(triples) - added)

    return as_json(await service.run_storing(work))


def _valid(number: int, subject: str, predicate: str, target: str) -> Triple:
    try:
        return make_triple(subject, predicate, target)
    except ValueError as error:
        raise InvalidInputError(
            f"triples[{number}]: {error}. Nothing was imported.", index=number
        ) from error


@router.get("/graph", response_model=GraphOut, responses=errors(404, 422))
async def neighbourhood(
    service: Service,
    entity: Annotated[str, Query(min_length=1, max_length=500, examples=["LoRA"])],
    hops: Annotated[int, Query(ge=1, le=MAX_HOPS)] = 1,
    limit: Annotated[int, Query(ge=1, le=MAX_TRIPLES)] = 100,
    collection: str = DEFAULT_COLLECTION,
) -> Response:
    """The triples around an entity, nearest first, and passages about it; any name will do."""
    footing = service.footing

    def work(_: object) -> GraphOut:
        return look_around(footing.searcher, footing.store, collection, entity, hops, limit)

    return as_json(await service.run(work))
