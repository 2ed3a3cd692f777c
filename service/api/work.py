"""Model work off the event loop, behind a bounded queue, with a deadline and for someone who waits.

The one place where a request leaves the event loop.
"""

import asyncio
import logging
import math
import os
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from starlette.requests import Request

from knowledge.errors import BusyError, DeadlineExceededError
from service.api import metrics
from service.deadline import Deadline

T = TypeVar("T")
_log = logging.getLogger(__name__)


class Work:
    """Runs functions on a few threads; refuses when too many wait.

    Args:
        queue: how many may wait beside those that run.
        workers: how many run at once, the processor's count by default.
    """

    def __init__(self, queue: int, workers: int | None = None) -> None:
        self._workers = workers or os.cpu_count() or 1
        self._capacity = queue + self._workers
        self._executor = ThreadPoolExecutor(self._workers, thread_name_prefix="work")
        self._pending = 0
        self._seconds = 0.5  # moving average of one piece of work, for Retry-After

    async def run(self, request: Request, function: Callable[[Deadline], T], seconds: float) -> T:
        """Run `function` with a deadline of `seconds`, counted from now, waiting included.

        Raises:
            BusyError: the queue is full.
            DeadlineExceededError: time is up; the work is told to stop.
        """
        if self._pending >= self._capacity:
            metrics.REFUSED.inc()
            wait = math.ceil(self._pending * self._seconds / self._workers)
            raise BusyError(
                "the service has more requests waiting than it accepts; try again later.",
                retry_after_s=max(1, min(60, wait)),
            )
        deadline = Deadline.after(seconds)
        self._pending += 1
        metrics.PENDING.inc()
        loop = asyncio.get_running_loop()
        work = self._executor.submit(self._timed, function, deadline)
        work.add_done_callback(lambda _: loop.call_soon_threadsafe(self._done))
        waiting = asyncio.wrap_future(work, loop=loop)
        return await self._wait(request, work, waiting, deadline)

    async def _wait(
        self,
        request: Request,
        work: "Future[T]",
        waiting: "asyncio.Future[T]",
        deadline: Deadline,
    ) -> T:
        leaving = asyncio.create_task(_client_left(request))
        try:
            either: set[asyncio.Future[Any]] = {waiting, leaving}
            await asyncio.wait(
                either,
                timeout=deadline.seconds,
                return_when=asyncio.FIRST_COMPLETED,
            )
            if waiting.done():
                return waiting.result()
            if leaving.done():
                _log.info("the client left; its work is stopped")
            raise DeadlineExceededError(
                f"the request took longer than its deadline of {deadline.seconds:g} s; ask a "
                "narrower question, send less at once, or raise FOOTING_DEADLINE_S."
            )
        finally:
            leaving.cancel()
            deadline.cancelled = True
            waiting.cancel()  # and with it the work, if it has not begun

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


async def _client_left(request: Request) -> None:
    """Return when the client has closed the connection; its body must have been read."""
    while (await request.receive())["type"] != "http.disconnect":
        continue
