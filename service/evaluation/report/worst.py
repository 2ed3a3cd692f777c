"""The worst of many, in memory for only as many as are kept."""

import heapq
from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Worst(Generic[T]):
    """Keeps the `limit` items with the highest badness; of equal ones, those that came first.

    Args:
        limit: how many are kept.
        badness: what they are ordered by, worst highest. All its values must be comparable.
    """

    def __init__(self, limit: int, badness: Callable[[T], Any]) -> None:
        self._limit = limit
        self._badness = badness
        self._heap: list[tuple[Any, int, T]] = []
        self.seen = 0

    def offer(self, item: T) -> None:
        """Keep the item if it is among the worst so far."""
        self.seen += 1
        entry = (self._badness(item), -self.seen, item)
        if len(self._heap) < self._limit:
            heapq.heappush(self._heap, entry)
        elif self._limit:
            heapq.heappushpop(self._heap, entry)

    def __iter__(self) -> Iterator[T]:
        """The kept items, worst first."""
        return (item for _, _, item in sorted(self._heap, key=lambda e: e[:2], reverse=True))

    def __len__(self) -> int:
        return len(self._heap)
