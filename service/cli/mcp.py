"""`footing mcp`."""

from service.cli.options import Data, opened


def mcp(data: Data = None) -> None:
    """Serve MCP tools on standard input and output, for a client that starts this command."""
    import anyio

    from service.mcp_server.server import make_server
    from service.serving import Serving
    from service.work import Work

    with opened(data) as footing:
        work = Work(footing.settings.queue)
        try:
            anyio.run(make_server(Serving(footing, work)).run_stdio_async)
        finally:
            work.close()
