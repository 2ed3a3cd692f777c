"""What the chat door costs over `/v1/query`: the same questions to the same server, in turns."""

import statistics
import time

import httpx

QUESTIONS = (
    "Who introduced LoRA?",
    "什么是灾难性遗忘？",
    "How many bytes per parameter does Adam need?",
    "Who won the football World Cup in 2022?",
    "混合精度训练为什么要放大损失？",
    "What is the seesaw effect?",
)
_PLACE = "/v1/chat/completions"


def overhead(base: str, rounds: int = 20) -> dict[str, list[float]]:
    """Milliseconds of each question through each door, and until the first event of a stream.

    The doors take turns, so that whatever else the machine does falls on all of them.
    """
    seen: dict[str, list[float]] = {"query": [], "chat": [], "stream": [], "first event": []}
    with httpx.Client(base_url=base, timeout=60) as client:
        for number in range(rounds + 2):
            for question in QUESTIONS:
                body = _chat(question)
                times = {
                    "query": _timed(client, "/v1/query", {"question": question}),
                    "chat": _timed(client, _PLACE, body),
                }
                times["first event"], times["stream"] = _streamed(client, {**body, "stream": True})
                if number >= 2:  # the first rounds warm up
                    for name, value in times.items():
                        seen[name].append(value)
    return seen


def rows(seen: dict[str, list[float]]) -> list[list[object]]:
    """Medians, and the chat door's against that of `/v1/query`, question by question."""
    paired = {
        name: statistics.median(b - a for a, b in zip(seen["query"], seen[name], strict=True))
        for name in ("chat", "stream")
    }
    median = statistics.median(seen["query"])
    first = seen["first event"]
    labels = {"chat": "chat completion", "stream": "the same as a stream"}
    more: list[list[object]] = [
        [f"{label}, ms more", f"{paired[name]:.2f} ({100 * paired[name] / median:.1f}%)"]
        for name, label in labels.items()
    ]
    return [
        ["`/v1/query`, ms", f"{median:.2f}"],
        *more,
        ["first event of a stream, ms, median", f"{statistics.median(first):.2f}"],
        ["first event of a stream, ms, largest", f"{max(first):.2f}"],
    ]


def _chat(question: str) -> dict[str, object]:
    return {"model": "footing", "messages": [{"role": "user", "content": question}]}


def _timed(client: httpx.Client, path: str, body: dict[str, object]) -> float:
    started = time.perf_counter()
    client.post(path, json=body).raise_for_status()
    return (time.perf_counter() - started) * 1000


def _streamed(client: httpx.Client, body: dict[str, object]) -> tuple[float, float]:
    started = time.perf_counter()
    first = 0.0
    with client.stream("POST", _PLACE, json=body) as response:
        for line in response.iter_lines():
            if line and not first:
                first = (time.perf_counter() - started) * 1000
    return first, (time.perf_counter() - started) * 1000
