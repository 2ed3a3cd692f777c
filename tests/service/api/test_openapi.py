"""The OpenAPI document: kept in the repository, with a true example of every body and answer."""

import json
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

SNAPSHOT = Path(__file__).with_name("openapi.json")


@pytest.fixture(scope="module")
def document(api):
    return api.get("/openapi.json").json()


def _operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (method.upper(), path, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


def test_the_document_is_the_one_that_is_kept(document, matches_snapshot):
    text = json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    matches_snapshot(SNAPSHOT, text)


def test_every_route_of_the_design_is_there(document):
    found = {(method, path) for method, path, _ in _operations(document)}
    assert found >= {
        ("POST", "/v1/documents"),
        ("GET", "/v1/documents"),
        ("GET", "/v1/documents/{document_id}"),
        ("DELETE", "/v1/documents/{document_id}"),
        ("POST", "/v1/triples"),
        ("GET", "/v1/graph"),
        ("POST", "/v1/query"),
        ("POST", "/v1/check"),
        ("POST", "/v1/triples/file"),
        ("GET", "/v1/collections"),
        ("POST", "/v1/feedback"),
        ("GET", "/v1/feedback"),
        ("GET", "/v1/models"),
        ("GET", "/v1/models/{wanted}"),
        ("POST", "/v1/chat/completions"),
        ("POST", "/contentsafety/text:detectGroundedness"),
        ("POST", "/v1/projects/{project}/locations/{location}/groundingConfigs/{config}:check"),
        ("POST", "/v2/evaluate_factual_consistency"),
        ("GET", "/healthz"),
        ("GET", "/readyz"),
        ("GET", "/metrics"),
    }


def test_every_route_says_what_it_does_and_what_it_answers(document):
    for method, path, operation in _operations(document):
        assert operation["description"], (method, path)
        if path != "/metrics" and not path.endswith("/report"):
            (success,) = [s for s in operation["responses"] if s.startswith("2")]
            content = operation["responses"][success]["content"]
            assert content["application/json"]["schema"], (method, path)


def test_errors_have_one_shape_and_openais_under_its_routes(document):
    for method, path, operation in _operations(document):
        openai = path.startswith(("/v1/chat", "/v1/models"))
        name = "OpenAIErrorOut" if openai else "ErrorOut"
        for status, response in operation["responses"].items():
            if status.startswith("4"):
                schema = response["content"]["application/json"]["schema"]
                assert schema == {"$ref": f"#/components/schemas/{name}"}, (method, path, status)


def test_every_reference_leads_somewhere(document):
    text = json.dumps(document)
    names = {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}
    assert names <= set(document["components"]["schemas"])


def test_every_body_has_examples_and_they_are_accepted(document, api):
    for method, path, operation in _operations(document):
        if "requestBody" not in operation:
            continue
        content = operation["requestBody"]["content"]
        if set(content) == {"multipart/form-data"}:
            continue  # a file
        examples = content["application/json"]["examples"]
        assert examples, (method, path)
        for name, example in examples.items():
            response = api.request(method, path, json=example["value"])
            assert response.is_success, (path, name, response.text)


def test_every_answer_has_an_example_that_is_one(document):
    for method, path, operation in _operations(document):
        (success,) = [s for s in operation["responses"] if s.startswith("2")]
        content = operation["responses"][success].get("content", {})
        if "application/json" not in content:
            continue  # text and pages
        assert content["application/json"].get("example") is not None, (method, path)
        schema = {**content["application/json"]["schema"], "components": document["components"]}
        jsonschema.validate(content["application/json"]["example"], schema)


def test_every_required_parameter_has_an_example(document):
    for method, path, operation in _operations(document):
        for parameter in operation.get("parameters", []):
            if parameter["required"]:
                assert "example" in parameter, (method, path, parameter["name"])
