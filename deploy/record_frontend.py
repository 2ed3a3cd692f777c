"""Stands between a chat frontend and Footing, and keeps what the frontend asks, a line a request.

    python deploy/record_frontend.py FILE [--footing http://127.0.0.1:8000] [--port 8100]

Give the frontend this address in place of Footing's. So were made the transcripts that the tests
replay (`tests/service/api/chat/transcripts`).
"""

import argparse
import json
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

_PATIENCE_S = 120


def recorder(file: Path, footing: str) -> Starlette:
    """Passes every request on; those with a body are appended to `file`."""
    client = httpx.AsyncClient(base_url=footing, timeout=_PATIENCE_S)

    async def passed_on(request: Request) -> Response:
        body = await request.body()
        if body:
            row = {"path": request.url.path, "body": json.loads(body)}
            with file.open("a", encoding="utf-8") as out:
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
        kept = {k: v for k, v in request.headers.items() if k in ("content-type", "accept")}
        sent = client.build_request(request.method, request.url.path, content=body, headers=kept)
        answer = await client.send(sent, stream=True)

        async def pieces() -> AsyncIterator[bytes]:
            async for piece in answer.aiter_raw():
                yield piece
            await answer.aclose()

        kind = answer.headers.get("content-type")
        return StreamingResponse(pieces(), answer.status_code, media_type=kind)

    return Starlette(routes=[Route("/{path:path}", passed_on, methods=["GET", "POST"])])


def main() -> None:
    """Record until it is stopped."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--footing", default="http://127.0.0.1:8000")
    parser.add_argument("--port", type=int, default=8100)
    options = parser.parse_args()
    uvicorn.run(recorder(options.file, options.footing), port=options.port, log_level="warning")


if __name__ == "__main__":
    main()
