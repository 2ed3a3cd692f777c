"""Streams on the wire: order of the chunks, events, usage, clients that leave."""

import asyncio
import dataclasses
import logging
import random
import threading
import time

import httpx
import pytest

from service.deadline import Deadline

PATH = "/v1/chat/completions"
QUESTION = "When was the Harbour bridge opened?"
SENTENCE = "The Harbour bridge in Sydney was opened in 1932."


def _deltas(chunks):
    return [chunk["choices"][0]["delta"] for chunk in chunks if chunk["choices"]]


def _text(chunks):
    return "".join(delta.get("content", "") for delta in _deltas(chunks))


def _events(chunks):
    return [chunk["event"] for chunk in chunks if "event" in chunk]


def test_a_stream_says_what_the_whole_answer_says(chat, chunks_of):
    whole = chat().json()
    chunks = chunks_of(chat(stream=True))
    assert _deltas(chunks)[0] == {"role": "assistant", "content": ""}
    assert _text(chunks) == whole["choices"][0]["message"]["content"]
    annotations = [a for delta in _deltas(chunks) for a in delta.get("annotations", [])]
    assert annotations == whole["choices"][0]["message"]["annotations"]
    assert [c["choices"][0]["finish_reason"] for c in chunks] == [None] * (len(chunks) - 1) + [
        "stop"
    ]
    last, own = chunks[-1]["footing"], {"answer_id": "", "trace": []}
    assert last | own == whole["footing"] | own
    assert [step["step"] for step in last["trace"]][-1] == "decide"
    assert all("usage" not in chunk for chunk in chunks)


def test_usage_comes_last_when_asked_for(chat, chunks_of):
    chunks = chunks_of(chat(stream=True, stream_options={"include_usage": True}))
    assert (chunks[-1]["choices"], chunks[-1]["usage"]) == ([], chat().json()["usage"])
    assert all(chunk["usage"] is None for chunk in chunks[:-1])


def test_events_tell_open_webui_what_happens_and_where_it_stands(chat, chunks_of):
    chunks = chunks_of(chat(stream=True))
    searching, answered, source = _events(chunks)
    assert "event" in chunks[0], "the first thing that is sent says that the search has begun"
    assert (searching["type"], searching["data"]["done"]) == ("status", False)
    assert answered["data"]["done"] is True
    assert answered["data"]["description"].startswith("Answered from 1 source (support 0.")
    url = next(d for d in _deltas(chunks) if "annotations" in d)["annotations"][0]["url_citation"][
        "url"
    ]
    assert source["type"] == "source"
    assert source["data"]["source"] == {"name": "Harbour bridge", "url": url}
    assert SENTENCE in source["data"]["document"][0]
    assert source["data"]["metadata"] == [{"source": url, "name": "Harbour bridge"}]
    assert _text(chunks).startswith(SENTENCE)


def test_a_refusal_says_why_in_the_language_of_the_question(chat, chunks_of):
    chunks = chunks_of(chat("谁写了红楼梦？", stream=True))
    _, refused = _events(chunks)
    assert refused["data"] == {"description": "无法回答：文档中没有找到相关内容", "done": True}
    assert _text(chunks) == "我不知道"


def test_the_completed_question_is_shown(chat, chunks_of):
    before = {"role": "user", "content": "When was the tunnel opened?"}
    chunks = chunks_of(chat(before, "And the Harbour bridge?", stream=True))
    assert f"“{QUESTION}”" in _events(chunks)[0]["data"]["description"]


@pytest.mark.parametrize("wanted", [
    {"model": "footing:no-events"}, {"model": "footing:plain"}, {"footing": {"events": False}},
])  # fmt: skip
def test_without_events(chat, chunks_of, wanted):
    chunks = chunks_of(chat(stream=True, **wanted))
    assert _events(chunks) == []
    assert _text(chunks).startswith(SENTENCE)


def test_stop_and_length_in_a_stream(chat, chunks_of):
    chunks = chunks_of(chat(stream=True, stop=[" in Sydney"]))
    assert _text(chunks) == "The Harbour bridge"
    assert all("annotations" not in delta for delta in _deltas(chunks))
    chunks = chunks_of(chat(stream=True, max_tokens=13))
    assert _text(chunks) == f"{SENTENCE} [1]"
    assert chunks[-1]["choices"][0]["finish_reason"] == "length"


def test_what_is_refused_is_refused_before_the_stream_begins(chat, openai_error_of):
    assert openai_error_of(chat(model="gpt-4o", stream=True)) == (404, "model_not_found", "model")
    assert openai_error_of(chat(stream=True, n=2)) == (400, "invalid_input", "n")


