"""`/v1/documents` over HTTP: storing as JSON and files, listing, reading, deleting."""

import json

import httpx
import pytest

JSON = {"content-type": "application/json"}


def _search(api: httpx.Client, collection: str, question: str) -> set[str]:
    body = {"question": question, "collection": collection, "include_evidence": True}
    return {e["document_id"] for e in api.post("/v1/query", json=body).json()["evidence"]}


def test_a_text_is_stored_once_and_replaced_when_it_changes(api):
    body = {"text": "Coffee is hot.", "id": "c", "title": "Coffee", "collection": "once"}
    first = api.post("/v1/documents", json=body).json()
    assert {k: first[k] for k in ("added", "updated", "unchanged", "failed")} == {
        "added": 1, "updated": 0, "unchanged": 0, "failed": 0,
    }  # fmt: skip
    assert first["results"][0]["document_id"] == "c"
    assert api.post("/v1/documents", json=body).json()["unchanged"] == 1
    changed = api.post("/v1/documents", json={**body, "text": "Coffee is cold."}).json()
    assert changed["updated"] == 1
    stored = api.get("/v1/documents/c", params={"collection": "once"}).json()
    assert stored["text"] == "Coffee is cold."


def test_a_document_is_read_with_its_passages(api):
    document = api.get("/v1/documents/bridge").json()
    assert (document["title"], document["metadata"]) == ("Harbour bridge", {"year": 1932})
    (chunk,) = document["chunks"]
    assert document["text"][chunk["start"] : chunk["end"]].startswith("The Harbour bridge in")
    assert chunk["heading_path"] == ["Harbour bridge"]


def test_a_listing_goes_page_by_page_in_order_of_ids(api):
    documents = [{"id": f"d{n}", "text": f"Text {n}."} for n in range(5)]
    api.post("/v1/documents", json={"documents": documents, "collection": "paged"})
    seen, after, pages = [], None, 0
    while pages == 0 or after:
        params = {"collection": "paged", "limit": 2, **({"after": after} if after else {})}
        page = api.get("/v1/documents", params=params).json()
        seen += [d["id"] for d in page["documents"]]
        after, pages = page["next"], pages + 1
    assert (seen, pages) == (["d0", "d1", "d2", "d3", "d4"], 3)


@pytest.mark.parametrize(
    ("contains", "ids"),
    [("harbour", ["bridge"]), ("example.org", ["wall"]), ("长", ["wall"]), ("%", []), ("zz", [])],
)
def test_a_listing_is_filtered(api, contains, ids):
    page = api.get("/v1/documents", params={"contains": contains}).json()
    assert [d["id"] for d in page["documents"]] == ids
    assert page["next"] is None


def test_a_deleted_document_is_gone_from_reading_listing_and_search(api, error_of):
    body = {"text": "Penguins swim in cold water.", "id": "birds/penguin", "collection": "gone"}
    api.post("/v1/documents", json=body)
    question = "Where do penguins swim?"
    assert _search(api, "gone", question) == {"birds/penguin"}
    at = {"params": {"collection": "gone"}}
    assert api.delete("/v1/documents/birds/penguin", **at).json() == {"deleted": "birds/penguin"}
    assert error_of(api.get("/v1/documents/birds/penguin", **at)) == (404, "document_not_found")
    assert error_of(api.delete("/v1/documents/birds/penguin", **at))[0] == 404
    assert api.get("/v1/documents", **at).json()["documents"] == []
    assert _search(api, "gone", question) == set()


def test_files_are_stored_and_the_bad_one_is_reported(api):
    files = [
        ("file", ("notes.txt", "笔记：咖啡很热。".encode())),
        ("file", ("page.html", b"<html><body><p>Tea is hot.</p></body></html>")),
        ("file", ("rows.jsonl", b'{"id": "r1", "text": "Milk is cold."}\n{broken\n')),
        ("file", ("program.exe", b"MZ\x90\x00")),
        ("file", ("empty.txt", b"")),
    ]
    response = api.post("/v1/documents", files=files, data={"collection": "files"})
    body = response.json()
    assert (response.status_code, body["added"], body["failed"]) == (200, 3, 3)
    assert [(r["name"], r["status"], r["reason"]) for r in body["results"]] == [
        ("notes.txt", "added", None),
        ("page.html", "added", None),
        ("rows.jsonl#r1", "added", None),
        ("rows.jsonl:2", "failed", "malformed"),
        ("program.exe", "failed", "unsupported_type"),
        ("empty.txt", "failed", "empty"),
    ]
    assert _search(api, "files", "Which milk is cold?") >= {"r1"}


