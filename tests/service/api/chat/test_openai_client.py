"""OpenAI's own client, sync and async, against a real server: it must notice no difference."""

import asyncio
from typing import Any

import openai
import pytest
from openai import AsyncOpenAI, OpenAI

QUESTION = "When was the Harbour bridge opened?"
SENTENCE = "The Harbour bridge in Sydney was opened in 1932."
MESSAGES: Any = [{"role": "user", "content": QUESTION}]


@pytest.fixture(scope="module")
def client(api):
    with OpenAI(base_url=f"{api.base_url}/v1", api_key="none", max_retries=0) as made:
        yield made


def test_models(client):
    assert "footing" in [model.id for model in client.models.list()]
    assert client.models.retrieve("footing/default").owned_by == "footing"
    with pytest.raises(openai.NotFoundError) as caught:
        client.models.retrieve("gpt-4o")
    assert (caught.value.code, caught.value.param) == ("model_not_found", "model")


def test_an_answer(client):
    answer = client.chat.completions.create(model="footing", messages=MESSAGES, temperature=0)
    (choice,) = answer.choices
    assert choice.finish_reason == "stop"
    assert choice.message.content.startswith(f"{SENTENCE} [1]")
    (annotation,) = choice.message.annotations
    cited = annotation.url_citation
    assert choice.message.content[cited.start_index : cited.end_index] == "[1]"
    assert answer.usage.total_tokens == answer.usage.prompt_tokens + answer.usage.completion_tokens
    assert answer.footing["status"] == "answered"  # further fields are kept by the client


def test_parameters_of_our_own_travel_in_the_extra_body(client):
    answer = client.chat.completions.create(
        model="footing", messages=MESSAGES, extra_body={"footing": {"text": False}}
    )
    assert answer.choices[0].message.content == SENTENCE


def test_a_stream_with_events_is_read_as_any_other(client):
    stream = client.chat.completions.create(
        model="footing", messages=MESSAGES, stream=True, stream_options={"include_usage": True}
    )
    text, finish = "", None
    usage: Any = None
    for chunk in stream:
        if chunk.usage:
            usage = chunk.usage
            continue
        text += chunk.choices[0].delta.content or ""  # as most programs do it, unchecked
        finish = chunk.choices[0].finish_reason or finish
    assert text.startswith(f"{SENTENCE} [1]\n\n**Sources**")
    assert finish == "stop"
    assert usage.total_tokens > 0


def test_the_accumulating_stream_helper(client):
    with client.chat.completions.stream(model="footing", messages=MESSAGES) as stream:
        kinds = {event.type for event in stream}
        final = stream.get_final_completion()
    assert {"chunk", "content.delta", "content.done"} <= kinds
    assert final.choices[0].message.content.startswith(SENTENCE)


def test_async(api):
    async def ask() -> tuple[str, str]:
        async with AsyncOpenAI(base_url=f"{api.base_url}/v1", api_key="none") as client:
            whole = await client.chat.completions.create(model="footing", messages=MESSAGES)
            stream = await client.chat.completions.create(
                model="footing:plain", messages=MESSAGES, stream=True
            )
            parts = [chunk.choices[0].delta.content or "" async for chunk in stream]
            return whole.choices[0].message.content or "", "".join(parts)

    whole, streamed = asyncio.run(ask())
    assert whole.startswith(SENTENCE)
    assert streamed == SENTENCE


@pytest.mark.parametrize(
    ("wrong", "error", "code"),
    [
        ({"model": "gpt-4o"}, openai.NotFoundError, "model_not_found"),
        ({"n": 2}, openai.BadRequestError, "invalid_input"),
        ({"messages": []}, openai.BadRequestError, "invalid_input"),
        ({"temperature": 9}, openai.BadRequestError, "invalid_request"),
        ({"model": "gpt-4o", "stream": True}, openai.NotFoundError, "model_not_found"),
        ({"messages": [{"role": "user", "content": "a" * 1_100_000}]}, openai.APIStatusError,
         "body_too_large"),
    ],
)  # fmt: skip
def test_errors_are_the_exceptions_that_programs_catch(client, wrong, error, code):
    with pytest.raises(error) as caught:
        client.chat.completions.create(**{"model": "footing", "messages": MESSAGES, **wrong})
    assert caught.value.code == code
    assert caught.value.message


def test_a_deadline_in_a_stream_is_an_api_error(make_footing, serve):
    with serve(make_footing(filled=True, deadline_s=1e-6)) as (http, _):
        client = OpenAI(base_url=f"{http.base_url}/v1", api_key="none", max_retries=0)
        stream = client.chat.completions.create(model="footing", messages=MESSAGES, stream=True)
        with pytest.raises(openai.APIError, match="deadline"):
            list(stream)
        with pytest.raises(openai.InternalServerError) as caught:
            client.chat.completions.create(model="footing", messages=MESSAGES)
        assert caught.value.status_code == 504
        client.close()
