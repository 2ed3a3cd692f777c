"""Chats over the small collection, and reading what a stream sends."""

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

QUESTION = "When was the Harbour bridge opened?"


@pytest.fixture(scope="session")
def chat(api: httpx.Client) -> Callable[..., httpx.Response]:
    """Send messages, by default one question; further parameters as they are named."""

    def send(*messages: Any, model: str = "footing", **more: Any) -> httpx.Response:
        said = [m if isinstance(m, dict) else {"role": "user", "content": m} for m in messages]
        body = {"model": model, "messages": said or [{"role": "user", "content": QUESTION}]}
        return api.post("/v1/chat/completions", json={**body, **more})

    return send


@pytest.fixture(scope="session")
def chunks_of() -> Callable[[httpx.Response], list[dict[str, Any]]]:
    """The chunks of a stream, after checking that each is one that OpenAI's clients read."""

    def read(response: httpx.Response) -> list[dict[str, Any]]:
        assert response.headers["content-type"].startswith("text/event-stream")
        lines = [line for line in response.text.split("\n\n") if line]
        assert lines.pop() == "data: [DONE]"
        chunks = [json.loads(line.removeprefix("data: ")) for line in lines]
        for chunk in chunks:
            assert chunk["object"] == "chat.completion.chunk"
            assert chunk["id"] == chunks[0]["id"]
            for choice in chunk["choices"]:
                assert set(choice) == {"index", "delta", "finish_reason", "logprobs"}
        return chunks

    return read


@pytest.fixture(scope="session")
def openai_error_of() -> Callable[[httpx.Response], tuple[int, str, str | None]]:
    """Status, code and parameter of an error, after checking its shape."""

    def check(response: httpx.Response) -> tuple[int, str, str | None]:
        body = response.json()
        assert set(body) == {"error"}
        assert set(body["error"]) == {"message", "type", "param", "code"}
        assert body["error"]["message"]
        return response.status_code, body["error"]["code"], body["error"]["param"]

    return check
