"""`/v1/chat/completions` and `/v1/models` on the wire: answers, sources, parameters, refusals."""

import json
from urllib.parse import unquote

import httpx
import pytest

BRIDGE = "/documents/bridge"
JSON = {"content-type": "application/json"}
SENTENCE = "The Harbour bridge in Sydney was opened in 1932."
DETERMINED = {"role": "assistant", "content": SENTENCE}


def _content(response):
    return response.json()["choices"][0]["message"]["content"]


def test_an_answer_has_openais_form_and_the_fields_for_programs(chat):
    body = chat().json()
    assert set(body) == {"id", "object", "created", "model", "choices", "usage", "footing"}
    (choice,) = body["choices"]
    assert (choice["index"], choice["finish_reason"]) == (0, "stop")
    assert choice["message"]["role"] == "assistant"
    usage = body["usage"]
    assert usage["prompt_tokens"] == 7
    assert usage["total_tokens"] == usage["prompt_tokens"] + usage["completion_tokens"]
    footing = body["footing"]
    assert (footing["status"], footing["abstain_reason"]) == ("answered", None)
    assert footing["text"] == SENTENCE
    assert footing["question"] == "When was the Harbour bridge opened?"
    assert (footing["claims"][0]["verdict"], footing["claims"][0]["citations"]) == (
        "supported",
        [1],
    )
    assert footing["citations"][0]["document_id"] == "bridge"
    assert footing["guarantee"] is None


def test_sources_are_in_the_text_and_in_annotations_with_links_that_open(chat, api):
    message = chat().json()["choices"][0]["message"]
    content = message["content"]
    assert content.startswith(f"{SENTENCE} [1]\n\n**Sources**\n\n- [1] [Harbour bridge](")
    (annotation,) = message["annotations"]
    cited = annotation["url_citation"]
    assert content[cited["start_index"] : cited["end_index"]] == "[1]"
    assert f"]({cited['url']}): " in content
    assert cited["title"] == "Harbour bridge"
    url = httpx.URL(cited["url"])
    assert (url.host, url.port, url.path) == (api.base_url.host, api.base_url.port, BRIDGE)
    assert api.get(cited["url"]).headers["content-type"] == "text/html; charset=utf-8"
    text = api.get(f"/v1{url.path}", params=url.params).json()["text"]
    assert SENTENCE in text[int(url.params["start"]) : int(url.params["end"])]


def test_what_the_answer_was_drafted_from_is_given_on_request(chat):
    assert chat().json()["footing"]["evidence"] == []
    footing = chat(footing={"include_evidence": True}).json()["footing"]
    assert footing["evidence"][0]["document_id"] == "bridge"
    assert {item["kind"] for item in footing["evidence"]} <= {"passage", "triple", "path"}
    (highlight,) = footing["highlights"]
    assert footing["text"][highlight["start"] : highlight["end"]] == "1932"


def test_a_chinese_answer_has_chinese_words_around_it(chat):
    content = _content(chat("明长城总长度是多少公里？"))
    assert content.startswith("明长城总长度为8851公里。[1]\n\n**来源**\n\n- [1] [长城](")


def test_a_triple_is_cited_with_a_link_to_the_graph(chat, api):
    message = chat("Who invented espresso?").json()["choices"][0]["message"]
    url = message["annotations"][0]["url_citation"]["url"]
    address, told = url.split("#")
    assert address.endswith("/graph?entity=espresso&collection=default")
    # What another triple of the same entity would not say: clients merge sources of one link.
    assert unquote(told) == "espresso — invented by — Angelo Moriondo"
    assert api.get(url).headers["content-type"] == "text/html; charset=utf-8"
    found = api.get("/v1/graph", params=httpx.URL(url).params).json()
    assert found["triples"][0]["object"] == "Angelo Moriondo"


def test_what_is_not_known_is_said_so(chat):
    body = chat("谁写了红楼梦？").json()
    assert body["choices"][0]["message"]["content"] == "我不知道"
    assert body["choices"][0]["message"]["annotations"] == []
    assert (body["footing"]["status"], body["footing"]["abstain_reason"]) == (
        "abstained", "no_evidence",
    )  # fmt: skip


def test_a_follow_up_is_asked_as_a_question_that_stands_alone(chat):
    before = ({"role": "user", "content": "When was the tunnel opened?"}, DETERMINED)
    follow_up = "And the Harbour bridge?"
    body = chat(*before, follow_up).json()
    assert body["footing"]["question"] == "When was the Harbour bridge opened?"
    assert body["footing"]["text"] == SENTENCE
    as_it_is = chat(*before, follow_up, footing={"condense": False}).json()
    assert as_it_is["footing"]["question"] == follow_up