class Held:
    """A pipeline that waits before it answers, for as long as somebody waits for it."""

    def __init__(self, pipeline):
        self._pipeline = pipeline
        self.go = threading.Event()
        self.asked = 0
        self.stopped = 0

    def __getattr__(self, name):
        return getattr(self._pipeline, name)

    def ask(self, request, deadline: Deadline):
        self.asked += 1
        while not self.go.is_set():
            try:
                deadline.check()
            except Exception:
                self.stopped += 1
                raise
            time.sleep(0.002)
        return self._pipeline.ask(request, deadline)


@pytest.fixture
def held(make_footing):
    """A service whose answers wait for `go`."""

    def make(**settings):
        footing = make_footing(filled=True, **settings)
        pipeline = Held(footing.pipeline)
        return dataclasses.replace(footing, pipeline=pipeline), pipeline

    return make


BODY = {"model": "footing", "stream": True, "messages": [{"role": "user", "content": QUESTION}]}


def test_the_first_event_does_not_wait_for_the_answer(held, serve):
    footing, pipeline = held()
    with serve(footing) as (client, _), client.stream("POST", PATH, json=BODY) as response:
        lines = response.iter_lines()
        first = next(lines)
        assert '"event":{"type":"status"' in first
        assert not pipeline.go.is_set()
        pipeline.go.set()
        assert any(SENTENCE in line for line in lines)


def test_a_heartbeat_is_a_comment(held, serve, monkeypatch):
    monkeypatch.setattr("service.api.chat.stream.HEARTBEAT_S", 0.02)
    footing, pipeline = held()
    with serve(footing) as (client, _), client.stream("POST", PATH, json=BODY) as response:
        lines = (line for line in response.iter_lines() if line)
        next(lines)
        assert [next(lines), next(lines)] == [": waiting", ": waiting"]
        pipeline.go.set()
        assert list(lines)[-1] == "data: [DONE]"


def test_an_error_after_the_beginning_ends_the_stream(held, serve):
    footing, _ = held(deadline_s=0.2)
    with serve(footing) as (client, _):
        text = client.post(PATH, json=BODY).text
    *_, error, done = text.strip().split("\n\n")
    assert '"code":"deadline_exceeded"' in error
    assert '"type":"server_error"' in error
    assert done == "data: [DONE]"


def test_a_full_queue_is_a_429_for_streams_too(held, serve, openai_error_of):
    footing, pipeline = held(queue=1)
    with serve(footing) as (client, app):
        work = app.state.serving.work
        threads = [
            threading.Thread(target=client.post, args=(PATH,), kwargs={"json": BODY})
            for _ in range(work._capacity)
        ]
        for thread in threads:
            thread.start()
        while work._pending < work._capacity:
            time.sleep(0.005)
        refused = client.post(PATH, json=BODY)
        assert openai_error_of(refused) == (429, "rate_limit_exceeded", None)
        assert int(refused.headers["retry-after"]) >= 1
        pipeline.go.set()
        for thread in threads:
            thread.join()


def test_fifty_streams_a_third_dropped_half_way_leave_nothing_behind(held, serve, caplog):
    """The clients that leave have their work stopped; the others get their answers."""
    caplog.set_level(logging.INFO)
    footing, pipeline = held(queue=100, deadline_s=60)
    left = random.Random(1).sample(range(50), 17)  # noqa: S311 - a fixed draw

    async def one(client: httpx.AsyncClient, number: int) -> str:
        async with client.stream("POST", PATH, json=BODY) as response:
            assert response.status_code == 200
            lines = response.aiter_lines()
            assert "status" in await anext(lines)
            if number in left:
                return "left"
            return "".join([line async for line in lines])

    async def all_of_them(base: str) -> list[str]:
        limits = httpx.Limits(max_connections=60)
        async with httpx.AsyncClient(base_url=base, timeout=100, limits=limits) as client:
            tasks = [asyncio.create_task(one(client, number)) for number in range(50)]
            await asyncio.gather(*(tasks[number] for number in left))
            pipeline.go.set()
            return await asyncio.gather(*tasks)

    with serve(footing) as (client, app):
        results = asyncio.run(all_of_them(str(client.base_url)))
        work = app.state.serving.work
        for _ in range(1000):
            if work._pending == 0:
                break
            time.sleep(0.01)
        assert work._pending == 0
        assert client.get("/healthz").status_code == 200
    assert results.count("left") == 17
    assert sum(SENTENCE in result and "[DONE]" in result for result in results) == 33
    assert [r for r in caplog.records if r.levelno >= logging.WARNING] == []
