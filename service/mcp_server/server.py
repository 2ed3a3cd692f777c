"""The MCP server and how it is reached: mounted into the application, or on a pipe."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from urllib.parse import urlsplit

from mcp.server.mcpserver import MCPServer
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.server.transport_security import TransportSecuritySettings
from mcp_types import ToolAnnotations
from starlette.types import Receive, Scope, Send

from service.config import Settings
from service.mcp_server.tools import Tools
from service.serving import Serving

_INSTRUCTIONS = (
    "Answers from the user's own documents and knowledge graph. `ask` answers one question with "
    "citations, or abstains when the documents do not support an answer; pass that on rather than "
    "answer from elsewhere, and any `disclaimers` with it. `search` and `get_document` read the "
    "sources, `check_grounding` checks a text against them."
)
_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_READS = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)


def make_server(serving: Serving) -> MCPServer:
    """The server with its tools."""
    server = MCPServer(
        "footing",
        title="Footing",
        version=version("footing"),
        instructions=_INSTRUCTIONS,
        log_level="WARNING",
    )
    tools = Tools(serving)
    for tool in (
        tools.ask,
        tools.search,
        tools.check_grounding,
        tools.graph_neighbours,
        tools.list_collections,
        tools.get_document,
    ):
        server.add_tool(tool, annotations=_READS)
    return server


class McpEndpoint:
    """The streamable HTTP transport as an ASGI application; `running` goes into a lifespan.

    Without sessions: every request stands alone, so any replica can serve it and none is kept.
    """

    def __init__(self, serving: Serving) -> None:
        settings = serving.footing.settings
        server = make_server(serving)
        server.streamable_http_app(
            stateless_http=True,
            json_response=True,
            max_request_body_size=int(settings.max_body_mb * 1_000_000),
            transport_security=_security(settings),
        )
        self._manager: StreamableHTTPSessionManager = server.session_manager

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Serve requests while inside."""
        async with self._manager.run():
            yield

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        await self._manager.handle_request(scope, receive, send)


def _security(settings: Settings) -> TransportSecuritySettings:
    """On loopback only names of this machine are answered to: no web page may rebind its own."""
    if settings.host not in ("127.0.0.1", "localhost", "::1"):
        return TransportSecuritySettings(enable_dns_rebinding_protection=False)
    hosts = [f"{name}{port}" for name in _LOOPBACK for port in ("", ":*")]
    origins = [f"{scheme}://{host}" for scheme in ("http", "https") for host in hosts]
    if settings.public_url:
        parts = urlsplit(settings.public_url)
        hosts.append(parts.netloc)
        origins.append(f"{parts.scheme}://{parts.netloc}")
    return TransportSecuritySettings(
        enable_dns_rebinding_protection=True, allowed_hosts=hosts, allowed_origins=origins
    )
