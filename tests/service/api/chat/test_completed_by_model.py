"""Conversations where a language model completes the question: what clients see of it."""

from collections.abc import Iterator

import pytest

from tests.servers.model_server import Fail, ModelServer, Say, in_turn, model_server

CONVERSATION = [
    {"role": "user", "content": "When was the Harbour bridge opened?"},
    {"role": "assistant", "content": "The Harbour bridge in Sydney was opened in 1932."},
    {"role": "user", "content": "And what is its arch made of?"},
]
COMPLETED = "What is the arch of the Harbour bridge made of?"
ANSWER = "The arch of the bridge is made of 39,000 tonnes of steel."


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with model_server() as running:
        yield running


@pytest.fixture
def talk(make_footing, serve, server):
    """Send a conversation to a service that drafts with the model server."""
    settings = {
        "generator": "openai", "openai_base_url": server.base_url, "model": "any",
        "second_opinion": "none", "few_shot": 0, "correction_rounds": 0, "cache_size": 0,
    }  # fmt: skip

    def send(messages=CONVERSATION, more=None, **changed):
        with serve(make_footing(filled=True, **settings, **changed)) as (client, _):
            body = {"model": "footing", "messages": messages, **(more or {})}
            return client.post("/v1/chat/completions", json=body)

    return send


def _in_turn(*texts: str):
    return in_turn(*(lambda _, text=text: [Say(text)] for text in texts))


def test_the_completed_question_is_asked_and_reported(talk, server):
    server.script = _in_turn(COMPLETED, f"{ANSWER} [1]")
    footing = talk().json()["footing"]
    assert footing["question"] == COMPLETED
    assert (footing["status"], footing["text"]) == ("answered", ANSWER)
    first, second = (request["messages"][-1]["content"] for request in server.requests)
    assert first.endswith("Last question: And what is its arch made of?")
    assert second.endswith(f"Question: {COMPLETED}")


def test_a_stream_tells_at_once_that_it_is_on_it_and_then_what_it_asks(talk, server, chunks_of):
    server.script = _in_turn(COMPLETED, f"{ANSWER} [1]")
    chunks = chunks_of(talk(more={"stream": True}))
    said = [c["event"]["data"].get("description", "") for c in chunks if "event" in c]
    assert said[0] == "Reading the conversation"
    assert said[1].endswith(f"“{COMPLETED}”")
    assert said[2].startswith("Answered from ")


def test_a_first_question_is_not_sent_to_be_completed(talk, server):
    server.script = _in_turn("The Harbour bridge in Sydney was opened in 1932. [1]")
    assert talk(CONVERSATION[:1]).json()["footing"]["status"] == "answered"
    assert len(server.requests) == 1


@pytest.mark.parametrize("first", [Fail(400), Say("What is the Eiffel tower made of?")])
def test_where_the_model_does_not_help_the_rules_do(talk, server, first):
    server.script = in_turn(lambda _: [first], lambda _: [Say(f"{ANSWER} [1]")])
    assert talk().json()["footing"]["question"] == "What is the Harbour bridge's arch made of?"


def test_rules_can_be_asked_for(talk, server):
    server.script = _in_turn(f"{ANSWER} [1]")
    talk(condenser="rules")
    assert [m["messages"][0]["content"][:19] for m in server.requests] == ["You answer question"]


def test_condensing_can_be_switched_off(talk, server):
    server.script = _in_turn(f"{ANSWER} [1]")
    asked = talk(more={"footing": {"condense": False}}).json()["footing"]["question"]
    assert asked == "And what is its arch made of?"
    assert len(server.requests) == 1
