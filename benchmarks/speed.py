"""`make bench`: models and ingestion against encoding alone, memory, a crowd, the chat door."""

import argparse
import asyncio
import contextlib
import os
import resource
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import httpx

from benchmarks import chat, data, graph_speed, model_speed, report, retrieval, streaming
from service.bootstrap import Footing, build
from service.config import Settings

COMMAND = "make bench"
_ALONE = 2000
_PORT = 8765
_QUESTIONS = (
    "Who introduced LoRA?",
    "什么是灾难性遗忘？",
    "How many bytes per parameter does Adam need?",
    "Who won the football World Cup in 2022?",
    "混合精度训练为什么要放大损失？",
)


def encoding_alone(footing: Footing, texts: list[str]) -> float:
    """Passages a second of the bare encoder on the very texts that ingestion embeds."""
    started = time.perf_counter()
    footing.embedder.encode(texts)
    return len(texts) / (time.perf_counter() - started)


def ingestion(folder: Path, runs: Path) -> None:
    """Store the 57,770 passages; the encoder alone is timed before and after, in the same run."""
    path = data.find(folder, "wiki2024_en_corpus")
    if path is None:
        return
    footing = build(Settings(data=runs))
    sample = [
        f"{row['title']}\n{row['text']}" for row in islice(data.rows(path), 0, 20 * _ALONE, 20)
    ]
    before = encoding_alone(footing, sample)
    passages, seconds = retrieval.ingest(footing, "wiki2024", retrieval.corpus(path))
    if not passages:
        print(f"skipped: {runs} holds the corpus already; remove it to measure ingestion")
        return
    after = encoding_alone(footing, sample)
    footing.close()
    rate, alone = passages / seconds, statistics.mean((before, after))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    rows: list[list[object]] = [
        ["encoding alone, passages/s (before, after)", f"{before:.1f}, {after:.1f}"],
        ["ingestion, passages/s", f"{rate:.1f} over {passages} passages, {seconds:.0f} s"],
        ["ingestion / encoding alone", f"{rate / alone:.2f}"],
        ["peak memory of the process, GB", f"{peak:.2f}"],
    ]
    report.write_section("Ingestion", report.table(["", ""], rows), COMMAND)


async def _client(client: httpx.AsyncClient, number: int, until: float, seen: Counter[str]) -> None:
    asked = number
    while time.monotonic() < until:
        asked += 1
        body = {"question": _QUESTIONS[asked % len(_QUESTIONS)], "top_k": 4 + asked % 5}
        started = time.perf_counter()
        try:
            response = await client.post("/v1/query", json=body)
            seen[str(response.status_code)] += 1
            if response.status_code == 200:
                LATENCIES.append((time.perf_counter() - started) * 1000)
            elif response.status_code == 429:
                await asyncio.sleep(min(1.0, float(response.headers["retry-after"])))
        except httpx.HTTPError as error:
            seen[type(error).__name__] += 1


LATENCIES: list[float] = []


async def _crowd(clients: int, seconds: float) -> Counter[str]:
    seen: Counter[str] = Counter()
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{_PORT}", timeout=60) as client:
        until = time.monotonic() + seconds
        await asyncio.gather(*(_client(client, n, until, seen) for n in range(clients)))
        for question in _QUESTIONS[:2]:
            answer = (await client.post("/v1/query", json={"question": question})).json()
            seen[f"afterwards: {answer['status']}"] += 1
    return seen


@contextlib.contextmanager
def _served(data_folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A real server with the sample knowledge base, stopped at the end."""
    # Questions are asked again and again: answers that are kept would be all that is measured.
    environment = {**os.environ, "FOOTING_CACHE_SIZE": "0"}
    command = [sys.executable, "-c", "from service.cli import main; main()", "serve", "--sample"]
    server = subprocess.Popen(
        [*command, "--port", str(_PORT), "--data", str(data_folder)], env=environment
    )
    try:
        _wait_until_ready()
        yield server
    finally:
        server.terminate()
        server.wait(30)


def chat_door(runs: Path) -> None:
    """What the chat door costs over `/v1/query`."""
    with _served(runs / "crowd"):
        seen = chat.overhead(f"http://127.0.0.1:{_PORT}")
    body = report.table(["", f"{len(seen['query'])} questions in turns"], chat.rows(seen))
    report.write_section("Chat door", body, f"{COMMAND} (--only chat)")


def crowd(runs: Path, clients: int = 32, seconds: float = 60) -> None:
    """Many clients against a real server with the sample knowledge base."""
    with _served(runs / "crowd") as server:
        seen = asyncio.run(_crowd(clients, seconds))
    ordered = sorted(LATENCIES)
    rows: list[list[object]] = [
        ["answers", ", ".join(f"{name}: {count}" for name, count in sorted(seen.items()))],
        ["answered a second", f"{len(ordered) / seconds:.1f}"],
        ["latency p50 / p95, ms", f"{_at(ordered, 0.5):.0f} / {_at(ordered, 0.95):.0f}"],
        ["exit status of the server", server.returncode],
    ]
    name = f"{clients} clients at once for {seconds:.0f} s"
    report.write_section(name, report.table(["", ""], rows), COMMAND)


def _at(ordered: list[float], share: float) -> float:
    return ordered[int(share * (len(ordered) - 1))] if ordered else 0.0


def _wait_until_ready() -> None:
    for _ in range(240):
        with contextlib.suppress(httpx.HTTPError):
            if httpx.get(f"http://127.0.0.1:{_PORT}/readyz").status_code == 200:
                return
        time.sleep(0.5)
    raise RuntimeError("the server did not become ready")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--runs", type=Path, default=Path("runs/quality"))
    parts = ["models", "ingestion", "crowd", "streaming", "chat", "graph"]
    parser.add_argument("--only", choices=parts)
    options = parser.parse_args()
    if options.only in (None, "models"):
        model_speed.measure(options.data / "dev")
    if options.only in (None, "ingestion"):
        ingestion(options.data / "dev", options.runs)
    if options.only in (None, "crowd"):
        crowd(options.runs.parent)
    if options.only in (None, "streaming"):
        footing = build(Settings(data=options.runs))
        streaming.measure(footing)
        footing.close()
    if options.only in (None, "chat"):
        chat_door(options.runs.parent)
    if options.only in (None, "graph"):
        graph_speed.measure()


if __name__ == "__main__":
    main()
