"""Writes one section of `BENCHMARKS.md`, leaving the others as they are."""

import platform
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

FILE = Path(__file__).parent.parent / "BENCHMARKS.md"


def table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(_cell(c) for c in line) + " |" for line in lines)


def _cell(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def write_section(name: str, body: str, command: str) -> None:
    """Replace the section `## name`, or append it."""
    text = FILE.read_text("utf-8") if FILE.exists() else "# Benchmarks\n"
    today = datetime.now(UTC).date().isoformat()
    section = f"## {name}\n\n{body}\n\n`{command}`, {today}, {_machine()}.\n"
    pattern = re.compile(rf"^## {re.escape(name)}\n.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)
    if pattern.search(text):
        text = pattern.sub(lambda _: section + "\n", text, count=1)
    else:
        text = text.rstrip() + "\n\n" + section
    FILE.write_text(text.rstrip() + "\n", "utf-8")
    print(f"## {name}\n\n{body}\n")


def _machine() -> str:
    import os

    import torch

    capability = torch.backends.cpu.get_cpu_capability()
    return f"{os.cpu_count()} cores {capability}, Python {platform.python_version()}"
