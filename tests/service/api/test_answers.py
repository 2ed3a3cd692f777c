"""`/v1/query`, `/v1/check` `/v1/feedback` over HTTP: answers, and every way of asking wrongly."""

import json

import pytest

from service.answer import Answer, CheckResult

JSON = {"content-type": "application/json"}
ANSWER_KEYS = {
    "id", "question", "status", "abstain_reason", "text", "short_answer", "highlights",
    "support", "threshold", "threshold_from", "guarantee", "claims", "citations", "evidence",
    "disclaimers", "trace",
    "model", "timings_ms",
}  # fmt: skip


@pytest.mark.parametrize(
    ("question", "said", "short"),
    [
        ("When was the Harbour bridge opened?", "1932", "1932"),
        ("明长城总长度是多少公里？", "8851", "8851"),
        ("Who invented espresso?", "Angelo Moriondo", "Angelo Moriondo"),
    ],
)
def test_a_question_is_answered_with_citations(api, question, said, short):
    response = api.post("/v1/query", json={"question": question})
    assert response.status_code == 200
    body = response.json()
    assert set(body) == ANSWER_KEYS
    assert (body["status"], body["abstain_reason"], body["evidence"]) == ("answered", None, [])
    assert said in body["text"]
    assert short in body["short_answer"]
    for citation in (c for c in body["citations"] if c["kind"] == "passage"):
        document = api.get(f"/v1/documents/{citation['document_id']}").json()
        assert document["text"][citation["start"] : citation["end"]] == citation["text"]


def test_what_is_not_known_is_refused_with_a_reason(api):
    body = api.post("/v1/query", json={"question": "谁写了红楼梦？"}).json()
    assert (body["status"], body["abstain_reason"]) == ("abstained", "no_evidence")
    assert (body["text"], body["claims"]) == ("我不知道", [])


def test_answering_from_sources_with_evidence(api):
    sources = [{"title": "Tunnel", "text": "The tunnel was opened in 1992."}]
    ask = {"question": "When was the tunnel opened?", "sources": sources, "include_evidence": True}
    answer = Answer.model_validate(api.post("/v1/query", json=ask).json())
    assert answer.text == "The tunnel was opened in 1992."
    assert [e.text for e in answer.evidence] == [sources[0]["text"]]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"question": ""}, 422, "invalid_input"),
        ({"question": " \n"}, 422, "invalid_input"),
        ({"question": "问" * 100_000}, 422, "invalid_input"),
        ({"question": "a\x00b"}, 422, "invalid_input"),
        ({"question": "a\x1b[31mb"}, 422, "invalid_input"),
        ({"question": 5}, 422, "invalid_request"),
        ({"question": None}, 422, "invalid_request"),
        ({"question": ["Why?"]}, 422, "invalid_request"),
        ({}, 422, "invalid_request"),
        ([], 422, "invalid_request"),
        ("Why?", 422, "invalid_request"),
        ({"question": "Why?", "frobnicate": 1}, 422, "invalid_request"),
        ({"question": "Why?", "top_k": 0}, 422, "invalid_request"),
        ({"question": "Why?", "top_k": "3"}, 422, "invalid_request"),
        ({"question": "Why?", "include_evidence": "yes"}, 422, "invalid_request"),
        ({"question": "Why?", "sources": "text"}, 422, "invalid_request"),
        ({"question": "Why?", "sources": [{"text": ""}]}, 422, "invalid_request"),
        ({"question": "Why?", "sources": [{"title": "t"}]}, 422, "invalid_request"),
        ({"question": "Why?", "sources": [{"text": "a"}] * 1001}, 422, "invalid_request"),
        ({"question": "Why?", "collection": "nowhere"}, 404, "unknown_collection"),
        ({"question": "Why?", "collection": "../etc"}, 422, "invalid_input"),
        ({"question": "Why?", "collection": ""}, 422, "invalid_input"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked(api, error_of, body, status, code):
    assert error_of(api.post("/v1/query", json=body)) == (status, code)


def test_an_error_says_which_field_and_what_the_limits_are(api):
    details = api.post("/v1/query", json={"question": 5}).json()["error"]["details"]
    assert [p["field"] for p in details["problems"]] == ["question"]
    details = api.post("/v1/query", json={"question": "a" * 100_000}).json()["error"]["details"]
    assert details == {"characters": 100_000, "limit": 4000}


DEEP = b"[" * 50_000 + b"]" * 50_000


@pytest.mark.parametrize(
    ("path", "content", "statuses"),
    [
        ("/v1/query", b'{"question": "\\ud800"}', {422}),
        ("/v1/query", b'{"question": "Why?", "collection": "\\ud800"}', {422}),
        ("/v1/query", b'{"question": "Why?", "sources": [{"text": "\\udfff"}]}', {422}),
        ("/v1/query", b'{"question": ', {422}),
        ("/v1/query", b"", {422}),
        ("/v1/query", b'{"question": "\xff"}', {400, 422}),
        ("/v1/query", b'{"question": ' + DEEP + b"}", {400, 422}),
        ("/v1/check", b'{"answer": "\\ud800", "sources": [{"text": "x"}]}', {422}),
        ("/v1/check", b'{"answer": "A b.", "collection": "\\ud800"}', {422}),
        ("/v1/feedback", b'{"answer_id": "\\ud800", "rating": "up"}', {422}),
        ("/v1/feedback", b'{"answer_id": "1", "rating": "up", "comment": "\\ud800"}', {422}),
        ("/v1/triples", b'{"triples": [{"subject": "\\ud800"}]}', {422}),
        ("/v1/triples", DEEP, {400, 422}),
        ("/v1/documents", b'{"text": ', {422}),
        ("/v1/documents", b'{"text": "\\ud800"}', {422}),
        ("/v1/documents", b'{"text": "\xff"}', {422}),
        ("/v1/documents", b'{"text": "x", "collection": "\\ud800"}', {422}),
        ("/v1/documents", b'{"text": "x", "metadata": {"a": ' + DEEP + b"}}", {422}),
    ],
)
def test_broken_and_malicious_json_is_the_callers_fault(api, error_of, path, content, statuses):
    status, _ = error_of(api.post(path, content=content, headers=JSON))
    assert status in statuses


SOURCE = [{"text": "The bridge was opened in 1932."}]


def test_a_text_is_checked_against_sources(api):
    text = "The bridge was opened in 1932. The bridge was opened in 1945."
    result = CheckResult.model_validate(
        api.post("/v1/check", json={"answer": text, "sources": SOURCE}).json()
    )
    assert [c.verdict for c in result.claims] == ["supported", "contradicted"]
    assert [text[c.start : c.end] for c in result.claims] == [c.text for c in result.claims]
    assert (result.grounded, result.truncated) == (False, False)


def test_citations_point_at_a_text_as_it_was_sent(api):
    text = "# Bridge\r\n\r\nIt is \x07old.\r\nThe bridge was \ufeffopened in 1932.\r\n"
    sources = [{"text": "Coffee is hot."}, {"text": text}]
    body = {"question": "When was the bridge opened?", "sources": sources}
    answer = api.post("/v1/query", json=body).json()
    checked = api.post("/v1/check", json={"answer": answer["text"], "sources": sources}).json()
    for found in (answer, checked):
        (citation,) = found["citations"]
        assert citation["document_id"] == "source-2"
        assert citation["text"] == "It is old.\nThe bridge was opened in 1932."
        sent = text[citation["start"] : citation["end"]]
        assert sent == "It is \x07old.\r\nThe bridge was \ufeffopened in 1932."


def test_a_text_is_checked_against_a_collection(api):
    body = {"answer": "明长城总长度为8851公里。", "collection": "default", "question": "多长？"}
    result = api.post("/v1/check", json=body).json()
    assert result["grounded"] is True
    assert result["citations"][0]["document_id"] == "wall"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"answer": "A b."}, 422, "invalid_input"),
        ({"answer": "A b.", "sources": []}, 422, "invalid_input"),
        ({"answer": "A b.", "sources": SOURCE, "collection": "default"}, 422, "invalid_input"),
        ({"answer": " ", "sources": SOURCE}, 422, "invalid_input"),
        ({"answer": "a\x00", "sources": SOURCE}, 422, "invalid_input"),
        ({"sources": SOURCE}, 422, "invalid_request"),
        ({"answer": "A b.", "collection": "nowhere"}, 404, "unknown_collection"),
        ({"answer": "Hello!", "collection": "nowhere"}, 404, "unknown_collection"),
    ],
)
def test_what_cannot_be_checked(api, error_of, body, status, code):
    assert error_of(api.post("/v1/check", json=body)) == (status, code)


