"""Documents in a browser: upload, look through, open, delete, import triples."""

import re

import pytest

pytestmark = pytest.mark.browser
pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from playwright.sync_api import expect  # noqa: E402 - after the skip


def _file(name: str, content: str) -> dict[str, object]:
    return {"name": name, "mimeType": "text/plain", "buffer": content.encode()}


def test_files_are_uploaded_each_with_its_result_and_can_be_deleted(visit, site):
    page = visit("documents", fails=(422,))
    upload = page.locator(".drop input").first
    upload.set_input_files(
        [_file("tea.md", "# Tea\n\nTea is grown in Assam."), _file("no.txt", "")]
    )
    rows = page.locator(".uploads li")
    expect(rows.filter(has_text="tea.md")).to_contain_text("Added, 1 passage")
    expect(rows.filter(has_text="no.txt")).to_have_class("failed")
    expect(rows.filter(has_text="no.txt")).to_contain_text("empty")
    document = page.locator(".documents li").filter(has_text="Tea")
    expect(document).to_be_visible()
    document.get_by_role("button", name="Delete Tea").click()
    page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    expect(document).to_be_visible()
    document.get_by_role("button", name="Delete Tea").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(document).to_have_count(0)
    assert "Tea" not in site.get("/v1/documents").text


def test_a_dropped_file_goes_into_a_new_collection(visit, site):
    page = visit("documents", fails=(404,))
    page.get_by_role("button", name="New collection").click()
    page.get_by_label("Name of the collection").fill("手册")
    page.get_by_role("button", name="Use it").click()
    expect(page.get_by_label("Collection", exact=True)).to_have_value("手册")
    expect(page.locator(".document-list")).to_contain_text("No documents yet")
    page.evaluate(
        """() => {
            const data = new DataTransfer();
            data.items.add(new File(["武汉位于长江边。"], "wuhan.txt"));
            const drop = new DragEvent("drop", {dataTransfer: data, cancelable: true});
            document.querySelector(".drop").dispatchEvent(drop);
        }"""
    )
    expect(page.locator(".documents li")).to_have_count(1)
    listed = site.get("/v1/documents", params={"collection": "手册"}).json()["documents"]
    assert [document["characters"] for document in listed] == [8]


def test_documents_are_searched_and_paged(visit, site):
    texts = [{"id": f"note-{n:02}", "title": f"Note {n:02}", "text": "A note."} for n in range(23)]
    site.post("/v1/documents", json={"documents": texts, "collection": "notes"})
    page = visit("documents")
    page.get_by_label("Collection", exact=True).select_option("notes")
    rows = page.locator(".documents li")
    expect(rows).to_have_count(20)
    page.get_by_role("button", name="Next page").click()
    expect(rows).to_have_count(3)
    page.get_by_role("button", name="Previous page").click()
    expect(rows).to_have_count(20)
    page.get_by_role("searchbox").fill("Note 2")
    expect(rows).to_have_count(3)
    page.get_by_role("searchbox").fill("nothing like it")
    expect(page.locator(".document-list")).to_contain_text("No document matches.")


@pytest.mark.parametrize(
    ("address", "marked"),
    [
        # Offsets count characters: those outside of the BMP are one each.
        ("documents/emoji?start=23&end=58", "The <b>quagga</b> died out in 1883."),
        ("documents/%E9%95%BF%E5%9F%8E%2F%E6%98%8E?start=7&end=15", "8851公里。长"),
        ("documents/bridge?collection=default&chunk=1", re.compile("opened in 1932")),
    ],
)
def test_a_link_opens_a_document_at_the_marked_passage(visit, address, marked):
    page = visit(address)
    expect(page.locator("mark")).to_have_text(marked)
    expect(page.locator("mark")).to_be_focused()


def test_a_document_that_is_gone_is_said_to_be(visit):
    page = visit("documents/nothing?collection=default", fails=(404,))
    expect(page.get_by_role("alert")).to_contain_text("has no document 'nothing'")


def test_triples_are_imported_from_a_file(visit, site):
    page = visit("documents", fails=(422,))
    page.get_by_text("Import triples").click()
    upload = page.locator(".triples .drop input")
    upload.set_input_files(_file("bad.tsv", "Danube\tflows\n"))
    expect(page.locator(".triples .failed")).to_contain_text("bad.tsv, line 1")
    upload.set_input_files(_file("rivers.tsv", "Danube\tflows through\tVienna\n"))
    expect(page.locator(".triples .stored")).to_contain_text("1 added, 0 already there")
    found = site.get("/v1/graph", params={"entity": "Danube"}).json()["triples"]
    assert [triple["object"] for triple in found] == ["Vienna"]
