"""Cases and rows for tests of evaluation."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import orjson
import pytest


@pytest.fixture
def write_cases(tmp_path: Path) -> Callable[..., Path]:
    """Write rows as a case file; text rows are written as they are."""

    def write(rows: Iterable[Any], name: str = "cases.jsonl") -> Path:
        path = tmp_path / name
        lines = [row if isinstance(row, str) else orjson.dumps(row).decode() for row in rows]
        path.write_text("\n".join(lines) + "\n", "utf-8")
        return path

    return write
