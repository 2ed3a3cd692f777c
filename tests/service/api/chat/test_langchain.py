"""LangChain's `ChatOpenAI` against a real server."""

import asyncio

import pytest
from langchain_openai import ChatOpenAI

QUESTION = "When was the Harbour bridge opened?"
SENTENCE = "The Harbour bridge in Sydney was opened in 1932."


@pytest.fixture
def model(api):
    return ChatOpenAI(
        base_url=f"{api.base_url}/v1", api_key="none", model="footing", stream_usage=True
    )


def test_invoke(model):
    message = model.invoke(QUESTION)
    assert message.content.startswith(f"{SENTENCE} [1]")
    assert message.response_metadata["finish_reason"] == "stop"
    assert message.usage_metadata["total_tokens"] > 0


def test_stream(model):
    whole = None
    for chunk in model.stream([("system", "Be brief."), ("human", QUESTION)]):
        whole = chunk if whole is None else whole + chunk
    assert whole is not None
    assert whole.content.startswith(f"{SENTENCE} [1]\n\n**Sources**")
    assert whole.usage_metadata["output_tokens"] > 0


def test_a_conversation_async(model):
    said = [("human", "When was the tunnel opened?"), ("ai", "In 1992."),
            ("human", "And the Harbour bridge?")]  # fmt: skip
    assert asyncio.run(model.ainvoke(said)).content.startswith(SENTENCE)
