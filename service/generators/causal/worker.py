"""Runs a causal model for many callers: those who wait together are generated together."""

import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Condition, Thread
from typing import Any

import torch
from transformers import GenerationConfig, StoppingCriteria, StoppingCriteriaList

from knowledge.errors import GeneratorFailedError
from service.generators.causal.loading import CausalModel
from service.generators.causal.prefix import PrefixCache
from service.generators.prompts.messages import STOPS
from service.generators.prompts.reading import Written

# Rows of one batch, and the tokens of their prompts, padding included.
MAX_ROWS = 8
_MAX_TOKENS = 16_384
# How often a waiting caller looks at its deadline.
_LOOK_S = 0.02
# Tokens at the end in which a stop sequence is looked for.
_TAIL = 16


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be continued.

    Attributes:
        tokens: of the prompt.
        prefix: how many of them every prompt of the language begins with.
        max_new_tokens: most tokens to write.
        temperature: 0 for the likeliest token.
    """

    tokens: tuple[int, ...]
    prefix: int
    max_new_tokens: int
    temperature: float = 0.0

    @property
    def group(self) -> tuple[object, ...]:
        """What rows of one batch share."""
        return self.tokens[: self.prefix], self.max_new_tokens, self.temperature


@dataclass(slots=True, eq=False)
class _Job:
    asked: Asked
    written: Written | None = None
    error: BaseException | None = None
    cancelled: bool = False
    stopped: bool = field(default=False)

    @property
    def done(self) -> bool:
        return self.written is not None or self.error is not None


class CausalWorker:
    """Continues prompts. Safe to call from many threads.

    One thread works while anything waits and ends when nothing does. A caller whose deadline passes
    is let go at once; its row stops with the next token, and the batch when no row is left.

    Args:
        causal: the model.
    """

    def __init__(self, causal: CausalModel) -> None:
        self._model = causal.model
        self._tokenizer = causal.tokenizer
        self._prefixes = PrefixCache(causal.model)
        self._ends = _ends(causal)
        self._waiting: deque[_Job] = deque()
        self._changed = Condition()
        self._thread: Thread | None = None

    def write(
        self, asked: Sequence[Asked], check: Callable[[], None], timeout_s: float
    ) -> list[Written]:
        """What the model writes after each prompt.

        Raises:
            GeneratorFailedError: it failed, or took longer than `timeout_s`.
        """
        jobs = [_Job(a) for a in asked]
        until = time.monotonic() + timeout_s
        with self._changed:
            self._waiting.extend(jobs)
            if self._thread is None:
                self._thread = Thread(target=self._work, name="causal-model", daemon=True)
                self._thread.start()
        try:
            while not all(job.done for job in jobs):
                check()
                if time.monotonic() > until:
                    raise GeneratorFailedError(
                        f"the model did not finish an answer within {timeout_s:g} s; raise "
                        "FOOTING_GENERATOR_TIMEOUT_S, lower FOOTING_MAX_NEW_TOKENS or "
                        "FOOTING_TOP_K, or choose a smaller model."
                    )
                with self._changed:
                    self._changed.wait_for(lambda: all(job.done for job in jobs), _LOOK_S)
        finally:
            for job in jobs:
                job.cancelled = True
        return [_result(job) for job in jobs]

    def close(self) -> None:
        """Wait for the thread to end; whoever still waits for an answer gets it first."""
        thread = self._thread
        if thread is not None:
            thread.join()

    def _work(self) -> None:
        while batch := self._take():
            self._settle(batch)
            with self._changed:
                self._changed.notify_all()

    def _take(self) -> list[_Job]:
        """The next batch: who waits longest, and others who can be generated with it."""
        with self._changed:
            waiting = [job for job in self._waiting if not job.cancelled]
            if not waiting:
                self._waiting.clear()
                self._thread = None
                return []
            first, batch, longest = waiting[0], list[_Job](), 0
            for job in waiting:
                size = max(longest, len(job.asked.tokens))
                full = batch and size * (len(batch) + 1) > _MAX_TOKENS
                if job.asked.group == first.asked.group and not full and len(batch) < MAX_ROWS:
                    batch.append(job)
                    longest = size
            self._waiting = deque(job for job in waiting if job not in batch)
            return batch

    def _settle(self, batch: Sequence[_Job]) -> None:
        try:
            for job, written in zip(batch, self._generate(batch), strict=True):
                job.written = written
        except Exception as error:  # noqa: BLE001 - raised again by the callers it belongs to
            if len(batch) == 1:
                batch[0].error = error
                return
            for job in batch:  # so that it hits the one who caused it
                job.stopped = False
                self._settle([job])

    def _generate(self, batch: Sequence[_Job]) -> list[Written]:
        first = batch[0].asked
        prefix = first.tokens[: first.prefix]
        cache = self._prefixes.copies(prefix, len(batch))
        rows = [job.asked.tokens for job in batch]
        # Padding goes between the shared prefix and the rest, so that the prefix stays where it is.
        fixed = len(prefix) if cache is not None else 0
        ids, mask = _padded(rows, fixed, self._padding)
        config = GenerationConfig(  # type: ignore[no-untyped-call]
            max_new_tokens=first.max_new_tokens,
            do_sample=first.temperature > 0,
            temperature=first.temperature or None,
            eos_token_id=list(self._ends) or None,
            pad_token_id=self._padding,
        )
        watch = _Watch(batch, self._tokenizer, ids.shape[1])
        with torch.inference_mode():
            out = self._model.generate(
                input_ids=ids.to(self._model.device),
                attention_mask=mask.to(self._model.device),
                generation_config=config,
                past_key_values=cache,
                stopping_criteria=StoppingCriteriaList([watch]),
            )
        return [
            self._read(row, job)
            for row, job in zip(out[:, ids.shape[1] :].tolist(), batch, strict=True)
        ]

    @property
    def _padding(self) -> int:
        known = (self._tokenizer.pad_token_id, self._tokenizer.eos_token_id, *self._ends, 0)
        return next(int(n) for n in known if n is not None)

    def _read(self, tokens: Sequence[int], job: _Job) -> Written:
        end = next((n for n, token in enumerate(tokens) if token in self._ends), None)
        text = self._tokenizer.decode(tokens[:end], skip_special_tokens=True)
        return Written(text, cut=end is None and not job.stopped)


class _Watch(StoppingCriteria):
    """Looks at every token as it is written: who has gone, and who wrote a stop sequence."""

    def __init__(self, batch: Sequence[_Job], tokenizer: Any, start: int) -> None:  # noqa: ANN401
        self._batch = batch
        self._tokenizer = tokenizer
        self._start = start

    def __call__(
        self,
        input_ids: torch.Tensor,
        scores: Any,  # noqa: ANN401
        **kwargs: Any,  # noqa: ANN401
    ) -> torch.Tensor:
        """Which rows are done, shape (rows,)."""
        tails = input_ids[:, max(self._start, input_ids.shape[1] - _TAIL) :].tolist()
        for job, tail in zip(self._batch, tails, strict=True):
            if not job.stopped:
                text = self._tokenizer.decode(tail, skip_special_tokens=True)
                job.stopped = any(stop in text for stop in STOPS)
        done = [job.stopped or job.cancelled for job in self._batch]
        return torch.tensor(done, device=input_ids.device)


def _padded(
    rows: Sequence[Sequence[int]], fixed: int, padding: int
) -> tuple[torch.Tensor, torch.Tensor]:
    """Token ids and mask, shape (rows, longest), padded behind the first `fixed` tokens."""
    longest = max(len(row) for row in rows)
    ids, mask = [], []
    for row in rows:
        gap = longest - len(row)
        ids.append([*row[:fixed], *([padding] * gap), *row[fixed:]])
        mask.append([1] * fixed + [0] * gap + [1] * (len(row) - fixed))
    return torch.tensor(ids), torch.tensor(mask)


def _ends(causal: CausalModel) -> frozenset[int]:
    """Tokens that end an answer: those of the model's settings, and the tokenizer's."""
    known = getattr(causal.model.generation_config, "eos_token_id", None)
    several = known if isinstance(known, list) else [known]
    return frozenset(int(n) for n in (*several, causal.tokenizer.eos_token_id) if n is not None)


def _result(job: _Job) -> Written:
    if job.error is not None:
        raise GeneratorFailedError(
            f"the model failed: {type(job.error).__name__}: {job.error}"[:500]
        ) from job.error
    return job.written or Written("")