def test_text_in_several_parts_and_other_roles(chat):
    parts = [{"type": "text", "text": "When was the"}, {"type": "text", "text": "bridge opened?"}]
    body = chat(
        {"role": "system", "content": "You are a pirate."},
        {"role": "developer", "content": "Be brief."},
        {"role": "user", "content": parts, "name": "Ann"},
    ).json()
    assert body["footing"]["question"] == "When was the\nbridge opened?"


@pytest.mark.parametrize(
    ("model", "footing", "marked", "annotated"),
    [
        ("footing", {}, True, True),
        ("footing/default", {}, True, True),
        ("footing:no-text", {}, False, True),
        ("footing:no-annotations", {}, True, False),
        ("footing:no-text,no-annotations", {}, False, False),
        ("footing/default:plain", {}, False, False),
        ("footing:plain", {"annotations": True}, False, True),
        ("footing", {"text": False}, False, True),
        ("footing", {"text": False, "annotations": False}, False, False),
    ],
)
def test_each_way_of_giving_sources_can_be_left_out(chat, model, footing, marked, annotated):
    body = chat(model=model, footing=footing).json()
    message = body["choices"][0]["message"]
    assert ("[1]" in message["content"], bool(message["annotations"])) == (marked, annotated)
    if not marked:
        assert message["content"] == SENTENCE
    if annotated and not marked:
        cited = message["annotations"][0]["url_citation"]
        assert message["content"][cited["start_index"] : cited["end_index"]] == SENTENCE
    assert body["model"] == model


def test_documents_cannot_smuggle_markdown_into_the_answer(make_footing, serve):
    with serve(make_footing()) as (client, _):
        text = "The [gate](javascript:alert(1)) ![x](http://evil.example/a.png) was opened in 1932."
        document = {"id": "a/b c?#", "title": "](http://evil.example) <b>", "text": text}
        client.post("/v1/documents", json=document)
        messages = [{"role": "user", "content": "When was the gate opened?"}]
        body = {"model": "footing", "messages": messages}
        answer = client.post("/v1/chat/completions", json=body).json()
        listed = answer["choices"][0]["message"]["content"].split("**Sources**")[1]
        assert r"- [1] [\](http://evil.example) \<b\>](http://127.0.0.1:" in listed
        assert r"The \[gate\](javascript:alert(1))" in listed
        assert r"!\[x\](" in listed
        assert "/documents/a%2Fb%20c%3F%23?" in listed


def test_links_begin_with_the_configured_address(make_footing, serve):
    footing = make_footing(filled=True, public_url="https://docs.example.org/footing/")
    with serve(footing) as (client, _):
        messages = [{"role": "user", "content": "When was the Harbour bridge opened?"}]
        body = {"model": "footing", "messages": messages}
        content = _content(client.post("/v1/chat/completions", json=body))
        assert "](https://docs.example.org/footing/documents/bridge?collection=" in content


@pytest.mark.parametrize(
    ("parameters", "content", "finish_reason"),
    [
        ({"stop": "\n"}, f"{SENTENCE} [1]", "stop"),
        ({"stop": ["never said", " in Sydney"]}, "The Harbour bridge", "stop"),
        ({"stop": []}, None, "stop"),
        ({"max_tokens": 13}, f"{SENTENCE} [1]", "length"),
        ({"max_completion_tokens": 13, "max_tokens": 1}, f"{SENTENCE} [1]", "length"),
        ({"max_tokens": 3}, "", "length"),
        ({"max_tokens": 1000}, None, "stop"),
        ({"temperature": 0.7, "top_p": 0.9, "seed": 1, "user": "ann", "n": 1}, None, "stop"),
        ({"tools": [{"type": "function"}], "tool_choice": "auto"}, None, "stop"),
        ({"frobnicate": {"deep": [1]}, "response_format": {"type": "text"}}, None, "stop"),
        ({"stream": None, "stop": None, "max_tokens": None, "tools": None}, None, "stop"),
    ],
)  # fmt: skip
def test_parameters(chat, parameters, content, finish_reason):
    response = chat(**parameters)
    choice = response.json()["choices"][0]
    assert choice["message"]["content"] == (content if content is not None else _content(chat()))
    assert choice["finish_reason"] == finish_reason
    length = len(choice["message"]["content"])
    cited = [a["url_citation"]["end_index"] for a in choice["message"]["annotations"]]
    assert all(end <= length for end in cited)


