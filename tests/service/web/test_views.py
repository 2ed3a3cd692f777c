"""Checks, quality, and the page as a whole: language, appearance, widths, keyboard, axe."""

import re
import time

import pytest

pytestmark = pytest.mark.browser
pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from playwright.sync_api import expect  # noqa: E402 - after the skip

QUESTION = "When was the Harbour bridge opened?"
# Every page but the chat, with what is there once it has been filled.
PAGES = {
    "documents": ".documents li",
    "documents/bridge?collection=default&start=20&end=60": "mark",
    "check": "form.check",
    "quality": ".card",
    "graph?entity=espresso&collection=default": "svg .node",
}


def _check(page, text, source):
    page.get_by_label("Text to check").fill(text)
    page.get_by_label("Text", exact=True).fill(source)
    page.get_by_role("button", name="Check", exact=True).click()
    page.locator(".outcome").wait_for()


def test_a_text_is_checked_sentence_by_sentence(visit):
    page = visit("check")
    opened = "The gate was opened in 1932."
    _check(page, f"{opened} It is made of marble.", opened)
    expect(page.locator(".outcome")).to_contain_text("Not grounded")
    sentences = page.locator(".sentences .sentence")
    expect(sentences).to_have_text([opened, "It is made of marble."])
    expect(sentences.first).to_have_class("sentence supported")
    expect(sentences.last).to_have_class("sentence unsupported")
    page.get_by_role("button", name="Source 1: Source 1").click()
    expect(page.locator("#panel mark")).to_have_text(opened)


def test_a_text_is_checked_against_a_collection(visit):
    page = visit("check")
    page.get_by_label("Text to check").fill("The Harbour bridge in Sydney was opened in 1932.")
    page.get_by_label("A collection").check()
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.locator(".outcome")).to_contain_text("Grounded")
    page.locator(".sentences .marker").first.click()
    expect(page.locator("#panel").get_by_role("link")).to_have_text("Open the whole document")


def test_sources_are_added_and_removed_and_the_draft_survives_a_change_of_language(visit):
    page = visit("check")
    page.get_by_label("Text to check").fill("Kept.")
    page.get_by_role("button", name="Add a source").click()
    expect(page.get_by_role("group", name=re.compile("Source"))).to_have_count(2)
    page.get_by_role("button", name="Remove source 1").click()
    expect(page.get_by_role("group", name=re.compile("Source"))).to_have_count(1)
    page.get_by_label("Language").select_option("zh")
    expect(page.get_by_label("待核查的文字")).to_have_value("Kept.")


def test_quality_shows_evaluations_and_what_is_promised(visit, site):
    cases = [{"id": "1", "question": QUESTION, "answers": ["1932"]}]
    started = site.post("/v1/evaluations", json={"name": "release", "cases": cases}).json()["id"]
    while site.get(f"/v1/evaluations/{started}").json()["status"] != "finished":
        time.sleep(0.1)
    page = visit("quality")
    card = page.locator(".card").filter(has_text="release")
    expect(card.locator("dt")).to_contain_text(["Answered", "Wrong among answered"])
    expect(card.locator("dd").first).to_have_text("100%")
    report = card.get_by_role("link", name="Open the report").get_attribute("href")
    assert site.get(f"/{report}").headers["content-type"].startswith("text/html")
    promised = page.locator(".card").filter(has=page.get_by_role("heading", name="default"))
    expect(promised).to_contain_text("No certificate")
    expect(promised).to_contain_text("An answer needs a support of 40%.")


def test_the_language_is_switched_and_kept(visit):
    page = visit("documents")
    page.get_by_label("Language").select_option("zh")
    expect(page.locator("h1")).to_have_text("文档")
    expect(page).to_have_title("文档 · Footing")
    page.reload()
    expect(page.locator("h1")).to_have_text("文档")
    page.get_by_label("语言").select_option("en")
    expect(page.locator("h1")).to_have_text("Documents")


def test_the_appearance_follows_the_system_until_it_is_chosen(visit):
    background = "getComputedStyle(document.documentElement).backgroundColor"
    dark, light = "rgb(20, 22, 24)", "rgb(250, 249, 246)"
    page = visit(color_scheme="dark")
    assert page.evaluate(background) == dark
    page.get_by_label("Appearance").select_option("light")
    assert page.evaluate(background) == light
    page.reload()
    assert page.evaluate(background) == light
    page.get_by_label("Appearance").select_option("system")
    assert page.evaluate(background) == dark


@pytest.mark.parametrize("locale", ["en-GB", "zh-CN"])
def test_nothing_is_wider_than_a_phone(visit, ask, locale):
    page = visit(viewport={"width": 360, "height": 740}, locale=locale, has_touch=True)
    wide = "document.documentElement.scrollWidth"
    turn = ask(page, QUESTION)
    assert page.evaluate(wide) == 360
    turn.locator(".sentence").tap()
    expect(page.get_by_role("tooltip")).to_be_in_viewport()
    turn.locator(".marker").first.tap()
    panel = page.locator("#panel")
    expect(panel.locator("mark")).to_be_visible()
    assert panel.bounding_box()["width"] == 360
    page.keyboard.press("Escape")
    for path, content in PAGES.items():
        page.goto(path)
        page.locator(content).first.wait_for()
        assert page.evaluate(wide) == 360, path


def test_everything_is_reached_with_the_keyboard(visit):
    page = visit("documents")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_be_focused()
    page.get_by_role("link", name="Quality").focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Quality")
    expect(page.locator("h1")).to_be_focused()
    page.go_back()
    expect(page.locator("h1")).to_have_text("Documents")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_on_any_page(visit, ask, violations, scheme):
    page = visit(color_scheme=scheme)
    found = {"welcome": violations(page)}
    ask(page, QUESTION).locator(".sentence").hover()
    ask(page, "Who wrote a book about steel lanes?")
    ask(page, "Who invented espresso?").get_by_text("Evidence graph").click()
    page.get_by_role("button", name="This answer is wrong").first.click()
    found["chat"] = violations(page)
    page.locator(".marker").first.click()
    page.locator("#panel mark").wait_for()
    found["panel"] = violations(page)
    for path, content in PAGES.items():
        page.goto(path)
        page.locator(content).first.wait_for()
        found[path] = violations(page)
    page.goto("check")
    _check(page, "The gate was opened in 1933. Hello! It is marble.", "It was opened in 1932.")
    found["checked"] = violations(page)
    assert {where: what for where, what in found.items() if what} == {}


def test_a_page_prints_without_what_can_only_be_clicked(visit, ask):
    page = visit()
    ask(page, QUESTION)
    page.emulate_media(media="print")
    expect(page.locator(".sentence")).to_be_visible()
    for hidden in (".top", ".composer", ".feedback", ".history-place"):
        expect(page.locator(hidden)).to_be_hidden()
