"""`/v1/triples` and `/v1/graph` over HTTP."""

import gzip
from typing import Any

import httpx
import pytest


def _triples(response: httpx.Response) -> list[tuple[int, str, str, str]]:
    return [
        (t["distance"], t["subject"], t["predicate"], t["object"])
        for t in response.json()["triples"]
    ]


def test_the_neighbourhood_of_an_entity_nearest_first(api):
    own = (1, "espresso", "invented by", "Angelo Moriondo")
    next_ = (2, "Angelo Moriondo", "born in", "Turin")
    assert _triples(api.get("/v1/graph", params={"entity": "ESPRESSO"})) == [own]
    two = api.get("/v1/graph", params={"entity": "espresso", "hops": 2})
    assert _triples(two) == [own, next_]
    assert (two.json()["truncated"], two.json()["names"]) == (False, ["espresso"])


def test_chinese(api):
    response = api.get("/v1/graph", params={"entity": "中国"})
    assert _triples(response) == [(1, "长城", "位于", "中国")]
    assert response.json()["triples"][0]["source"] == "imported"


def test_more_than_the_limit_is_said(api):
    response = api.get("/v1/graph", params={"entity": "Angelo Moriondo", "limit": 1})
    assert len(_triples(response)) == 1
    assert response.json()["truncated"] is True


def test_an_entity_that_is_not_there_has_no_triples(api):
    assert _triples(api.get("/v1/graph", params={"entity": "penguin"})) == []


def test_importing_twice_adds_nothing(api):
    body = {"collection": "g", "triples": [{"subject": "a", "predicate": "b", "object": "丙"}]}
    assert api.post("/v1/triples", json=body).json() == {"added": 1, "unchanged": 0}
    assert api.post("/v1/triples", json=body).json() == {"added": 0, "unchanged": 1}
    response = api.get("/v1/graph", params={"entity": "丙", "collection": "g"})
    assert _triples(response) == [(1, "a", "b", "丙")]


def test_one_wrong_triple_and_nothing_is_imported(api, error_of):
    triples = [
        {"subject": "good", "predicate": "b", "object": "c"},
        {"subject": "bad", "predicate": " ", "object": "c"},
    ]
    response = api.post("/v1/triples", json={"triples": triples})
    assert error_of(response) == (422, "invalid_input")
    assert response.json()["error"]["details"] == {"index": 1}
    assert "triples[1]: predicate is empty" in response.json()["error"]["message"]
    assert _triples(api.get("/v1/graph", params={"entity": "good"})) == []


@pytest.mark.parametrize(
    "body",
    [
        {"triples": []},
        {"triples": [{"subject": "a", "predicate": "b"}]},
        {"triples": [{"subject": 1, "predicate": "b", "object": "c"}]},
        {"triples": [{"subject": "a" * 2001, "predicate": "b", "object": "c"}]},
        {"triples": [{"subject": "a", "predicate": "b", "object": "c"}], "collection": "a b"},
    ],
)
def test_triples_that_are_refused(api, error_of, body):
    assert error_of(api.post("/v1/triples", json=body))[0] == 422


@pytest.mark.parametrize(
    ("params", "status", "code"),
    [
        ({}, 422, "invalid_request"),
        ({"entity": ""}, 422, "invalid_request"),
        ({"entity": "a", "hops": 4}, 422, "invalid_request"),
        ({"entity": "a", "limit": 0}, 422, "invalid_request"),
        ({"entity": "a", "collection": "nowhere"}, 404, "unknown_collection"),
    ],
)
def test_what_cannot_be_looked_up(api, error_of, params, status, code):
    assert error_of(api.get("/v1/graph", params=params)) == (status, code)


def test_passages_about_an_entity(api):
    bridge = api.get("/v1/graph", params={"entity": "HARBOUR BRIDGE"}).json()["passages"]
    assert [(p["document_id"], p["title"]) for p in bridge] == [("bridge", "Harbour bridge")]
    wall = api.get("/v1/graph", params={"entity": "长城"}).json()["passages"]
    assert [p["document_id"] for p in wall] == ["wall"]


def test_nothing_of_another_collection_is_shown(api):
    triple = {"subject": "长城", "predicate": "b", "object": "c"}
    body = {"collection": "other", "triples": [triple]}
    assert api.post("/v1/triples", json=body).status_code == 200
    asked = {"entity": "长城", "collection": "other"}
    found = api.get("/v1/graph", params=asked).json()
    assert ([t["object"] for t in found["triples"]], found["passages"]) == (["c"], [])
    here = api.get("/v1/graph", params={"entity": "长城"})
    assert [t["object"] for t in here.json()["triples"]] == ["中国"]


def _send(api: httpx.Client, name: str, content: bytes, collection: str = "files") -> Any:
    files = {"file": (name, content)}
    return api.post("/v1/triples/file", files=files, data={"collection": collection})


def test_a_file_of_triples_is_imported_once(api):
    content = "subject,predicate,object\n长江,流经,武汉\nDanube,flows through,Vienna\n".encode()
    assert _send(api, "rivers.csv", content).json() == {"added": 2, "unchanged": 0}
    assert _send(api, "rivers.csv", content).json() == {"added": 0, "unchanged": 2}
    found = api.get("/v1/graph", params={"entity": "danube", "collection": "files"})
    assert _triples(found) == [(1, "Danube", "flows through", "Vienna")]


def test_a_wrong_line_is_named_and_nothing_of_its_file_is_imported(api, error_of):
    response = _send(api, "rivers.tsv", b"Rhine\tflows through\tBasel\nRhine\tflows\n")
    assert error_of(response) == (422, "invalid_input")
    assert response.json()["error"]["message"].startswith("rivers.tsv, line 2: has 2 columns")
    rhine = api.get("/v1/graph", params={"entity": "Rhine", "collection": "default"})
    assert _triples(rhine) == []


@pytest.mark.parametrize(
    ("name", "content", "collection", "says"),
    [
        ("a.pdf", b"x", "files", "use one of .csv"),
        ("a.csv", b"", "files", "holds no triples"),
        ("a.csv.gz", b"x", "files", "not a complete gzip file"),
        ("a.csv", b"a,b,c", "no good", "a collection's name"),
    ],
)
def test_files_of_triples_that_are_refused(api, error_of, name, content, collection, says):
    response = _send(api, name, content, collection)
    assert error_of(response) == (422, "invalid_input")
    assert says in response.json()["error"]["message"]


def test_a_packed_file_over_the_file_limit_is_refused(make_footing, serve, error_of):
    bomb = gzip.compress(b"a,b,c\n" + b" " * 30_000)
    with serve(make_footing(max_file_mb=0.02)) as (client, _):
        response = _send(client, "a.csv.gz", bomb)
    assert error_of(response) == (422, "invalid_input")
    assert "unpacks to more than 20000 bytes" in response.json()["error"]["message"]


def test_a_file_has_to_be_sent(api, error_of):
    response = api.post("/v1/triples/file", data={"collection": "files"})
    assert error_of(response) == (422, "invalid_request")
