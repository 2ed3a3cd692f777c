"""Takes the pictures of `docs/page.md`: the sample knowledge base with the trained models.

    python docs/page/screenshots.py

needs Chromium and the development requirements, and a few minutes.
"""

import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import orjson
import uvicorn
from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from service.api.app import create_app
from service.bootstrap import build
from service.config import Settings
from service.sample.load import load_sample

HERE = Path(__file__).parent
CASES = HERE.parent.parent / "service" / "sample" / "cases" / "test.jsonl"
DESK = {"width": 1200, "height": 780}
PHONE = {"width": 390, "height": 780}


@contextmanager
def _served(data: Path) -> Iterator[str]:
    footing = build(Settings(data=data))
    load_sample(footing)
    server = uvicorn.Server(uvicorn.Config(create_app(footing), port=0, log_config=None))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


def _evaluated(base: str) -> None:
    cases = [orjson.loads(line) for line in CASES.read_bytes().splitlines()]
    body = {"name": "Sample questions", "cases": cases}
    started = httpx.post(f"{base}/v1/evaluations", json=body).json()["id"]
    while httpx.get(f"{base}/v1/evaluations/{started}").json()["status"] != "finished":
        time.sleep(1)


class _Camera:
    def __init__(self, browser: Browser, base: str) -> None:
        self._browser, self._base = browser, base

    def open(self, path: str = "", **options: Any) -> Page:  # noqa: ANN401 - Playwright's own
        wanted = {"viewport": DESK, "locale": "en-GB", "reduced_motion": "reduce", **options}
        page = self._browser.new_context(base_url=self._base, **wanted).new_page()
        page.goto(path)
        page.wait_for_load_state("networkidle")
        return page

    def take(self, page: Page, name: str) -> None:
        page.wait_for_timeout(300)
        path = HERE / f"{name}.png"
        page.screenshot(path=path)
        # A picture of a page has few colours; a palette of them is a third of the size.
        Image.open(path).convert("RGB").quantize(255).save(path, optimize=True)


def _ask(page: Page, *questions: str) -> None:
    for question in questions:
        done = page.locator(".feedback").count()
        page.locator("#question").fill(question)
        page.keyboard.press("Enter")
        expect(page.locator(".feedback")).to_have_count(done + 1, timeout=60_000)


def _pictures(camera: _Camera) -> None:
    page = camera.open()
    _ask(page, "What is LoRA?", "Who introduced it?")
    page.locator(".sentence").first.hover()
    camera.take(page, "chat")

    page.keyboard.press("Escape")
    page.locator(".marker").first.click()
    page.locator("#panel mark").wait_for()
    camera.take(page, "citation")

    page = camera.open()
    _ask(page, "Who introduced LoRA?")
    page.get_by_text("Evidence graph").click()
    page.locator("figure svg").scroll_into_view_if_needed()
    page.mouse.wheel(0, 160)
    camera.take(page, "graph")

    page = camera.open(color_scheme="dark")
    _ask(page, "Who painted The Night Watch?")
    camera.take(page, "refusal-dark")

    page = camera.open(viewport=PHONE, locale="zh-CN", device_scale_factor=1.5)
    _ask(page, "什么是灾难性遗忘？", "那怎么缓解呢？")
    page.locator(".sentence").first.hover()
    camera.take(page, "phone-zh")

    camera.take(camera.open("documents"), "documents")

    page = camera.open("check")
    page.get_by_label("Text to check").fill(
        "The bridge was opened in 1936. It carries eight lanes. Its arch is painted grey."
    )
    page.get_by_label("Text", exact=True).fill(
        "The bridge was opened in 1932 and carries eight lanes of traffic."
    )
    page.get_by_role("button", name="Check", exact=True).click()
    page.locator(".outcome").wait_for()
    page.mouse.move(0, 0)
    page.locator(".legend").scroll_into_view_if_needed()
    camera.take(page, "check")

    camera.take(camera.open("quality"), "quality")


def main() -> None:
    """Serve, evaluate, take every picture."""
    with tempfile.TemporaryDirectory() as folder, _served(Path(folder)) as base:
        _evaluated(base)
        with sync_playwright() as playwright:
            path = shutil.which("chromium")
            browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
            _pictures(_Camera(browser, base))
            browser.close()


if __name__ == "__main__":
    main()
