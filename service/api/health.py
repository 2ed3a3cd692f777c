"""Routes for operators: is it up, is it ready, how is it doing."""

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from knowledge.errors import FootingError
from service import metrics
from service.api.context import Service, as_json
from service.api.schemas import Health

router = APIRouter(tags=["operation"])


@router.get("/healthz", response_model=Health)
async def healthz() -> Response:
    """The process is up."""
    return as_json(Health(status="ok"))


@router.get("/readyz", response_model=Health, responses={503: {"model": Health}})
def readyz(service: Service) -> Response:
    """The store answers and its indexes can be brought in step; 503 and why if not.

    `warnings` say which certificates do not hold any more; answers go on without their promise.
    """
    problems, warnings = list[str](), list[str]()
    try:
        collections = service.footing.store.collections()
        for counts in collections:
            metrics.CHUNKS.labels(counts.name).set(counts.chunks)
        service.footing.searcher.indexes("default")
        standards = service.footing.pipeline.standards
        for counts in collections:
            if guarantee := standards.of(counts.name, "en").guarantee:
                metrics.CERTIFIED.labels(counts.name).set(guarantee.valid)
        warnings = standards.warnings([c.name for c in collections])
    except FootingError as error:
        problems.append(error.message)
    status = "not_ready" if problems else "ok"
    health = Health(status=status, problems=problems, warnings=warnings)
    return as_json(health, 503 if problems else 200)


@router.get("/metrics", response_class=Response)
async def prometheus() -> Response:
    """Counters and histograms in Prometheus' text format."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
