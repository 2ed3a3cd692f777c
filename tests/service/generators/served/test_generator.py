"""The `openai` generator against a server that lies, stalls, breaks off and never ends."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from pydantic import SecretStr

from knowledge.errors import DeadlineExceededError, GeneratorFailedError
from knowledge.types import Evidence
from service.deadline import Deadline
from service.generators.base import Objection, Question, Revision, Sampling
from service.generators.prompts.messages import estimate_tokens
from service.generators.prompts.writing import PromptWriter
from service.generators.served.breaker import CircuitBreaker
from service.generators.served.chat import ChatClient, Server
from service.generators.served.generator import ServedGenerator
from tests.servers.model_server import (
    KEY,
    Fail,
    HangUp,
    ModelServer,
    Raw,
    Say,
    Stall,
    endless,
    in_turn,
    model_server,
)

EVIDENCE = [
    Evidence("passage", "The bridge was opened in 1932.", context="Harbour bridge"),
    Evidence("triple", "bridge — carries — eight lanes"),
]
QUESTION = Question("When was the bridge opened?", lambda _: 1.0)


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with model_server() as running:
        yield running


@pytest.fixture
def generator(server) -> Iterator[Callable[..., ServedGenerator]]:
    made: list[ServedGenerator] = []

    def make(timeout_s: float = 5.0, max_new_tokens: int = 64, **options: Any) -> ServedGenerator:
        where = Server(server.base_url, "liar", SecretStr(KEY), timeout_s)
        writer = PromptWriter(estimate_tokens, 4000)
        client = ChatClient(where, first_wait_s=0.01)
        made.append(ServedGenerator(where, writer, max_new_tokens, client=client, **options))
        return made[-1]

    yield make
    for one in made:
        one.close()


def _with_deadline(deadline: Deadline) -> Question:
    return Question(QUESTION.text, QUESTION.rarity, check=deadline.check)


def test_an_answer_is_streamed_and_its_markers_become_sources(server, generator):
    server.says("The bridge was opened in 1932 [1].")
    draft = generator().generate(QUESTION, EVIDENCE)
    assert draft.text == "The bridge was opened in 1932."
    assert (draft.stands_on, draft.short_answer, draft.answerability) == ((0,), "1932", None)
    (request,) = server.requests
    assert (request["model"], request["max_tokens"], request["stream"]) == ("liar", 64, True)
    assert request["temperature"] == 0
    assert [m["role"] for m in request["messages"]] == ["system", "user"]
    assert "[2] fact: bridge — carries — eight lanes" in request["messages"][1]["content"]
    assert server.headers[0]["authorization"] == f"Bearer {KEY}"


def test_without_a_key_that_of_the_environment_is_not_sent(server, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-somebody")
    where = Server(server.base_url, "liar")
    one = ServedGenerator(where, PromptWriter(estimate_tokens, 4000), 64)
    try:
        one.generate(QUESTION, EVIDENCE)
    finally:
        one.close()
    assert server.headers[0]["authorization"] == "Bearer none"


def test_a_citation_of_nothing_is_ignored(server, generator):
    server.says("It was opened in 1932 [1][7]【9】.")
    draft = generator().generate(QUESTION, EVIDENCE)
    assert (draft.text, draft.stands_on) == ("It was opened in 1932.", (0,))


def test_a_refusal_is_an_empty_draft(server, generator):
    server.says("The evidence does not say when the bridge was opened.")
    assert generator().generate(QUESTION, EVIDENCE).text == ""


def test_a_revision_sends_the_draft_and_what_is_wrong_with_it(server, generator):
    server.says("It was opened in 1932 [1].")
    objection = Objection("It was opened in 1933.", True, ("The bridge was opened in 1932.",))
    generator().generate(QUESTION, EVIDENCE, Revision("It was opened in 1933.", (objection,)))
    roles = [m["role"] for m in server.requests[0]["messages"]]
    assert roles == ["system", "user", "assistant", "user"]
    *_, draft, feedback = (m["content"] for m in server.requests[0]["messages"])
    assert draft == "It was opened in 1933."
    assert "otherwise: The bridge was opened in 1932." in feedback


@pytest.mark.parametrize("status", [408, 429, 500, 503])
def test_what_may_pass_is_tried_again(server, generator, status):
    server.script = in_turn(lambda _: [Fail(status)], lambda _: [Say("In 1932 [1].")])
    assert generator().generate(QUESTION, EVIDENCE).text == "In 1932."
    assert len(server.requests) == 2


def test_a_server_that_hangs_up_half_way_is_asked_again(server, generator):
    server.script = in_turn(lambda _: [Say("In 19"), HangUp()], lambda _: [Say("In 1932 [1].")])
    assert generator().generate(QUESTION, EVIDENCE).text == "In 1932."


def test_the_server_may_say_how_long_to_wait(server, generator):
    busy = Fail(429, "busy", {"Retry-After": "0.3"})
    server.script = in_turn(lambda _: [busy], lambda _: [Say("In 1932.")])
    started = time.monotonic()
    assert generator().generate(QUESTION, EVIDENCE).text == "In 1932."
    assert time.monotonic() - started >= 0.3


def test_who_is_asked_to_wait_longer_than_there_is_time_gives_up_at_once(server, generator):
    server.script = lambda _: [Fail(429, "come back tomorrow", {"Retry-After": "86400"})]
    with pytest.raises(GeneratorFailedError, match=r"429.*come back tomorrow"):
        generator().generate(QUESTION, EVIDENCE)
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("steps", "attempts", "said"),
    [
        ([Fail(500, "boom")], 3, "answered 500: .*boom"),
        ([Fail(404, "no such model 'liar'")], 1, "answered 404: .*no such model 'liar'"),
        ([Fail(400, "context is 2048 tokens")], 1, "context is 2048 tokens"),
        ([HangUp()], 3, "cannot be reached or hung up"),
        ([Say("In 19"), HangUp()], 3, "cannot be reached or hung up"),
        ([Raw("data: {not json")], 1, "not OpenAI's protocol"),
        ([Say("In "), Raw('data: {"choices": 5}')], 1, "not OpenAI's protocol"),
        ([Raw('data: {"choices": [{}]}')], 1, "not OpenAI's protocol"),
        ([Raw('data: {"choices": [{"delta": {"content": [1]}}]}')], 1, "not OpenAI's protocol"),
        ([Raw('data: {"error": {"message": "out of memory"}}')], 1, "out of memory"),
        ([Raw("data: [DONE]")], 3, "broke off"),
    ],
)
def test_what_fails_is_an_error_that_says_what_the_server_did(
    server, generator, steps, attempts, said
):
    server.script = lambda _: steps
    with pytest.raises(GeneratorFailedError, match=said) as caught:
        generator().generate(QUESTION, EVIDENCE)
    assert server.base_url in caught.value.message
    assert len(server.requests) == attempts


def test_a_server_that_repeats_the_key_does_not_get_it_into_the_error(server, generator):
    server.script = lambda _: [Fail(401, f"Incorrect API key provided: {KEY}")]
    with pytest.raises(GeneratorFailedError) as caught:
        generator().generate(QUESTION, EVIDENCE)
    assert "Incorrect API key provided: ***" in caught.value.message
    assert KEY not in caught.value.message


def test_nobody_listens():
    where = Server("http://127.0.0.1:9/v1", "liar", None, 5.0)
    client = ChatClient(where, first_wait_s=0.01)
    one = ServedGenerator(where, PromptWriter(estimate_tokens, 4000), 64, client=client)
    with pytest.raises(GeneratorFailedError, match="cannot be reached"):
        one.generate(QUESTION, EVIDENCE)
    one.close()


@pytest.mark.parametrize("steps", [[Stall()], [Say("In "), Stall()]])
def test_a_server_that_says_nothing_any_more_is_given_up(server, generator, steps):
    server.script = lambda _: steps
    with pytest.raises(GeneratorFailedError, match=r"0\.2 s"):
        generator(timeout_s=0.2).generate(QUESTION, EVIDENCE)
    assert server.abandoned.wait(5)


@pytest.mark.parametrize("steps", [[Stall()], [Fail(503, "busy", {"Retry-After": "4"})]])
def test_a_deadline_ends_the_wait_whatever_is_waited_for(server, generator, steps):
    server.script = lambda _: steps
    with pytest.raises(DeadlineExceededError):
        generator().generate(_with_deadline(Deadline.after(0.2)), EVIDENCE)


def test_a_deadline_closes_the_connection_so_that_the_server_stops(server, generator):
    server.script = endless()
    with pytest.raises(DeadlineExceededError):
        generator(max_new_tokens=10**9).generate(_with_deadline(Deadline.after(0.2)), EVIDENCE)
    assert server.abandoned.wait(5)


def test_an_endless_answer_is_cut_at_the_last_whole_sentence(server, generator):
    server.script = endless("It was opened in 1932 and then")
    with pytest.raises(GeneratorFailedError, match="FOOTING_MAX_NEW_TOKENS"):
        generator().generate(QUESTION, EVIDENCE)
    server.script = in_turn(lambda _: [Say("It was 1932. " + "And so on " * 1000)])
    assert generator().generate(QUESTION, EVIDENCE).text == "It was 1932."
    assert server.abandoned.wait(5)


def test_an_answer_that_ran_into_the_most_tokens_loses_its_last_half_sentence(server, generator):
    length = '{"choices": [{"delta": {}, "finish_reason": "length"}]}'
    server.script = lambda _: [Say("In 1932 [1]. The arch is"), Raw(f"data: {length}")]
    draft = generator().generate(QUESTION, EVIDENCE)
    # The server goes on to say `stop`; what counts is the first reason that it gave.
    assert draft.text == "In 1932."


def test_a_thought_is_no_part_of_the_answer(server, generator):
    server.says("<think>Is it 1933? No.</think>It was opened in 1932 [1].")
    assert generator().generate(QUESTION, EVIDENCE).text == "It was opened in 1932."


def test_a_thought_may_quote_the_question_and_an_answer_ends_where_another_turn_begins(
    server, generator
):
    text = "<think>\nQuestion: when? The evidence says 1932.</think>It opened in 1932 [1]."
    server.says(f"{text}\nQuestion: Who?\n" + "and so on " * 200)
    assert generator().generate(QUESTION, EVIDENCE).text == "It opened in 1932."
    assert "stop" not in server.requests[0]


def test_an_answer_of_another_language_is_passed_on_for_the_check_to_judge(server, generator):
    server.says("Die Brücke wurde 1932 eröffnet [1].")
    assert generator().generate(QUESTION, EVIDENCE).text == "Die Brücke wurde 1932 eröffnet."


def test_a_server_that_keeps_failing_is_left_alone_until_it_has_rested(server, generator):
    now = [0.0]
    breaker = CircuitBreaker("the server", failures=2, rest_s=10, clock=lambda: now[0])
    one = generator(breaker=breaker)
    server.script = lambda _: [Fail(500)]
    for _ in range(2):
        with pytest.raises(GeneratorFailedError, match="answered 500"):
            one.generate(QUESTION, EVIDENCE)
    asked = len(server.requests)
    with pytest.raises(GeneratorFailedError, match="left alone for another 10 s"):
        one.generate(QUESTION, EVIDENCE)
    assert len(server.requests) == asked
    now[0] = 11.0
    server.says("In 1932.")
    assert one.generate(QUESTION, EVIDENCE).text == "In 1932."
    assert one.generate(QUESTION, EVIDENCE).text == "In 1932."


def test_a_refused_request_does_not_count_against_the_server(server, generator):
    breaker = CircuitBreaker("the server", failures=2, rest_s=10, clock=lambda: 0.0)
    one = generator(breaker=breaker)
    server.script = lambda _: [Fail(400, "too long")]
    for _ in range(3):
        with pytest.raises(GeneratorFailedError, match="too long"):
            one.generate(QUESTION, EVIDENCE)


def test_several_samples_are_drawn_at_once_and_warm(server, generator):
    texts = iter(["In 1932.", "In 1933.", "I don't know"])
    server.script = lambda _: [Say(next(texts))]
    one = generator()
    assert isinstance(one, Sampling)
    drafts = one.sample(QUESTION, EVIDENCE, 3)
    assert sorted(d.text for d in drafts) == ["", "In 1932.", "In 1933."]
    assert [r["temperature"] for r in server.requests] == [0.7] * 3


def test_many_callers_at_once_get_each_their_own_answer(server, generator):
    def echo(body: dict[str, Any]) -> Sequence[Say]:
        asked = body["messages"][-1]["content"].rsplit("Question: ", 1)[1]
        return [Say(f"About {asked.removesuffix('?')}.")]

    server.script = echo
    one = generator()

    def ask(n: int) -> str:
        return one.generate(Question(f"number {n}?", lambda _: 1.0), EVIDENCE).text

    with ThreadPoolExecutor(16) as pool:
        assert list(pool.map(ask, range(40))) == [f"About number {n}." for n in range(40)]


def test_it_can_be_closed_without_having_been_asked_and_twice(generator):
    one = generator()
    one.close()
    one.close()