def test_when_everything_failed_it_is_an_error_that_says_what_became_of_each(api, error_of):
    bad = ("file", ("program.exe", b"MZ\x90\x00"))
    one = api.post("/v1/documents", files=[bad])
    assert error_of(one) == (422, "unreadable_document")
    said = one.json()["error"]
    assert said["message"].startswith("Files of type .exe cannot be read (program.exe).")
    assert said["details"]["reason"] == "unsupported_type"
    two = api.post("/v1/documents", files=[("file", ("empty.txt", b"")), bad])
    assert error_of(two) == (422, "unreadable_document")
    said = two.json()["error"]
    assert said["message"].startswith("none of the 2 documents could be stored; the first: empty.")
    results = [(r["name"], r["status"], r["reason"]) for r in said["details"]["results"]]
    assert results == [
        ("empty.txt", "failed", "empty"),
        ("program.exe", "failed", "unsupported_type"),
    ]


def test_a_text_that_cannot_be_stored_is_an_error(api, error_of):
    response = api.post("/v1/documents", json={"text": " \n"})
    assert error_of(response) == (422, "unreadable_document")
    assert response.json()["error"]["details"]["results"][0]["reason"] == "empty"


def test_one_bad_text_among_good_ones_is_reported(api):
    documents = [
        {"id": "good", "text": "A good text."},
        {"id": "bad\x00", "text": "A bad id."},
        {"id": "blank", "text": " \n"},
        {"id": "deep", "text": "x", "metadata": {"a": json.loads("[" * 300 + "]" * 300)}},
    ]
    body = {"documents": documents, "collection": "mixed"}
    response = api.post("/v1/documents", json=body)
    found = [(r["status"], r["reason"]) for r in response.json()["results"]]
    assert found == [
        ("added", None),
        ("failed", "malformed"),
        ("failed", "empty"),
        ("failed", "malformed"),
    ]
    # what is stored can be listed
    page = api.get("/v1/documents", params={"collection": "mixed"}).json()
    assert [d["id"] for d in page["documents"]] == ["good"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        "text",
        {"documents": []},
        {"documents": [{"title": "no text"}]},
        {"documents": [{"text": "x"}] * 1001},
        {"text": ""},
        {"text": 5},
        {"text": "x", "titel": "typo"},
        {"text": "x", "title": "t" * 1001},
        {"text": "x", "metadata": []},
        {"text": "x", "collection": 5},
        {"text": "x", "collection": "a b"},
    ],
)
def test_bodies_that_are_refused(api, error_of, body):
    assert error_of(api.post("/v1/documents", json=body))[0] == 422


def test_forms_that_are_refused(api, error_of):
    other = api.post("/v1/documents", files={"other": ("a.txt", b"x")})
    assert error_of(other) == (422, "invalid_input")
    collection = api.post(
        "/v1/documents", files={"file": ("a.txt", b"x")}, data={"collection": "a b"}
    )
    assert error_of(collection) == (422, "invalid_input")
    for boundary in ("", "; boundary=zz"):
        headers = {"content-type": f"multipart/form-data{boundary}"}
        assert error_of(api.post("/v1/documents", content=b"xx", headers=headers))[0] == 400


@pytest.mark.parametrize("params", [{"limit": 0}, {"limit": 1001}, {"limit": "many"}])
def test_limits_of_a_listing(api, error_of, params):
    assert error_of(api.get("/v1/documents", params=params)) == (422, "invalid_request")


@pytest.mark.parametrize("path", ["/v1/documents", "/v1/documents/bridge"])
def test_an_unknown_collection(api, error_of, path):
    response = api.get(path, params={"collection": "nowhere"})
    assert error_of(response) == (404, "unknown_collection")


def test_an_unknown_document(api, error_of):
    assert error_of(api.get("/v1/documents/nothing")) == (404, "document_not_found")
    assert error_of(api.get("/v1/documents/%00%ff")) == (404, "document_not_found")


def test_a_file_of_rows_sent_again_takes_the_place_of_its_rows(api):
    def send(*texts: str) -> dict[str, object]:
        content = "".join(json.dumps({"text": text}) + "\n" for text in texts)
        files = {"file": ("again.jsonl", content.encode())}
        sent = api.post("/v1/documents", files=files, data={"collection": "again"}).json()
        return {k: sent[k] for k in ("added", "updated", "unchanged", "failed", "removed")}

    assert send("Tea.", "Milk.")["added"] == 2
    assert send("Tea.", "Water.") == {
        "added": 1, "updated": 0, "unchanged": 1, "failed": 0, "removed": 1,
    }  # fmt: skip
    listed = api.get("/v1/documents", params={"collection": "again"}).json()["documents"]
    assert len(listed) == 2
