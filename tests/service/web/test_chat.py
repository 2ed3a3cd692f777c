"""Chat in a browser: answers with evidence, refusals, follow-ups, feedback, history."""

import re

import pytest

pytestmark = pytest.mark.browser
pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from playwright.sync_api import expect  # noqa: E402 - after the skip

QUESTION = "When was the Harbour bridge opened?"
SENTENCE = "The Harbour bridge in Sydney was opened in 1932."


def test_a_sentence_has_the_colour_of_its_verdict_and_shows_what_it_stands_on(visit, ask):
    page = visit()
    sentence = ask(page, QUESTION).locator(".sentence")
    expect(sentence).to_have_text(SENTENCE)
    expect(sentence).to_have_class("sentence supported")
    expect(sentence.locator("b")).to_have_text("1932")
    tip = page.get_by_role("tooltip")
    expect(tip).to_be_hidden()
    sentence.hover()
    expect(tip).to_contain_text(re.compile(r"Supported support \d+%"))
    expect(tip).to_contain_text("[1] Harbour bridge")
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    sentence.focus()
    expect(tip).to_contain_text("eight lanes")
    expect(sentence).to_have_attribute("aria-describedby", "tip")


def test_a_citation_opens_the_passage_in_its_document_marked(visit, ask):
    page = visit()
    marker = ask(page, QUESTION).get_by_role("button", name="Source 1: Harbour bridge")
    marker.first.click()
    panel = page.get_by_role("dialog", name="Harbour bridge")
    expect(panel.locator("mark .exact")).to_have_text(SENTENCE)
    panel.get_by_role("link", name="Open the whole document").click()
    expect(page).to_have_url(re.compile(r"/documents/bridge\?collection=default&start=\d+&end=\d+"))
    expect(page.locator("h1")).to_have_text("Harbour bridge")
    expect(page.locator("mark")).to_contain_text(SENTENCE)
    expect(page.locator("mark")).to_be_in_viewport()


def test_closing_the_panel_goes_back_to_where_it_was_opened(visit, ask):
    page = visit()
    marker = ask(page, QUESTION).locator(".marker").first
    marker.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#panel mark")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()
    expect(marker).to_be_focused()


def test_chinese_is_asked_and_answered_in_an_interface_in_chinese(visit, ask):
    page = visit(locale="zh-CN")
    expect(page.locator("html")).to_have_attribute("lang", "zh")
    turn = ask(page, "明长城总长度是多少公里？")
    expect(turn.locator(".sentence")).to_have_text("明长城总长度为8851公里。")
    turn.get_by_role("button", name="来源 1：长城").first.click()
    expect(page.locator("#panel mark")).to_contain_text("明长城总长度为8851公里。")


def test_a_refusal_says_why_and_shows_what_came_nearest(visit, ask):
    page = visit()
    refusal = ask(page, "Who opened the tunnel under the Harbour bridge with steel lanes?")
    expect(refusal.locator(".dont-know")).to_have_text("I don't know")
    expect(refusal.locator(".reason")).to_have_text(
        "The nearest passages do not seem to answer this."
    )
    expect(refusal.get_by_role("heading", name="The nearest passages")).to_be_visible()
    refusal.get_by_role("button", name="Harbour bridge").first.click()
    expect(page.locator("#panel mark")).to_contain_text("eight lanes")


def test_a_follow_up_is_completed_and_the_question_shown(visit, ask):
    page = visit()
    ask(page, QUESTION)
    turn = ask(page, "How many lanes of traffic does it carry?")
    understood = turn.locator(".understood")
    expect(understood).to_have_text(re.compile("Understood as: .*Harbour bridge.*"))


