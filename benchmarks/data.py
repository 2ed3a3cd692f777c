"""The public data sets, where they are at hand."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """Rows of a `.jsonl` or `.jsonl.gz` file, one by one."""
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as file:
        for line in file:
            if line.strip():
                yield json.loads(line)


def find(folder: Path, name: str) -> Path | None:
    """A data set's file, or None with a word on what is skipped."""
    path = folder / f"{name}.jsonl.gz"
    if path.exists():
        return path
    print(f"skipped: {name} is not at {path}")
    return None
