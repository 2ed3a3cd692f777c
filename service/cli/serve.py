"""`footing serve`."""

from typing import Annotated

import typer

from service.cli.options import Data, load
from service.cli.output import err

Host = Annotated[str | None, typer.Option("--host", help="Address (FOOTING_HOST).")]
Port = Annotated[int | None, typer.Option("--port", help="Port (FOOTING_PORT).")]
Sample = Annotated[bool, typer.Option("--sample", help="Load the sample knowledge base first.")]


def serve(host: Host = None, port: Port = None, data: Data = None, sample: Sample = False) -> None:
    """Serve the web page and REST on http://HOST:PORT; /docs describes the routes."""
    import uvicorn

    from service.api.app import create_app
    from service.bootstrap import build, configure_logging
    from service.sample.load import load_sample

    settings = load(data, host=host, port=port).settings
    configure_logging(settings.log)
    footing = build(settings)
    if sample:
        load_sample(footing)
    for counts in footing.store.collections():
        footing.searcher.indexes(counts.name)  # before anyone waits for it
    err.print(f"Footing listens: open http://{settings.host}:{settings.port} (routes: /docs)")
    uvicorn.run(
        create_app(footing),
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=20,
    )