def test_the_graph_of_an_answer_is_drawn_and_leads_on(visit, ask):
    page = visit()
    turn = ask(page, "Who invented espresso?")
    turn.get_by_text("Evidence graph").click()
    cited = turn.locator("svg .node.cited")
    expect(cited).to_have_count(2)
    expect(turn.locator("svg .edge.cited text")).to_have_text("invented by")
    expect(turn.locator(".hops li").first).to_have_text("espresso invented by Angelo Moriondo")
    cited.last.click()
    expect(page).to_have_url(re.compile(r"/graph\?entity=Angelo\+Moriondo&collection=default"))
    expect(page.locator("svg .node")).to_have_count(3)
    expect(page.locator(".hops li")).to_have_text(
        [re.compile("espresso invented by Angelo"), re.compile("Angelo Moriondo born in Turin")]
    )


def test_a_correction_is_stored(visit, ask, site):
    page = visit()
    turn = ask(page, QUESTION)
    turn.get_by_role("button", name="This answer is wrong").click()
    expect(turn.get_by_label("What would be right?")).to_be_focused()
    page.keyboard.type("It was 1933.")
    turn.get_by_role("button", name="Send").click()
    expect(turn.get_by_text("Thank you, that is stored.")).to_be_visible()
    stored = site.get("/v1/feedback").json()["feedback"][0]
    assert (stored["rating"], stored["correction"]) == ("down", "It was 1933.")
    assert (stored["question"], stored["answer"]) == (QUESTION, SENTENCE)
    assert stored["collection"] == "default"


def test_a_thumb_up_is_stored(visit, ask, site):
    page = visit()
    turn = ask(page, QUESTION)
    turn.get_by_role("button", name="This answer is right").click()
    expect(turn.get_by_text("Thank you, that is stored.")).to_be_visible()
    assert site.get("/v1/feedback").json()["feedback"][0]["rating"] == "up"


def test_conversations_are_kept_taken_up_again_and_cleared(visit, ask):
    page = visit()
    ask(page, QUESTION)
    page.reload()
    expect(page.locator("article.turn")).to_have_count(0)
    history = page.get_by_role("navigation", name="History")
    history.get_by_role("button", name=QUESTION, exact=True).click()
    expect(page.locator(".sentence")).to_have_text(SENTENCE)
    page.get_by_role("button", name="Clear history").click()
    page.get_by_role("dialog").get_by_role("button", name="Clear history").click()
    expect(history.get_by_role("listitem")).to_have_count(0)
    page.reload()
    expect(history).to_contain_text("kept in this browser only")


def test_two_people_do_not_see_each_other(visit, ask):
    ask(visit(), QUESTION)
    other = visit()
    expect(other.get_by_role("navigation", name="History").get_by_role("listitem")).to_have_count(0)
    expect(other.locator("article.turn")).to_have_count(0)


def test_an_answer_goes_on_while_another_view_is_shown(visit):
    page = visit()
    page.get_by_label("Your question").fill(QUESTION)
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Check").click()
    page.get_by_role("link", name="Chat").click()
    expect(page.locator(".sentence")).to_have_text(SENTENCE)


def test_what_documents_say_never_becomes_part_of_the_page(visit, ask):
    page = visit()
    turn = ask(page, "When did the quagga die out?")
    expect(turn.locator(".sentence")).to_have_text("The <b>quagga</b> died out in 1883.")
    turn.locator(".marker").first.click()
    expect(page.locator("#panel-title")).to_have_text("<img src=x onerror=alert(1)>")
    expect(page.locator("#panel mark .exact")).to_have_text("The <b>quagga</b> died out in 1883.")
    expect(page.locator("#panel img, .turn img")).to_have_count(0)


def test_what_the_service_refuses_is_said_in_its_own_words(visit):
    page = visit(fails=(404,))
    page.get_by_label("Collection").wait_for()
    page.evaluate("localStorage.setItem('footing.settings', '{\"collection\": \"nowhere\"}')")
    page.reload()
    page.get_by_label("Your question").fill(QUESTION)
    page.get_by_role("button", name="Ask").click()
    expect(page.get_by_role("alert")).to_contain_text("nowhere")
