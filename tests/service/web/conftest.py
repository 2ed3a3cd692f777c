"""The page in a real browser: a served collection, headless Chromium, and axe."""

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx
import pytest

from service.bootstrap import build
from service.config import Settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

AXE = "axe-core@4.14.1"
DOCUMENTS: list[dict[str, Any]] = [
    {
        "id": "bridge",
        "title": "Harbour bridge",
        "text": (
            "# Harbour bridge\n\nThe Harbour bridge in Sydney was opened in 1932. It carries "
            "eight lanes of traffic.\n\n## Materials\n\nThe arch is made of 39,000 tonnes of steel."
        ),
    },
    {"id": "长城/明", "title": "长城", "text": "明长城总长度为8851公里。长城不是在太空中可见的。"},
    {
        "id": "emoji",
        "title": "<img src=x onerror=alert(1)>",
        "text": "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 🙂 comes first. The <b>quagga</b> died out in 1883. 🙂",
    },
]
TRIPLES = [
    {"subject": "espresso", "predicate": "invented by", "object": "Angelo Moriondo"},
    {"subject": "Angelo Moriondo", "predicate": "born in", "object": "Turin"},
]


@pytest.fixture(scope="session")
def site(
    tmp_path_factory: pytest.TempPathFactory, untrained: dict[str, Any], serve: Any
) -> Iterator[httpx.Client]:
    """A client of a server of its own for the browser; `base_url` is where the page is."""
    footing = build(Settings(data=tmp_path_factory.mktemp("site"), **untrained))
    with serve(footing) as (client, _):
        client.post("/v1/documents", json={"documents": DOCUMENTS}).raise_for_status()
        client.post("/v1/triples", json={"triples": TRIPLES}).raise_for_status()
        yield client


@pytest.fixture(scope="module")
def chromium() -> "Iterator[Browser]":
    """Headless Chromium as the system's packages install it.

    For a module at a time: as long as Playwright runs, the thread has an event loop that runs.
    """
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("there is no chromium; install your system's package of it")
    with playwright.sync_playwright() as running:
        # As root, which is who runs in containers, Chromium refuses to start with its sandbox.
        browser = running.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


Visit = Callable[..., "Page"]


@pytest.fixture
def visit(site: httpx.Client, chromium: "Browser") -> Iterator[Visit]:
    """Open an address of the page as a new person, with options of the browser's context.

    At the end nothing may have been logged as an error, nor asked of another host; `fails` names
    statuses of requests that a test makes fail, which browsers log as errors.
    """
    contexts, problems, hosts = list[Any](), list[str](), set[str]()

    def open_page(path: str = "", fails: tuple[int, ...] = (), **options: Any) -> "Page":
        context = chromium.new_context(
            **{
                "base_url": str(site.base_url),
                "locale": "en-GB",
                "reduced_motion": "reduce",
                "viewport": {"width": 1200, "height": 800},
                **options,
            }
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()

        def logged(message: Any) -> None:
            expected = any(f"status of {status}" in message.text for status in fails)
            if message.type in ("error", "warning") and not expected:
                problems.append(message.text)

        page.on("console", logged)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
        page.goto(path)
        page.locator("main h1").wait_for(state="attached")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert problems == []
    assert hosts <= {f"{site.base_url.host}:{site.base_url.port}"}


@pytest.fixture(scope="session")
def axe(request: pytest.FixtureRequest) -> str:
    """The source of axe-core, installed by npm into pytest's cache."""
    folder = Path(request.config.cache.mkdir("axe"))
    source = folder / "node_modules" / "axe-core" / "axe.min.js"
    if not source.is_file():
        npm = shutil.which("npm")
        if npm is None:
            pytest.skip("there is no npm to install axe-core with")
        command = [npm, "install", "--prefix", str(folder), "--no-audit", "--no-fund", AXE]
        done = subprocess.run([*command, "--ignore-scripts"], capture_output=True, text=True)
        if done.returncode:
            pytest.skip(f"npm could not install {AXE}: {done.stderr.strip()[-300:]}")
    return source.read_text("utf-8")


@pytest.fixture
def violations(axe: str) -> Callable[["Page"], list[str]]:
    """What axe finds on a page that is serious or critical, with where."""

    def find(page: "Page") -> list[str]:
        # By the debugger, which the page's own policy of scripts does not bind.
        debugger = page.context.new_cdp_session(page)
        run = "axe.run(document, {resultTypes: ['violations'], preload: false})"
        debugger.send("Runtime.evaluate", {"expression": axe})
        answer = debugger.send(
            "Runtime.evaluate",
            {
                "expression": f"{run}.then(found => JSON.stringify(found.violations))",
                "awaitPromise": True,
                "returnByValue": True,
            },
        )
        found = json.loads(answer["result"]["value"])
        return [
            f"{violation['id']}: {node['html'][:200]} {node['failureSummary'][:300]}"
            for violation in found
            if violation["impact"] in ("serious", "critical")
            for node in violation["nodes"]
        ]

    return find


@pytest.fixture
def ask() -> Callable[["Page", str], Any]:
    """Ask a question and wait for its answer; gives the turn on the page."""

    def asked(page: "Page", question: str) -> Any:
        turn = page.locator("article.turn").nth(page.locator("article.turn").count())
        page.get_by_label("Your question").or_(page.get_by_label("你的问题")).fill(question)
        page.keyboard.press("Enter")
        turn.locator(".feedback").wait_for()
        return turn

    return asked
