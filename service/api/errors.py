"""Errors become responses here, once: `{"error": {"code", "message", "details"}}`.

Under `/v1/chat` and `/v1/models` they have the shape that OpenAI's clients expect.
"""

import logging
from collections.abc import Sequence
from typing import Any

import orjson
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from knowledge.errors import (
    BusyError,
    DeadlineExceededError,
    DocumentNotFoundError,
    EvaluationNotFoundError,
    FootingError,
    InvalidInputError,
    ModelUnavailableError,
    StoreError,
    UnknownCollectionError,
    UnreadableDocumentError,
)
from service.api.openai_errors import is_openai, openai_error

_log = logging.getLogger(__name__)
_STATUS: tuple[tuple[type[FootingError], int], ...] = (
    (BusyError, 429),
    (DeadlineExceededError, 504),
    (DocumentNotFoundError, 404),
    (EvaluationNotFoundError, 404),
    (UnknownCollectionError, 404),
    (UnreadableDocumentError, 422),
    (InvalidInputError, 422),
    (ModelUnavailableError, 503),
    (StoreError, 503),
)
_MAX_PROBLEMS = 20
_HTTP_CODES = {404: "not_found", 405: "method_not_allowed", 400: "bad_request"}


def error_response(
    path: str,
    status: int,
    code: str,
    message: str,
    details: dict[str, Any] | None = None,
    headers: dict[str, str] | None = None,
) -> Response:
    """A response in the shape that errors have under `path`."""
    status, body = error_body(path, status, code, message, details)
    if is_openai(path) and status == 504:
        # OpenAI's clients try again on their own; what was too slow once will be so again.
        headers = {**(headers or {}), "X-Should-Retry": "false"}
    return Response(orjson.dumps(body), status, headers, media_type="application/json")


def error_body(
    path: str, status: int, code: str, message: str, details: dict[str, Any] | None = None
) -> tuple[int, dict[str, Any]]:
    """Status and body of an error under `path`."""
    message, details = _clean(message), _clean(details or {})
    if is_openai(path):
        return openai_error(status, code, message, details)
    return status, {"error": {"code": code, "message": message, "details": details}}


def status_of(error: FootingError) -> int:
    """The status of an expected error."""
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 500)


def install(app: FastAPI) -> None:
    """Translate every exception that can leave a route."""
    app.add_exception_handler(FootingError, _footing)  # type: ignore[arg-type]
    app.add_exception_handler(RequestValidationError, _validation)  # type: ignore[arg-type]
    app.add_exception_handler(HTTPException, _http)  # type: ignore[arg-type]
    app.add_exception_handler(Exception, _unexpected)


def _footing(request: Request, error: FootingError) -> Response:
    status, path = status_of(error), request.url.path
    headers = {"Retry-After": str(error.retry_after_s)} if isinstance(error, BusyError) else None
    if status >= 500:
        _log.warning("%s %s: %s", request.method, path, error.message)
    return error_response(path, status, error.code, error.message, error.details, headers)


def _validation(request: Request, error: RequestValidationError) -> Response:
    found, path = error.errors(), request.url.path
    if found[0]["type"] == "json_invalid":
        message = "the body is not JSON; send valid JSON."
        return error_response(path, 422, "invalid_request", message)
    problems = [
        {"field": _field(problem["loc"]), "problem": problem["msg"]}
        for problem in found[:_MAX_PROBLEMS]
    ]
    first = problems[0]
    where = f"'{first['field']}': " if first["field"] else ""
    more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
    message = f"{where}{first['problem']}{more}. See /docs for what is expected."
    return error_response(path, 422, "invalid_request", message, {"problems": problems})


def _field(location: Sequence[int | str]) -> str:
    return ".".join(str(part) for part in location if part not in ("body", "query", "path"))


def _http(request: Request, error: HTTPException) -> Response:
    status, path = error.status_code, request.url.path
    code = _HTTP_CODES.get(status, "http_error")
    message = f"{request.method} {path}: {error.detail}. See /docs for the routes."
    return error_response(path, status, code, message, headers=dict(error.headers or {}))


def _unexpected(request: Request, error: Exception) -> Response:
    _log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    message = "something went wrong here, not with your request; see the log."
    # The server drops the connection after an exception; the client has to know.
    headers = {"Connection": "close"}
    return error_response(request.url.path, 500, "internal_error", message, headers=headers)


def _clean(value: Any) -> Any:  # noqa: ANN401 - JSON of any shape
    """Error texts may quote what could not be encoded in the first place."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {_clean(str(k)): _clean(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_clean(v) for v in value]
    return value if isinstance(value, (int, float, bool)) or value is None else str(value)
