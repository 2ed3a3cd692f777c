"""Limits over HTTP: bodies, deadlines, a full queue, clients that leave; and shapes of errors."""

import io
import threading
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from openpyxl import Workbook  # type: ignore[import-untyped]

from service.api.context import Service
from service.deadline import Deadline

JSON = {"content-type": "application/json"}
BIG = b'{"question": "' + b"a" * 1_100_000 + b'"}'
POSTS = ("/v1/query", "/v1/check", "/v1/feedback", "/v1/triples", "/v1/documents")


def _in_pieces(data: bytes) -> Iterator[bytes]:
    for start in range(0, len(data), 50_000):
        yield data[start : start + 50_000]


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize("declared", [True, False])
def test_a_body_over_the_limit_is_refused_however_it_comes(api, error_of, path, declared):
    content = BIG if declared else _in_pieces(BIG)
    response = api.post(path, content=content, headers=JSON)
    assert error_of(response) == (413, "body_too_large")
    assert response.json()["error"]["details"] == {"limit_bytes": 1_000_000}


def test_a_file_over_the_limit_is_refused(api, error_of):
    response = api.post("/v1/documents", files={"file": ("a.txt", b"a" * 1_100_000)})
    assert error_of(response) == (413, "body_too_large")


def test_a_body_in_pieces_below_the_limit_is_read(api):
    content = _in_pieces(b'{"question": "When was the Harbour bridge opened?"}')
    assert api.post("/v1/query", content=content, headers=JSON).json()["status"] == "answered"


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nowhere", 404, "not_found"),
        ("GET", "/v1", 404, "not_found"),
        ("GET", "/v1/query", 405, "method_not_allowed"),
        ("PUT", "/v1/documents", 405, "method_not_allowed"),
        ("POST", "/v1/documents/bridge", 405, "method_not_allowed"),
        ("DELETE", "/healthz", 405, "method_not_allowed"),
    ],
)
def test_routes_that_are_not_there(api, error_of, method, path, status, code):
    response = api.request(method, path)
    assert error_of(response) == (status, code)
    assert status != 405 or response.headers["allow"]


def test_a_deadline_that_has_passed(make_footing, serve, error_of):
    footing = make_footing(filled=True, deadline_s=1e-6, ingest_deadline_s=1e-6)
    with serve(footing) as (client, _):
        asked = client.post("/v1/query", json={"question": "When was the bridge opened?"})
        assert error_of(asked) == (504, "deadline_exceeded")
        assert asked.json()["error"]["message"].endswith("or raise FOOTING_DEADLINE_S.")
        stored = client.post("/v1/documents", json={"text": "Some text."})
        assert error_of(stored) == (504, "deadline_exceeded")
        assert stored.json()["error"]["message"].endswith("or raise FOOTING_INGEST_DEADLINE_S.")


def _wide_workbook(rows: int) -> bytes:
    """A workbook of few bytes that takes long: each of its rows is as wide as a sheet can be."""
    narrow, wide = io.BytesIO(), io.BytesIO()
    workbook = Workbook()
    workbook.active.append(["Name"])
    workbook.save(narrow)
    row = b'<row r="%d"><c r="XFD%d"><v>1</v></c></row>'
    more = b"".join(row % (n, n) for n in range(2, rows))
    with zipfile.ZipFile(narrow) as old, zipfile.ZipFile(wide, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"</sheetData>", more + b"</sheetData>"))
    return wide.getvalue()


def test_a_file_that_takes_too_long_to_read_holds_up_nothing_else(make_footing, serve, error_of):
    with serve(make_footing(ingest_deadline_s=3)) as (client, _):
        files = {"file": ("wide.xlsx", _wide_workbook(150_000))}
        assert error_of(client.post("/v1/documents", files=files)) == (504, "deadline_exceeded")
        stored = client.post("/v1/documents", json={"text": "Some text."})
        assert (stored.status_code, stored.json()["added"]) == (200, 1)


class Slow:
    """Work that goes on until it is told to stop."""

    def __init__(self) -> None:
        self.running = threading.Semaphore(0)
        self.stopped = threading.Semaphore(0)
        self.release = threading.Event()

    def __call__(self, deadline: Deadline) -> None:
        self.running.release()
        try:
            while not self.release.is_set():
                deadline.check()
                time.sleep(0.005)
        finally:
            self.stopped.release()

    async def route(self, service: Service) -> str:
        await service.run(self)
        return "done"


def test_work_stops_at_the_deadline(make_footing, serve, error_of):
    slow = Slow()
    with serve(make_footing(deadline_s=0.2)) as (client, app):
        app.add_api_route("/slow", slow.route)
        response = client.get("/slow")
        assert error_of(response) == (504, "deadline_exceeded")
        assert "0.2 s" in response.json()["error"]["message"]
        assert slow.stopped.acquire(timeout=10)
        assert client.get("/healthz").status_code == 200


def test_work_stops_when_the_client_leaves(make_footing, serve):
    slow = Slow()
    with serve(make_footing(deadline_s=60)) as (client, app):
        app.add_api_route("/slow", slow.route)
        with pytest.raises(httpx.ReadTimeout):
            client.get("/slow", timeout=0.3)
        assert slow.running.acquire(timeout=10)
        assert slow.stopped.acquire(timeout=10)


def test_a_full_queue_refuses_with_when_to_try_again(make_footing, serve, error_of):
    slow = Slow()
    with serve(make_footing(queue=1)) as (client, app), ThreadPoolExecutor(64) as pool:
        app.add_api_route("/slow", slow.route)
        capacity = app.state.serving.work._capacity
        waiting = [pool.submit(client.get, "/slow") for _ in range(capacity)]
        for _ in range(capacity - 1):  # one waits for its turn
            assert slow.running.acquire(timeout=10)
        while app.state.serving.work._pending < capacity:
            time.sleep(0.005)
        refused = client.post("/v1/query", json={"question": "When was it opened?"})
        assert error_of(refused) == (429, "busy")
        seconds = int(refused.headers["retry-after"])
        assert 1 <= seconds <= 60
        assert refused.json()["error"]["details"] == {"retry_after_s": seconds}
        assert client.get("/healthz").status_code == 200
        slow.release.set()
        assert [w.result().status_code for w in waiting] == [200] * capacity
        assert client.post("/v1/query", json={"question": "Why?"}).status_code == 200


def test_an_unexpected_error_is_no_leak_and_the_service_goes_on(make_footing, serve, error_of):
    async def broken() -> None:
        raise RuntimeError("the secret is 42")

    with serve(make_footing()) as (client, app):
        app.add_api_route("/broken", broken)
        for _ in range(2):  # the connection may not be kept after an exception
            response = client.get("/broken")
            assert error_of(response) == (500, "internal_error")
            assert "secret" not in response.text
        assert client.get("/healthz").status_code == 200
