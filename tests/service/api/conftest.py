"""The shape that every error has."""

from collections.abc import Callable

import httpx
import pytest


@pytest.fixture(scope="session")
def error_of() -> Callable[[httpx.Response], tuple[int, str]]:
    """Status and code of an error, after checking the shape that every error has."""

    def check(response: httpx.Response) -> tuple[int, str]:
        assert response.headers["content-type"] == "application/json"
        body = response.json()
        assert set(body) == {"error"}
        assert set(body["error"]) == {"code", "message", "details"}
        assert isinstance(body["error"]["details"], dict)
        assert body["error"]["message"]
        return response.status_code, body["error"]["code"]

    return check
