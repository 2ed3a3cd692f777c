"""Model work off the event loop, behind a bounded queue, with a deadline and for someone who waits.

The one place where a request leaves the event loop, whichever door it came through.
"""

import asyncio
import logging
import math
import os
import time
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Generic, Protocol, TypeVar

from knowledge.errors import BusyError
from service import metrics
from service.deadline import ASK_LESS, Deadline

T = TypeVar("T")
_log = logging.getLogger(__name__)


class Caller(Protocol):
    """Who waits for a result: as much of a request as tells that the client has left."""

    @property
    def receive(self) -> Callable[[], Awaitable[Mapping[str, Any]]]:
        """Answers the next message of the connection."""
        ...


class Pending(Generic[T]):
    """Work that was accepted: it runs or waits for its turn.

    Whoever begins work either awaits `result` or calls `abandon`.
    """

    def __init__(
        self, work: "Future[T]", deadline: Deadline, loop: asyncio.AbstractEventLoop
    ) -> None:
        self._deadline = deadline
        self._waiting = asyncio.wrap_future(work, loop=loop)
        # Nobody may be left to hear how abandoned work failed.
        self._waiting.add_done_callback(lambda done: done.cancelled() or done.exception())

    async def result(self, caller: Caller | None = None) -> T:
        """What the work answers, while `caller` stays; without one it is waited for in any case.

        Raises:
            DeadlineExceededError: time is up, or the caller left; the work is told to stop.
        """
        leaving = asyncio.create_task(_left(caller)) if caller else None
        try:
            either: set[asyncio.Future[Any]] = {self._waiting, *((leaving,) if leaving else ())}
            await asyncio.wait(
                either, timeout=self._deadline.remaining, return_when=asyncio.FIRST_COMPLETED
            )
            if self._waiting.done():
                return self._waiting.result()
            if leaving and leaving.done():
                _log.info("the client left; its work is stopped")
            raise self._deadline.exceeded()
        finally:
            if leaving:
                leaving.cancel()
            self.abandon()

    def abandon(self) -> None:
        """Nobody waits any more: the work stops, or never begins."""
        self._deadline.cancelled = True
        self._waiting.cancel()


class Work:
    """Runs functions on a few threads; refuses when too many wait.

    Args:
        queue: how many may wait beside those that run.
        workers: how many run at once, the processor's count by default.
        advice: what a caller can do whose work took too long.
    """

    def __init__(self, queue: int, workers: int | None = None, advice: str = ASK_LESS) -> None:
        self._workers = workers or os.cpu_count() or 1
        self._capacity = queue + self._workers
        self._advice = advice
        self._executor = ThreadPoolExecutor(self._workers, thread_name_prefix="work")
        self._pending = 0
        self._seconds = 0.5  # moving average of one piece of work, for Retry-After

    async def run(
        self, caller: Caller | None, function: Callable[[Deadline], T], seconds: float
    ) -> T:
        """Begin `function` and wait for what it answers; see `begin` and `Pending.result`."""
        return await self.begin(function, seconds).result(caller)

    def begin(self, function: Callable[[Deadline], T], seconds: float) -> Pending[T]:
        """Accept `function` with a deadline of `seconds`, counted from now, waiting included.

        Raises:
            BusyError: the queue is full.
        """
        if self._pending >= self._capacity:
            metrics.REFUSED.inc()
            wait = math.ceil(self._pending * self._seconds / self._workers)
            raise BusyError(
                "the service has more requests waiting than it accepts; try again later.",
                retry_after_s=max(1, min(60, wait)),
            )
        deadline = Deadline.after(seconds, self._advice)
        self._pending += 1
        metrics.PENDING.inc()
        loop = asyncio.get_running_loop()
        work = self._executor.submit(self._timed, function, deadline)
        work.add_done_callback(lambda _: loop.call_soon_threadsafe(self._done))
        return Pending(work, deadline, loop)

    def _timed(self, function: Callable[[Deadline], T], deadline: Deadline) -> T:
        deadline.check()
        started = time.monotonic()
        try:
            return function(deadline)
        finally:
            self._seconds += 0.1 * (time.monotonic() - started - self._seconds)

    def _done(self) -> None:
        self._pending -= 1
        metrics.PENDING.dec()

    def close(self) -> None:
        """Wait for what runs; drop what waits."""
        self._executor.shutdown(wait=True, cancel_futures=True)


async def _left(caller: Caller) -> None:
    """Return when the client has closed the connection; its body must have been read."""
    while (await caller.receive())["type"] != "http.disconnect":
        continue
