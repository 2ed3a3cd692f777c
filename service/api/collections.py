"""Collections: what each holds, what its answers are held to, and removing one."""

from fastapi import APIRouter, Response

from service import browse
from service.api.context import Service, as_json, errors
from service.api.schemas import CollectionOut, CollectionsOut, Deleted
from service.bootstrap import Footing
from service.questions import valid_collection
from service.removal import remove_collection

router = APIRouter(prefix="/v1", tags=["documents"])


@router.get("/collections", response_model=CollectionsOut, responses=errors(429, 504))
async def listing(service: Service) -> Response:
    """Every collection, with the threshold and the certificate that are in force for it."""
    return as_json(await service.run(lambda _: _described(service.footing)))


@router.delete("/collections/{name}", response_model=Deleted, responses=errors(404, 422, 429, 504))
async def delete(service: Service, name: str) -> Response:
    """Remove a collection with everything in it; the default one is emptied."""
    await service.run(lambda _: remove_collection(service.footing, valid_collection(name)))
    return as_json(Deleted(deleted=name))


def _described(footing: Footing) -> CollectionsOut:
    found = []
    for held in browse.collections(footing):
        # Scales differ by language; thresholds and certificates do not.
        standard = footing.pipeline.standards.of(held.name, "en")
        found.append(
            CollectionOut(
                **held.model_dump(),
                threshold=standard.threshold,
                threshold_from=standard.origin,
                guarantee=standard.guarantee,
            )
        )
    return CollectionsOut(collections=found)
