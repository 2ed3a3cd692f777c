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
    """The store answers and its indexes can be brought in step; 503 and why if not."""
    problems = []
    try:
        for counts in service.footing.store.collections():
            metrics.CHUNKS.labels(counts.name).set(counts.chunks)
        service.footing.searcher.indexes("default")
    except FootingError as error:
        problems.append(error.message)
    status = "not_ready" if problems else "ok"
    return as_json(Health(status=status, problems=problems), 503 if problems else 200)


@router.get("/metrics", response_class=Response)
async def prometheus() -> Response:
    """Counters and histograms in Prometheus' text format."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
