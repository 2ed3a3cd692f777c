"""Runs sequences of many callers through one model together."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import PreTrainedModel

# Tokens of one forward pass, padding included. More gains nothing on a processor, and waiting
# callers are served between passes.
_TOKENS = 4096
_MULTIPLE = 32
# Sequences of a pass are at most this many times as long as the shortest: padding costs more than
# a second pass.
_SPREAD = 2
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
    waiting first, sequences of like length together.

    Args:
        model: takes input_ids, token_type_ids and attention_mask.
        outputs: picks the logits out of what the model returns, each (batch, ...).
    """

    def __init__(
        self, model: PreTrainedModel, outputs: Callable[[Any], tuple[torch.Tensor, ...]]
    ) -> None:
        self._model = model
        self._outputs = outputs
        self._waiting: deque[_Item] = deque()
        self._queue = Lock()
        self._running = Lock()

    def run(
        self, encodings: Sequence[Any], interrupt: Callable[[], None] = lambda: None
    ) -> list[tuple[NDArray[np.float32], ...]]:
        """Logits of each sequence; those of tokens reach over the padding behind the last one.

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
                        self._pass()
        finally:
            job.cancelled = True
        if job.error is not None:
            raise job.error
        return job.results

    def _pass(self) -> None:
        batch = self._take()
        if not batch:
            return
        try:
            found = self._forward([item.encoding for item in batch])
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
                _settle(own, self._forward([item.encoding for item in own]))
            except Exception as its_own:  # noqa: BLE001 - raised again by its caller
                job.error = its_own

    def _take(self) -> list[_Item]:
        """The next pass: the sequence that waits longest and those closest to it in length."""
        with self._queue:
            while self._waiting and self._waiting[0].job.cancelled:
                self._waiting.popleft()
            if not self._waiting:
                return []
            first = self._waiting[0]
            size = shortest = _padded(len(first.encoding.ids))
            seen, window = 0, []
            for item in self._waiting:
                if item.job.cancelled:
                    continue
                window.append(item)
                seen += len(item.encoding.ids)
                if seen > _TOKENS * _LOOK_AHEAD:
                    break
            near = sorted(window, key=lambda i: abs(len(i.encoding.ids) - len(first.encoding.ids)))
            taken: list[_Item] = []
            for item in near:
                length = _padded(len(item.encoding.ids))
                longest, least = max(size, length), min(shortest, length)
                full = longest * (len(taken) + 1) > _TOKENS
                if taken and (full or longest > _SPREAD * least):
                    break
                size, shortest = longest, least
                taken.append(item)
            chosen = {id(item) for item in taken}
            self._waiting = deque(i for i in self._waiting if id(i) not in chosen)
            return taken

    def _forward(self, encodings: Sequence[Any]) -> list[tuple[NDArray[np.float32], ...]]:
        length = _padded(max(len(e.ids) for e in encodings))
        ids, types, mask = (np.zeros((len(encodings), length), np.int64) for _ in range(3))
        for row, encoding in enumerate(encodings):
            size = len(encoding.ids)
            ids[row, :size], types[row, :size] = encoding.ids, encoding.type_ids
            mask[row, :size] = 1
        given = {"input_ids": torch.from_numpy(ids), "attention_mask": torch.from_numpy(mask)}
        if getattr(self._model.config, "type_vocab_size", 0) > 1:
            given["token_type_ids"] = torch.from_numpy(types)
        with torch.inference_mode():
            out = tuple(x.float().numpy() for x in self._outputs(self._model(**given)))
        return [tuple(x[row] for x in out) for row in range(len(encodings))]


def _settle(batch: Sequence[_Item], found: Sequence[Any]) -> None:
    for item, logits in zip(batch, found, strict=True):
        item.job.results[item.place] = logits
        item.job.left -= 1


def _padded(length: int) -> int:
    return -(-length // _MULTIPLE) * _MULTIPLE
