"""How many documents lie ahead, for progress bars; nothing is parsed for it."""

import gzip
import zlib
from collections.abc import Sequence
from functools import partial
from itertools import islice
from pathlib import Path

from knowledge.parsers import holds_rows
from service.ingest.files import expand

_BLOCK = 1 << 20


def count_documents(paths: Sequence[Path], max_bytes: int) -> int:
    """How many documents `paths` hold: one a file, one a line of `.jsonl`.

    Args:
        paths: files and folders.
        max_bytes: the largest file that will be read; no further is counted.
    """
    total = 0
    for path in expand(paths):
        try:
            total += _count_lines(path, max_bytes) if holds_rows(path) else 1
        except (OSError, EOFError, zlib.error):
            total += 1  # it will be reported when it is read
    return total


def _count_lines(path: Path, max_bytes: int) -> int:
    """Lines that are not blank. Read in blocks: a bomb may unpack to one line of many gigabytes."""
    count, filled = 0, False
    with gzip.open(path) if path.suffix.lower() == ".gz" else path.open("rb") as file:
        blocks = iter(partial(file.read, _BLOCK), b"")
        for block in islice(blocks, -(-max_bytes // _BLOCK)):
            first, *rest = (bool(part.strip()) for part in block.split(b"\n"))
            *ended, filled = (filled or first, *rest)
            count += sum(ended)
    return count + filled
