"""`/v1/collections` over HTTP: what collections hold and what their answers are held to."""

from service.calibration.certificate import Certificate


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
    Certificate(
        collection="default",
        certified=True,
        risk=0.1,
        confidence=0.9,
        threshold=0.7,
        cases=200,
        answered=120,
        errors=4,
        scales={},
        binding=footing.pipeline.standards.binding("default"),
    ).save(footing.settings.data)
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
