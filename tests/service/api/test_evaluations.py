"""Evaluations over REST: they run in the background, can be resumed, and keep nothing half-made."""

import time

import pytest

from service.evaluation.jobs import FOLDER

CASES = [
    {"id": "1", "question": "When was the Harbour bridge opened?", "answers": ["1932"]},
    {"id": "2", "question": "谁写了红楼梦？", "answers": []},
]


def _finished(client, identity):
    for _ in range(600):
        state = client.get(f"/v1/evaluations/{identity}").json()
        if state["status"] not in ("waiting", "running"):
            return state
        time.sleep(0.02)
    raise AssertionError(state)


def test_from_cases_to_the_report(api):
    started = api.post("/v1/evaluations", json={"cases": CASES, "name": "first"})
    assert started.status_code == 202
    identity = started.json()["id"]
    assert started.json()["task"] == "qa"
    state = _finished(api, identity)
    assert (state["status"], state["done"], state["cases"]) == ("finished", 2, 2)
    assert state["summary"]["accuracy"] == 1
    assert state["summary"]["abstain_recall"] == 1
    report = api.get(f"/v1/evaluations/{identity}/report")
    assert report.headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in report.headers["content-security-policy"]
    assert "<html" in report.text
    listed = api.get("/v1/evaluations").json()["evaluations"]
    assert identity in [e["id"] for e in listed]
    assert "summary" not in listed[0]
    assert api.delete(f"/v1/evaluations/{identity}").json() == {"deleted": identity}
    assert api.get(f"/v1/evaluations/{identity}").status_code == 404


def test_claims_need_no_collection(api):
    case = {"evidence": "It was opened in 1932.", "claim": "It was opened in 1945.", "label": False}
    identity = api.post("/v1/evaluations", json={"cases": [case]}).json()["id"]
    assert _finished(api, identity)["summary"]["task"] == "claims"


def test_forced_answers_never_abstain(api):
    body = {"cases": CASES, "force_answer": True}
    identity = api.post("/v1/evaluations", json=body).json()["id"]
    assert _finished(api, identity)["summary"]["coverage"] == 1


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        ({"cases": []}, 422, "cases"),
        ({"cases": [{"id": 1}]}, 422, "case 1 is neither"),
        ({"cases": [*CASES, {"question": ""}]}, 422, "case 3 `question`"),
        ({"cases": CASES, "collection": "nowhere"}, 404, "nowhere"),
        ({"cases": CASES, "task": "guess"}, 422, "task"),
        ({"cases": CASES, "surprise": 1}, 422, "surprise"),
    ],
)
def test_wrong_cases_leave_nothing_behind(api, error_of, body, status, said):
    before = api.get("/v1/evaluations").json()
    refused = api.post("/v1/evaluations", json=body)
    assert error_of(refused)[0] == status
    assert said in refused.json()["error"]["message"]
    assert api.get("/v1/evaluations").json() == before


@pytest.mark.parametrize("path", ["", "/report", "/resume"])
def test_an_evaluation_that_is_not_there(api, error_of, path):
    call = api.post if path == "/resume" else api.get
    assert error_of(call(f"/v1/evaluations/none{path}")) == (404, "evaluation_not_found")
    assert error_of(api.get("/v1/evaluations/..%2F..%2Fx"))[0] == 404


def test_a_restart_interrupts_and_the_rest_can_be_resumed(make_footing, serve):
    footing = make_footing(filled=True)
    many = [{**CASES[0], "id": str(n)} for n in range(400)]
    with serve(footing) as (client, app):
        identity = client.post("/v1/evaluations", json={"cases": many}).json()["id"]
        while client.get(f"/v1/evaluations/{identity}").json()["done"] < 3:
            time.sleep(0.01)
        app.state.evaluations.close()
        state = client.get(f"/v1/evaluations/{identity}").json()
        assert state["status"] == "interrupted"
        assert 3 <= state["done"] < 400
        folder = footing.settings.data / FOLDER / identity
        rows = len((folder / "run.jsonl").read_bytes().splitlines())
        assert rows == state["done"]
        data = footing.settings.data
    again = make_footing()
    again_settings = again.settings.model_copy(update={"data": data})
    from service.bootstrap import build

    with serve(build(again_settings)) as (client, _):
        assert client.get(f"/v1/evaluations/{identity}").json()["status"] == "interrupted"
        assert client.get(f"/v1/evaluations/{identity}/report").status_code == 422
        assert client.post(f"/v1/evaluations/{identity}/resume").status_code == 202
        state = _finished(client, identity)
        assert (state["status"], state["done"]) == ("finished", 400)
        assert state["summary"]["run"]["resumed_after"] == rows
        assert client.post(f"/v1/evaluations/{identity}/resume").status_code == 422


def test_deleting_stops_what_runs(make_footing, serve):
    footing = make_footing(filled=True)
    with serve(footing) as (client, _):
        many = [{**CASES[0], "id": str(n)} for n in range(2000)]
        first = client.post("/v1/evaluations", json={"cases": many}).json()["id"]
        second = client.post("/v1/evaluations", json={"cases": CASES}).json()["id"]
        assert client.delete(f"/v1/evaluations/{first}").status_code == 200
        assert _finished(client, second)["status"] == "finished"
        assert not (footing.settings.data / FOLDER / first).exists()
