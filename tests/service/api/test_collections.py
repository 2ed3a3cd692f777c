"""`/v1/collections` over HTTP: what collections hold and what their answers are held to."""

import pytest

from service.bootstrap import INDEXES
from service.calibration.certificate import Certificate, path_of


def certificate_of(footing, collection):
    return Certificate(
        collection=collection,
        certified=True,
        risk=0.1,
        confidence=0.9,
        threshold=0.7,
        cases=200,
        answered=120,
        errors=4,
        scales={},
        binding=footing.pipeline.standards.binding(collection),
    )


def test_collections_are_listed_with_what_they_hold(make_footing, serve):
    with serve(make_footing(filled=True)) as (client, _):
        client.post("/v1/documents", json={"text": "Some text.", "collection": "手册"})
        default, handbook = client.get("/v1/collections").json()["collections"]
        assert (default["name"], default["documents"], default["passages"]) == ("default", 5, 6)
        assert default["triples"] >= 4
        assert (handbook["name"], handbook["documents"], handbook["passages"]) == ("手册", 1, 1)
        assert (default["threshold"], default["threshold_from"]) == (0.4, "public_data")
        assert default["guarantee"] is None


def test_a_service_without_documents_has_the_default_collection(make_footing, serve):
    with serve(make_footing()) as (client, _):
        (found,) = client.get("/v1/collections").json()["collections"]
        assert (found["name"], found["documents"], found["triples"]) == ("default", 0, 0)


def test_a_certificate_is_shown_with_why_it_does_not_hold_any_more(make_footing, serve):
    footing = make_footing(filled=True)
    certificate_of(footing, "default").save(footing.settings.data)
    with serve(footing) as (client, _):
        (found,) = client.get("/v1/collections").json()["collections"]
        assert (found["threshold"], found["threshold_from"]) == (0.7, "certificate")
        assert found["guarantee"] == {
            "risk": 0.1,
            "confidence": 0.9,
            "cases": 200,
            "answered": 120,
            "errors": 4,
            "valid": True,
            "reasons": [],
        }
        client.post("/v1/documents", json={"text": "Something new."})
        (found,) = client.get("/v1/collections").json()["collections"]
        assert found["guarantee"]["valid"] is False
        assert found["guarantee"]["reasons"] == [
            "the collection has changed since it was calibrated"
        ]


def test_a_removed_collection_leaves_nothing_behind(make_footing, serve):
    footing = make_footing(filled=True)
    with serve(footing) as (client, _):
        client.post("/v1/documents", json={"text": "Zanzibar has cloves.", "collection": "手册"})
        assert client.post("/v1/query", json={"question": "Zanzibar?", "collection": "手册"}).json()
        folder = footing.settings.data / INDEXES / str(footing.store.state("手册").id)
        certificate_of(footing, "手册").save(footing.settings.data)
        assert folder.is_dir()
        removed = client.delete("/v1/collections/手册")
        assert (removed.status_code, removed.json()) == (200, {"deleted": "手册"})
        assert [c["name"] for c in client.get("/v1/collections").json()["collections"]] == [
            "default"
        ]
        gone = client.post("/v1/query", json={"question": "Zanzibar?", "collection": "手册"})
        assert gone.status_code == 404
        assert not folder.exists()
        assert not path_of(footing.settings.data, "手册").exists()
        client.post("/v1/documents", json={"text": "Anew.", "collection": "手册"})
        asked = {"question": "Does Zanzibar have cloves?", "collection": "手册"}
        assert "Zanzibar has" not in client.post("/v1/query", json=asked).text


def test_the_default_collection_is_emptied_and_stays(make_footing, serve):
    with serve(make_footing(filled=True)) as (client, _):
        assert client.delete("/v1/collections/default").status_code == 200
        (found,) = client.get("/v1/collections").json()["collections"]
        assert (found["name"], found["documents"], found["triples"]) == ("default", 0, 0)


@pytest.mark.parametrize(("name", "status"), [("nobody", 404), ("..", 404), ("a b", 422)])
def test_what_is_no_collection_cannot_be_removed(make_footing, serve, name, status):
    with serve(make_footing(filled=True)) as (client, _):
        assert client.delete(f"/v1/collections/{name}").status_code == status
        assert client.get("/v1/collections").json()["collections"][0]["documents"] == 5
