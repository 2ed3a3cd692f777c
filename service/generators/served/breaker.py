"""A circuit breaker: a server that keeps failing is left alone for a while."""

import time
from collections.abc import Callable
from threading import Lock

from knowledge.errors import GeneratorFailedError


class CircuitBreaker:
    """Closed while calls work; open after failures in a row; then one call at a time tries again.

    Args:
        name: of what is called, for the message.
        failures: in a row that open it.
        rest_s: seconds that it stays open.
        clock: seconds that only go forward.
    """

    def __init__(
        self,
        name: str,
        failures: int = 5,
        rest_s: float = 15.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._name = name
        self._failures = failures
        self._rest_s = rest_s
        self._clock = clock
        self._lock = Lock()
        self._failed = 0
        self._closed_at = 0.0

    def check(self) -> None:
        """Pass, or raise while the server is left alone.

        Raises:
            GeneratorFailedError: it failed too often; the message says for how long it rests.
        """
        with self._lock:
            if self._failed < self._failures:
                return
            left = self._closed_at - self._clock()
            if left > 0:
                raise GeneratorFailedError(
                    f"{self._name} failed {self._failed} times in a row and is left alone for "
                    f"another {left:.0f} s; see that it runs."
                )
            self._closed_at = self._clock() + self._rest_s  # this caller tries, others wait

    def worked(self) -> None:
        """The server answered."""
        with self._lock:
            self._failed = 0

    def failed(self) -> None:
        """The server did not answer, or failed."""
        with self._lock:
            self._failed += 1
            self._closed_at = self._clock() + self._rest_s
