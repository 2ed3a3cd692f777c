"""Routes for documents: store as text or file, list, read, delete."""

from collections.abc import Callable, Iterator, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import TypeAdapter, ValidationError
from starlette.datastructures import UploadFile

from knowledge.errors import InvalidInputError, UnreadableDocumentError
from knowledge.parsers.base import Check
from knowledge.types import DEFAULT_COLLECTION
from service import metrics
from service.api.context import Service, as_json, errors
from service.api.schemas import (
    ChunkOut,
    Deleted,
    DocumentIn,
    DocumentOut,
    DocumentPage,
    DocumentsIn,
    DocumentText,
    IngestOut,
    OutcomeOut,
)
from service.ingest.files import from_bytes
from service.ingest.offered import Incoming
from service.ingest.texts import from_text
from service.questions import valid_collection

router = APIRouter(prefix="/v1/documents", tags=["documents"])

# What is offered, given what to call while it is read.
Offer = Callable[[Check], Iterator[Incoming]]
_BODY: TypeAdapter[DocumentsIn] = TypeAdapter(DocumentsIn)
_EXAMPLES = {
    "one": {"summary": "One text", "value": {"text": "LoRA freezes the weights.", "title": "LoRA"}},
    "many": {
        "summary": "Several, into a collection",
        "value": {
            "collection": "handbook",
            "documents": [{"id": "lora", "text": "LoRA freezes the weights."}],
        },
    },
}
_UPLOAD = {
    "type": "object",
    "properties": {
        "file": {"type": "array", "items": {"type": "string", "format": "binary"}},
        "collection": {"type": "string", "default": DEFAULT_COLLECTION},
    },
    "required": ["file"],
}
_REQUEST_BODY = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {
                "anyOf": [
                    {"$ref": "#/components/schemas/DocumentsIn"},
                    {"$ref": "#/components/schemas/DocumentIn"},
                ]
            },
            "examples": _EXAMPLES,
        },
        "multipart/form-data": {"schema": _UPLOAD},
    },
}


@router.post(
    "",
    response_model=IngestOut,
    responses=errors(413, 422, 429, 504),
    openapi_extra={"requestBody": _REQUEST_BODY},
)
async def add(service: Service, request: Request) -> Response:
    """Store one document or many, as JSON texts or multipart files; what failed says why.

    Where everything failed, that is an error with the `results` in its details.
    """
    kind = request.headers.get("content-type", "")
    if kind.startswith("multipart/form-data"):
        collection, incoming = await _from_form(request, service.footing.settings.max_file_bytes)
    else:
        collection, incoming = await _from_json(request)
    footing = service.footing
    results = await service.run_storing(
        lambda deadline: [
            OutcomeOut(**{name: getattr(outcome, name) for name in OutcomeOut.model_fields})
            for outcome in footing.ingester.ingest(
                collection, incoming(deadline.check), deadline.check
            )
        ]
    )
    counts = {"added": 0, "updated": 0, "unchanged": 0, "failed": 0, "removed": 0}
    for result in results:
        counts[result.status] += 1
        metrics.DOCUMENTS.labels(result.status).inc()
    if results and counts["failed"] == len(results):
        raise _nothing_stored(results)
    return as_json(IngestOut(**counts, results=results))


def _nothing_stored(results: Sequence[OutcomeOut]) -> UnreadableDocumentError:
    """The error of a request of which everything failed; its details say what, one by one."""
    reason, message = results[0].reason or "malformed", results[0].message or ""
    if len(results) > 1:
        message = f"none of the {len(results)} documents could be stored; the first: {message}"
    return UnreadableDocumentError(reason, message, results=[r.model_dump() for r in results])


async def _from_json(request: Request) -> tuple[str, Offer]:
    try:
        body: Any = await request.json()
    except (ValueError, RecursionError) as error:
        raise InvalidInputError(
            f"the body is not JSON ({error}); send JSON, or files as multipart/form-data."
        ) from error
    if isinstance(body, dict) and "documents" not in body:
        collection = body.pop("collection", DEFAULT_COLLECTION)
        body = {"documents": [body], "collection": collection}
    try:
        parsed = _BODY.validate_python(body)
    except ValidationError as error:
        raise RequestValidationError(error.errors()) from error
    return valid_collection(parsed.collection), lambda _: map(_incoming, parsed.documents)


def _incoming(document: DocumentIn) -> Incoming:
    name = document.id or document.title or "text"
    try:
        return name, from_text(
            document.text, document.title, document.id, document.uri, document.metadata
        )
    except UnreadableDocumentError as error:
        return name, error
    except InvalidInputError as error:
        return name, UnreadableDocumentError("malformed", error.message, **error.details)


async def _from_form(request: Request, limit: int) -> tuple[str, Offer]:
    async with request.form(max_files=1000) as form:
        collection = form.get("collection", DEFAULT_COLLECTION)
        uploads = [item for item in form.getlist("file") if isinstance(item, UploadFile)]
        if not isinstance(collection, str) or not uploads:
            raise InvalidInputError("send at least one file in the form field `file`.")
        files = [(upload.filename or "unnamed", await upload.read()) for upload in uploads]
    names = [name for name, _ in files]
    if len(set(names)) < len(names):
        raise InvalidInputError(
            "two files have the same name, and a file's name is what it is known by; rename one."
        )

    def incoming(check: Check) -> Iterator[Incoming]:
        for name, data in files:
            yield from from_bytes(data, name, None, limit, check=check)

    return valid_collection(collection), incoming


@router.get("", response_model=DocumentPage, responses=errors(404, 422))
async def listing(
    service: Service,
    collection: str = DEFAULT_COLLECTION,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    after: Annotated[str | None, Query(description="`next` of the page before")] = None,
    contains: Annotated[str | None, Query(description="part of the title, id or uri")] = None,
) -> Response:
    """Documents of a collection, by id."""
    found = await service.run(
        lambda _: service.footing.store.documents(collection, limit + 1, after, contains)
    )
    names = DocumentOut.model_fields
    page = [DocumentOut(**{n: getattr(info, n) for n in names}) for info in found[:limit]]
    return as_json(DocumentPage(documents=page, next=page[-1].id if len(found) > limit else None))


@router.get("/{document_id:path}", response_model=DocumentText, responses=errors(404, 422))
async def read(
    service: Service, document_id: str, collection: str = DEFAULT_COLLECTION
) -> Response:
    """A document with its text and the offsets of its passages."""
    store = service.footing.store
    document, chunks = await service.run(
        lambda _: (
            store.document(collection, document_id),
            store.document_chunks(collection, document_id),
        )
    )
    return as_json(
        DocumentText(
            id=document.id,
            title=document.title,
            uri=document.uri,
            media_type=document.media_type,
            metadata=document.metadata,
            text=document.text,
            chunks=[
                ChunkOut(id=c.id, start=c.start, end=c.end, heading_path=list(c.heading_path))
                for c in chunks
            ],
        )
    )


@router.delete("/{document_id:path}", response_model=Deleted, responses=errors(404, 422))
async def delete(
    service: Service, document_id: str, collection: str = DEFAULT_COLLECTION
) -> Response:
    """Remove a document with its passages, vectors and triples."""
    await service.run(lambda _: service.footing.store.delete_document(collection, document_id))
    return as_json(Deleted(deleted=document_id))
