"""What operators see: health, readiness, metrics, the documentation."""

import re

import httpx
import pytest

from service.bootstrap import DATABASE
from service.calibration.certificate import path_of


def _value(api: httpx.Client, name: str) -> float:
    for line in api.get("/metrics").text.splitlines():
        if line.startswith(name + " "):
            return float(line.rsplit(" ", 1)[1])
    return 0.0


def test_it_is_up_and_ready(api):
    for path in ("/healthz", "/readyz"):
        response = api.get(path)
        assert response.status_code == 200
        assert response.json() == {"status": "ok", "problems": [], "warnings": []}


def test_it_is_not_ready_when_the_store_is_gone(make_footing, serve):
    footing = make_footing()
    with serve(footing) as (client, _):
        footing.store.close()
        response = client.get("/readyz")
        assert response.status_code == 503
        assert response.json()["status"] == "not_ready"
        assert response.json()["problems"] == ["the store is closed"]
        assert client.get("/healthz").status_code == 200
        refused = client.post("/v1/query", json={"question": "Why?"})
        assert refused.status_code == 503
        assert refused.json()["error"]["code"] == "store_unavailable"


def test_requests_are_counted_by_route_and_status_never_by_id(api):
    query = 'footing_requests_total{route="/v1/query",status="200"}'
    wrong = 'footing_requests_total{route="/v1/query",status="422"}'
    before = _value(api, query), _value(api, wrong)
    api.post("/v1/query", json={"question": "When was the Harbour bridge opened?"})
    api.post("/v1/query", json={"question": ""})
    api.post("/v1/query", json={"question": ""})
    assert (_value(api, query), _value(api, wrong)) == (before[0] + 1, before[1] + 2)
    api.get("/v1/documents/bridge")
    api.get("/secret-path-1")
    text = api.get("/metrics").text
    assert "secret-path-1" not in text
    assert "/v1/documents/bridge" not in text
    assert 'route="/v1/documents/{document_id:path}"' in text


def test_refused_bodies_are_counted_too(api):
    name = r'footing_requests_total\{route="[^"]+",status="413"\} ([\d.]+)'

    def count() -> float:
        return sum(map(float, re.findall(name, api.get("/metrics").text)))

    before = count()
    api.post("/v1/query", content=b"a" * 1_000_001)
    assert count() == before + 1


def test_answers_and_documents_are_counted_by_outcome(api):
    names = (
        'footing_answers_total{reason="",status="answered"}',
        'footing_answers_total{reason="no_evidence",status="abstained"}',
        'footing_documents_total{status="unchanged"}',
        'footing_documents_total{status="failed"}',
    )
    before = [_value(api, name) for name in names]
    api.post("/v1/query", json={"question": "When was the Harbour bridge opened?"})
    api.post("/v1/query", json={"question": "谁写了红楼梦？"})
    for _ in range(2):
        api.post("/v1/documents", json={"text": "Counted.", "id": "c", "collection": "counted"})
    api.post("/v1/documents", files={"file": ("a.exe", b"MZ")})
    after = [_value(api, name) for name in names]
    assert [b - a for a, b in zip(before, after, strict=True)] == [1, 1, 1, 1]


def test_the_size_of_collections_is_shown_after_readiness(api):
    api.get("/readyz")
    assert _value(api, 'footing_chunks{collection="default"}') >= 2
    assert _value(api, "footing_pending") == 0


def test_the_documentation_needs_nothing_from_outside(api):
    page = api.get("/docs")
    assert page.status_code == 200
    assert not re.findall(r"(?:src|href)=\"https?://", page.text)


def test_stopping_keeps_the_indexes_for_the_next_start(make_footing, serve):
    footing = make_footing(filled=True)
    with serve(footing) as (client, _):
        assert client.post("/v1/query", json={"question": "Why?"}).status_code == 200
    saved = list((footing.settings.data / "indexes").rglob("*.faiss"))
    assert saved
    assert (footing.settings.data / DATABASE).is_file()


@pytest.mark.parametrize("path", ["/openapi.json", "/metrics"])
def test_it_can_be_read_by_machines(api, path):
    assert api.get(path).status_code == 200


def test_a_promise_that_does_not_hold_is_a_warning_and_no_reason_to_stop(make_footing, serve):
    footing = make_footing(filled=True)
    path = path_of(footing.settings.data, "default")
    path.parent.mkdir(parents=True)
    path.write_text("{")
    with serve(footing) as (client, _):
        response = client.get("/readyz")
        assert (response.status_code, response.json()["status"]) == (200, "ok")
        assert "is not a certificate" in response.json()["warnings"][0]
