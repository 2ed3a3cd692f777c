"""What pages of other sites may make a visitor's browser do: read nothing, change nothing."""

import pytest

FILE = {"file": ("a.txt", b"Planted.")}


@pytest.mark.parametrize("path", ["/v1/documents", "/v1/triples/file"])
def test_another_sites_upload_is_refused(api, error_of, path):
    response = api.post(path, files=FILE, headers={"Sec-Fetch-Site": "cross-site"})
    assert error_of(response) == (403, "cross_site")


def test_a_chat_from_another_site_is_refused_in_openais_shape(api):
    response = api.post("/v1/chat/completions", headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403
    assert response.json()["error"]["code"] == "cross_site"


@pytest.mark.parametrize("site", ["same-origin", "same-site", "none"])
def test_our_own_page_may(api, site):
    body = {"answer_id": "1", "rating": "up"}
    response = api.post("/v1/feedback", json=body, headers={"Sec-Fetch-Site": site})
    assert response.status_code == 201


def test_links_from_other_sites_open(api):
    response = api.get("/documents/bridge", headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 200
