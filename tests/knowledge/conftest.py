"""A store to fill with triples, and a graph over it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from knowledge.store.sqlite import SqliteStore

# A shared machine pauses now and then: no example fails for being slow.
settings.register_profile("footing", deadline=None)
settings.load_profile("footing")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    opened = SqliteStore(tmp_path / "store.sqlite")
    opened.create_collection("c")
    yield opened
    opened.close()
