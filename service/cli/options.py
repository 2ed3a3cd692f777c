"""Options that several commands share, and opening the service for a command."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from knowledge.types import DEFAULT_COLLECTION
from service.config import LoadedSettings

Data = Annotated[Path | None, typer.Option("--data", help="Where the store lives (FOOTING_DATA).")]
Collection = Annotated[
    str, typer.Option("--collection", "-c", help="A separate body of documents and triples.")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
COLLECTION = DEFAULT_COLLECTION


def load(data: Path | None = None, **overrides: Any) -> LoadedSettings:  # noqa: ANN401
    """The settings, with what the command line says on top."""
    return LoadedSettings.load(overrides={"data": data, **overrides})


@contextmanager
def opened(data: Path | None) -> Iterator[Any]:
    """The assembled service for the length of a command.

    Building it loads the models; it is imported here so that `--help` stays fast.
    """
    from service.bootstrap import build, configure_logging

    settings = load(data).settings
    configure_logging("warning" if settings.log == "info" else settings.log)
    footing = build(settings)
    try:
        yield footing
    finally:
        footing.close()
