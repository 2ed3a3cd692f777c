"""Errors in OpenAI's shape, for the routes that OpenAI's clients call.

The shape is `{"error": {"message", "type", "param", "code"}}`; clients choose their exception by
the status, so what is 422 elsewhere is 400 here.
"""

from typing import Any

PREFIXES = ("/v1/chat", "/v1/models")
_CODES = {"busy": "rate_limit_exceeded", "unknown_collection": "model_not_found"}


def is_openai(path: str) -> bool:
    """Whether a path belongs to the OpenAI-compatible door."""
    return any(path == prefix or path.startswith(f"{prefix}/") for prefix in PREFIXES)


def openai_error(
    status: int, code: str, message: str, details: dict[str, Any]
) -> tuple[int, dict[str, Any]]:
    """Status and body of an error; `details` may name the parameter as `param`."""
    status = 400 if status == 422 else status
    code = _CODES.get(code, code)
    error = {"message": message, "type": _type(status), "param": _param(code, details)}
    return status, {"error": {**error, "code": code}}


def _type(status: int) -> str:
    if status == 429:
        return "rate_limit_error"
    return "server_error" if status >= 500 else "invalid_request_error"


def _param(code: str, details: dict[str, Any]) -> str | None:
    if code == "model_not_found":
        return "model"
    problems = details.get("problems")
    if problems:
        return str(problems[0]["field"]) or None
    return details.get("param")
