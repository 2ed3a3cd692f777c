"""Runs sequences of many callers through one model together."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from service.models.passes import TOKENS, Logits, Pass

# Passes that are considered together, so that sequences of like length meet.
_LOOK_AHEAD = 4


@dataclass(slots=True)
class _Job:
    """One caller's sequences and what came out."""

    left: int
    results: list[Any]
    error: BaseException | None = None
    cancelled: bool = False


@dataclass(slots=True)
class _Item:
    job: _Job
    place: int
    encoding: Any = field(repr=False)


class Batcher:
    """Logits of tokenised sequences. Safe to call from many threads.

    Callers that wait for the model serve each other: whoever holds it runs what is waiting, longest
    waiting first.

    Args:
        made: a forward pass over several sequences.
    """

    def __init__(self, made: Pass) -> None:
        self._pass = made
        self._waiting: deque[_Item] = deque()
        self._queue = Lock()
        self._running = Lock()

    def run(
        self, encodings: Sequence[Any], interrupt: Callable[[], None] = lambda: None
    ) -> list[Logits]:
        """Logits of each sequence; those of tokens may reach beyond the last one.

        Args:
            encodings: of the `tokenizers` library.
            interrupt: called between passes; what it raises ends this caller's work only.
        """
        job = _Job(len(encodings), [None] * len(encodings))
        with self._queue:
            self._waiting.extend(_Item(job, n, e) for n, e in enumerate(encodings))
        try:
            while job.left and job.error is None:
                interrupt()
                with self._running:
                    if job.left and job.error is None:
                        self._run_next()
        finally:
            job.cancelled = True
        if job.error is not None:
            raise job.error
        return job.results

    def _run_next(self) -> None:
        batch = self._take()
        if not batch:
            return
        try:
            found = self._forward(batch)
        except Exception as error:  # noqa: BLE001 - raised again by the callers it belongs to
            self._settle_apart(batch, error)
            return
        _settle(batch, found)

    def _settle_apart(self, batch: Sequence[_Item], error: Exception) -> None:
        """After a failure: each caller's sequences by themselves, so that it hits who caused it."""
        jobs = {id(item.job): item.job for item in batch}
        for job in jobs.values():
            own = [item for item in batch if item.job is job]
            if len(jobs) == 1:
                job.error = error
                return
            try:
                _settle(own, self._forward(own))
            except Exception as its_own:  # noqa: BLE001 - raised again by its caller
                job.error = its_own

    def _take(self) -> list[_Item]:
        """The next pass: the sequence that waits longest and those that go with it."""
        with self._queue:
            while self._waiting and self._waiting[0].job.cancelled:
                self._waiting.popleft()
            seen, window = 0, list[_Item]()
            for item in self._waiting:
                if not item.job.cancelled:
                    window.append(item)
                    seen += len(item.encoding.ids)
                if seen > TOKENS * _LOOK_AHEAD:
                    break
            if not window:
                return []
            chosen = self._pass.choose([len(item.encoding.ids) for item in window])
            taken = [window[place] for place in chosen]
            gone = set(map(id, taken))
            self._waiting = deque(i for i in self._waiting if id(i) not in gone)
            return taken

    def _forward(self, items: Sequence[_Item]) -> list[Logits]:
        return self._pass.run([item.encoding for item in items])


def _settle(batch: Sequence[_Item], found: Sequence[Logits]) -> None:
    for item, logits in zip(batch, found, strict=True):
        item.job.results[item.place] = logits
        item.job.left -= 1
