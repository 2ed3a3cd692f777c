"""Texts that a careless pattern reads in time quadratic in their length, and how to tell."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

LONG = 200_000
# Linear work on so much text takes a fraction of this, quadratic work minutes.
SECONDS = 5


@contextmanager
def in_linear_time() -> Iterator[None]:
    """What is done inside must not take this thread long; other load does not count."""
    started = time.thread_time()
    yield
    assert time.thread_time() - started < SECONDS
