"""Asks Footing through Open WebUI's own page in a headless browser, and looks for the sources.

    python deploy/open-webui/check.py [--url http://127.0.0.1:8080] [--out FOLDER]

Needs `start.sh` running, the sample knowledge base, Playwright and Chromium (`--browser PATH`).
Exits 1 if an answer or its source does not appear; screenshots go to FOLDER.
"""

import argparse
import sys
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

# Question, what the answer says, what the button under it says.
ASKED = (
    ("How much memory does full fine-tuning take?", "16 bytes per parameter", "1 Source"),
    ("灾难性遗忘怎么缓解？", "回放", "Source"),
    ("What is the capital of Peru?", "I don't know", None),
)
_PATIENCE_MS = 60_000


def ask(page: Page, question: str, said: str, sources: str | None) -> None:
    """Type a question and wait for what has to appear."""
    page.locator("#chat-input").click()
    page.keyboard.type(question)
    page.keyboard.press("Enter")
    answer = page.locator(".chat-assistant").last
    expect(answer).to_contain_text(said, timeout=_PATIENCE_MS)
    if sources:
        expect(answer).to_contain_text(sources, timeout=_PATIENCE_MS)


def main() -> None:
    """Ask all, and stop at the first that is not as expected."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", default="http://127.0.0.1:8080")
    parser.add_argument("--out", type=Path, default=Path("open-webui"))
    parser.add_argument("--browser", default="/usr/bin/chromium")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=options.browser, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 900}, locale="en-US")
        page.goto(options.url, wait_until="domcontentloaded")
        expect(page.locator("#chat-input")).to_be_visible(timeout=_PATIENCE_MS)
        page.wait_for_timeout(3000)  # the release notes come late
        welcome = page.get_by_role("button", name="Okay, Let's Go!")
        if welcome.count():
            welcome.click()
        try:
            for number, (question, said, sources) in enumerate(ASKED, 1):
                ask(page, question, said, sources)
                page.screenshot(path=options.out / f"{number}.png")
                sys.stdout.write(f"{question} -> as expected\n")
        except AssertionError as error:
            page.screenshot(path=options.out / "failed.png")
            sys.exit(f"{error}\nsee {options.out / 'failed.png'}")
        finally:
            browser.close()


if __name__ == "__main__":
    main()