def test_feedback_is_kept(api):
    body = {"answer_id": "x", "rating": "down", "question": "多长？", "correction": "8851公里"}
    first = api.post("/v1/feedback", json=body)
    assert first.status_code == 201
    second = api.post("/v1/feedback", content=json.dumps(body).encode(), headers=JSON)
    assert second.json()["id"] == first.json()["id"] + 1


def test_feedback_is_listed_the_newest_first(api):
    said = [
        {"answer_id": "1", "rating": "up", "question": "Who?", "answer": "He.", "collection": "f"},
        {
            "answer_id": "2",
            "rating": "down",
            "correction": "她。",
            "comment": "",
            "collection": "f",
        },
        {"answer_id": "3", "rating": "up", "collection": "other"},
    ]
    numbers = [api.post("/v1/feedback", json=body).json()["id"] for body in said]
    page = api.get("/v1/feedback", params={"collection": "f", "limit": 1}).json()
    (newest,) = page["feedback"]
    assert newest.pop("created_at").startswith("20")
    assert newest == {"id": numbers[1], "question": None, "answer": None, **said[1]}
    assert page["next"] == numbers[1]
    page = api.get("/v1/feedback", params={"collection": "f", "before": page["next"]}).json()
    assert [(f["id"], f["answer"]) for f in page["feedback"]] == [(numbers[0], "He.")]
    assert page["next"] is None
    assert api.get("/v1/feedback").json()["feedback"][0]["answer_id"] == "3"


@pytest.mark.parametrize("params", [{"limit": 0}, {"limit": 1001}, {"before": 0}, {"before": "x"}])
def test_feedback_that_cannot_be_listed(api, error_of, params):
    assert error_of(api.get("/v1/feedback", params=params)) == (422, "invalid_request")


@pytest.mark.parametrize(
    "body",
    [
        {"answer_id": "x", "rating": "meh"},
        {"answer_id": "", "rating": "up"},
        {"rating": "up"},
        {"answer_id": "x", "rating": "up", "comment": "a" * 10_001},
        {"answer_id": "x", "rating": "up", "comment": "a\x00"},
        {"answer_id": "x", "rating": "up", "collection": "a b"},
    ],
)
def test_feedback_that_is_refused(api, error_of, body):
    assert error_of(api.post("/v1/feedback", json=body))[0] == 422
