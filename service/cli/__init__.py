"""The command line: `footing ...`. Each command is a thin door to the service."""

from service.cli.main import main

__all__ = ["main"]
