"""What every part of the tests may use: the embedder that ships, loaded once, and snapshots."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from indexes.embedding.sentence_transformer import SentenceTransformerEmbedder


@pytest.fixture(scope="session")
def encoder() -> SentenceTransformerEmbedder:
    """The embedder that ships; tests that use it carry the mark `model`."""
    return SentenceTransformerEmbedder()


@pytest.fixture(scope="session")
def matches_snapshot() -> Callable[[Path, str], None]:
    """Compare a text with a file that is kept in the repository.

    `UPDATE_SNAPSHOTS=1 python -m pytest ...` writes the files anew.
    """

    def check(path: Path, actual: str) -> None:
        if os.environ.get("UPDATE_SNAPSHOTS"):
            path.write_text(actual, "utf-8")
        expected = path.read_text("utf-8") if path.is_file() else ""
        if actual != expected:
            pytest.fail(
                f"{path.name} is not what the code says any more. If the change is meant, run\n"
                "    UPDATE_SNAPSHOTS=1 python -m pytest tests/service\n"
                "and commit the difference."
            )

    return check
