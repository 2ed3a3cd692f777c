"""Answers that were given before, for as long as nothing that they rest on has changed.

A key names everything that an answer depends on, the state of the collection among it, so a stale
answer is never found: it lies under a key that nobody asks for any more, until it is the least
recently used one. Knows nothing of questions or answers.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Generic, TypeVar

from service import metrics
from service.deadline import Deadline

V = TypeVar("V")
# How often someone who waits for another's work looks whether his own time is up, in seconds.
_POLL = 0.05


@dataclass(frozen=True, slots=True)
class Kept(Generic[V]):
    """A value, and whether it was computed for somebody else."""

    value: V
    hit: bool


class Cache(Generic[V]):
    """The values asked for last, at most `size` of them. Safe for use from several threads.

    Whoever asks for what is being computed waits for it instead of computing it again.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._kept: OrderedDict[Hashable, V] = OrderedDict()
        self._running: dict[Hashable, Future[V | None]] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def get(
        self,
        key: Hashable,
        compute: Callable[[], tuple[V, bool]],
        deadline: Deadline,
    ) -> Kept[V]:
        """The value of a key.

        Args:
            key: everything that the value depends on.
            compute: makes the value, and says whether it may be kept. What it raises is raised
                here, to this caller alone: those who wait compute for themselves.
            deadline: of waiting for somebody else's work.

        Raises:
            DeadlineExceededError: the deadline passed while waiting.
        """
        while True:
            with self._lock:
                if key in self._kept:
                    self._kept.move_to_end(key)
                    metrics.CACHE.labels("hit").inc()
                    return Kept(self._kept[key], hit=True)
                running = self._running.get(key)
                if running is None:
                    mine = self._running[key] = Future()
                    break
            shared = _wait(running, deadline)
            if shared is not None:
                metrics.CACHE.labels("hit").inc()
                return Kept(shared, hit=True)
        metrics.CACHE.labels("miss").inc()
        return Kept(self._computed(key, compute, mine), hit=False)

    def _computed(
        self, key: Hashable, compute: Callable[[], tuple[V, bool]], mine: "Future[V | None]"
    ) -> V:
        shared: V | None = None
        try:
            value, keep = compute()
            if keep:
                shared = value
            return value
        finally:
            with self._lock:
                del self._running[key]
                if shared is not None:
                    self._kept[key] = shared
                    while len(self._kept) > self._size:
                        self._kept.popitem(last=False)
            mine.set_result(shared)


def _wait(running: "Future[V | None]", deadline: Deadline) -> V | None:
    """What another caller's work came to; None if it failed or may not be shared."""
    while True:
        deadline.check()
        try:
            return running.result(timeout=_POLL)
        except TimeoutError:
            continue
