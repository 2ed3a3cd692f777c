"""What is served for the page: one document, its files, and the headers that keep it safe."""

import re
from importlib.resources import files

import httpx
import pytest

STATIC = files("service.web") / "static"


@pytest.mark.parametrize(
    ("address", "root"),
    [
        ("/", "./"),
        ("/documents", "./"),
        ("/documents/bridge?collection=default&start=3&end=9", "../"),
        ("/documents/a%2Fb%20c%3F", "../"),
        ("/documents/a/b", "../../"),
        ("/check", "./"),
        ("/quality", "./"),
        ("/graph?entity=LoRA", "./"),
    ],
)
def test_every_address_gives_the_page_with_the_way_back_to_its_root(api, address, root):
    response = api.get(address)
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert f'<base href="{root}">' in response.text
    above = httpx.URL(f"http://footing.example{address}").join(root)
    assert (above.path, above.query) == ("/", b"")


@pytest.mark.parametrize("address", ["/nowhere", "/assets/none.js", "/assets/..%2Fpage.py"])
def test_other_addresses_are_still_errors(api, address):
    response = api.get(address)
    assert (response.status_code, response.json()["error"]["code"]) == (404, "not_found")


def test_everything_that_the_page_names_is_served(api):
    page = api.get("/").text
    named = re.findall(r'(?:href|src)="(assets/[^"]+)"', page)
    assert len(named) >= 8
    for path in named:
        assert api.get(f"/{path}").status_code == 200, path


def test_every_module_is_served_with_a_type_that_browsers_run(api):
    modules, seen = ["scripts/main.js"], set[str]()
    while modules:
        path = modules.pop()
        response = api.get(f"/assets/{path}")
        assert response.headers["content-type"].startswith("text/javascript"), path
        seen.add(path)
        for name in re.findall(r'^import .*"(\..*?)";$|from "(\..*?)";', response.text, re.M):
            found = str(httpx.URL(f"http://x/{path}").join(name[0] or name[1]).path)[1:]
            if found not in seen:
                modules.append(found)
    assert len(seen) > 25


def test_only_our_own_files_may_run_and_no_text_can_become_script(api):
    for address in ("/", "/assets/scripts/main.js"):
        headers = api.get(address).headers
        policy = dict(
            part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";")
        )
        assert policy["default-src"] == "'none'"
        assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
        assert policy["frame-ancestors"] == "'none'"
        assert policy["require-trusted-types-for"] == "'script'"
        assert headers["x-content-type-options"] == "nosniff"


def test_files_are_asked_for_again_only_when_they_changed(api):
    first = api.get("/assets/styles/base.css")
    assert first.headers["cache-control"] == "no-cache"
    again = api.get("/assets/styles/base.css", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304


def test_no_file_names_another_host():
    folders = [STATIC]
    while folders:
        for entry in folders.pop().iterdir():
            if entry.is_dir():
                folders.append(entry)
                continue
            hosts = set(re.findall(r"https?://([^/\"'\s]+)", entry.read_text("utf-8")))
            assert hosts <= {"www.w3.org"}, entry.name  # names of XML formats, never fetched