IMAGE = {"role": "user", "content": [{"type": "image_url", "image_url": {"url": "data:,"}}]}


@pytest.mark.parametrize(
    ("messages", "parameters", "param"),
    [
        ((), {"messages": []}, "messages"),
        ((), {"messages": [{"role": "system", "content": "Hello"}]}, "messages"),
        ((" ",), {}, "messages"),
        (({"role": "user", "content": None},), {}, "messages"),
        ((IMAGE,), {}, "messages.0.content"),
        (("Why?", DETERMINED, IMAGE), {}, "messages.2.content"),
        (("Why?",), {"n": 2}, "n"),
        (("Why?",), {"tools": [{}], "tool_choice": "required"}, "tool_choice"),
        (("Why?",), {"tool_choice": {"type": "function", "function": {}}}, "tool_choice"),
        (("Why?",), {"response_format": {"type": "json_object"}}, "response_format"),
        (("Why?",), {"logprobs": True}, "logprobs"),
        (("Why?",), {"modalities": ["text", "audio"]}, "modalities"),
        (("Why?",), {"stop": ["a"] * 17}, "stop"),
        (("a\x00",), {}, None),
        (("问" * 5000,), {}, None),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_refused_and_says_which_parameter(
    chat, openai_error_of, messages, parameters, param
):
    assert openai_error_of(chat(*messages, **parameters)) == (400, "invalid_input", param)


@pytest.mark.parametrize(
    ("parameters", "param"),
    [
        ({"messages": "Why?"}, "messages"),
        ({"messages": [{"role": "pirate", "content": "Arr"}]}, "messages.0.role"),
        ({"messages": [{"content": "Arr"}]}, "messages.0.role"),
        ({"model": None}, "model"),
        ({"model": 5}, "model"),
        ({"temperature": 3}, "temperature"),
        ({"max_tokens": 0}, "max_tokens"),
        ({"n": 0}, "n"),
        ({"stream": "perhaps"}, "stream"),
        ({"footing": {"frobnicate": 1}}, "footing.frobnicate"),
    ],
)
def test_malformed_bodies(chat, openai_error_of, parameters, param):
    assert openai_error_of(chat(**parameters)) == (400, "invalid_request", param)


@pytest.mark.parametrize("model", [
    "gpt-4o", "footing/nowhere", "footing/", "footing/../etc", "footing:loud", "", "footing/a/b",
    "Footing", "footing/\ud800",
])  # fmt: skip
def test_models_that_are_not_there(api, openai_error_of, model):
    body = {"model": model, "messages": [{"role": "user", "content": "Why?"}]}
    content = json.dumps(body).encode()  # with escapes: one name is no Unicode
    response = api.post("/v1/chat/completions", content=content, headers=JSON)
    assert openai_error_of(response) == (404, "model_not_found", "model")


def test_models_are_the_collections(make_footing, serve, openai_error_of):
    with serve(make_footing(filled=True)) as (client, _):
        client.post("/v1/documents", json={"text": "Some text.", "collection": "手册"})
        listed = client.get("/v1/models").json()
        assert listed["object"] == "list"
        assert [m["id"] for m in listed["data"]] == ["footing", "footing/手册"]
        for name in ("footing", "footing/手册", "footing/default", "footing:plain"):
            found = client.get(f"/v1/models/{name}").json()
            assert (found["id"], found["object"], found["owned_by"]) == (name, "model", "footing")
        missing = client.get("/v1/models/gpt-4o")
        assert openai_error_of(missing) == (404, "model_not_found", "model")


def test_errors_of_the_server_have_the_same_shape(make_footing, serve, openai_error_of, api):
    big = api.post("/v1/chat/completions", content=b"a" * 1_100_000)
    assert openai_error_of(big) == (413, "body_too_large", None)
    assert openai_error_of(api.get("/v1/chat/completions"))[:2] == (405, "method_not_allowed")
    assert openai_error_of(api.get("/v1/chat/nowhere"))[:2] == (404, "not_found")
    broken = api.post("/v1/chat/completions", content=b"{", headers=JSON)
    assert openai_error_of(broken) == (400, "invalid_request", None)
    messages = [{"role": "user", "content": "When was the bridge opened?"}]
    with serve(make_footing(filled=True, deadline_s=1e-6)) as (client, _):
        late = client.post("/v1/chat/completions", json={"model": "footing", "messages": messages})
        assert openai_error_of(late) == (504, "deadline_exceeded", None)
        assert late.headers["x-should-retry"] == "false"
