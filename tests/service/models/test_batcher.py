"""Sequences of many callers through one model: each caller gets its own."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event, Semaphore
from typing import Any

import pytest
from transformers import BertForQuestionAnswering, BertTokenizer, PreTrainedModel

from knowledge.errors import DeadlineExceededError
from service.deadline import Deadline
from service.models.batcher import Batcher
from service.models.packed import PackedPass
from service.models.passes import Logits
from tests.service.models.sequences import LENGTHS, assert_as_alone, encodings_of, text_of

GONE = Deadline(cancelled=True)


class Recorder:
    """Runs a model and keeps the lengths of every pass; the first may be held."""

    def __init__(self, model: PreTrainedModel, *, held: bool = False) -> None:
        self._pass = PackedPass(model)
        self.passes: list[list[int]] = []
        self.started, self.go_on = Event(), Event()
        if not held:
            self.go_on.set()

    def choose(self, lengths: Sequence[int]) -> list[int]:
        return self._pass.choose(lengths)

    def run(self, encodings: Sequence[Any]) -> list[Logits]:
        found = self._pass.run(encodings)
        self.passes.append([len(e.ids) for e in encodings])
        self.started.set()
        assert self.go_on.wait(60)
        return found


@pytest.fixture(scope="module")
def model(make_model: Callable[..., PreTrainedModel]) -> PreTrainedModel:
    return make_model(BertForQuestionAnswering)


def test_nothing_to_run_is_nothing(model):
    seen = Recorder(model)
    assert Batcher(seen).run([]) == []
    assert seen.passes == []


def test_callers_in_many_threads_get_each_their_own(model, tokenizer):
    batcher = Batcher(Recorder(model))
    work = [
        encodings_of(tokenizer, [text_of(n, caller + 2 * n) for n in LENGTHS[caller % 5 :: 2]])
        for caller in range(24)
    ]
    with ThreadPoolExecutor(12) as threads:
        found = list(threads.map(batcher.run, work))
    for encodings, results in zip(work, found, strict=True):
        assert_as_alone(model, encodings, results)


class Crowd:
    """Callers that wait in line while the first pass is held."""

    def __init__(self, model: PreTrainedModel, threads: ThreadPoolExecutor) -> None:
        self.seen = Recorder(model, held=True)
        self.batcher = Batcher(self.seen)
        self._threads = threads
        self._in_line = Semaphore(0)

    def first(self, encodings: Sequence[Any]) -> Future[Any]:
        """Comes first, and holds the model."""
        future = self._threads.submit(self.batcher.run, encodings)
        assert self.seen.started.wait(60)
        return future

    def then(
        self, encodings: Sequence[Any], interrupt: Callable[[], None] = lambda: None
    ) -> Future[Any]:
        """Gets in line behind the others."""

        def in_line() -> None:
            self._in_line.release()
            interrupt()

        future = self._threads.submit(self.batcher.run, encodings, in_line)
        assert self._in_line.acquire(timeout=60)
        return future


@pytest.fixture
def crowd(model):
    with ThreadPoolExecutor(8) as threads:
        made = Crowd(model, threads)
        yield made
        made.seen.go_on.set()


def test_callers_that_wait_are_run_in_one_pass(model, tokenizer, crowd):
    work = [encodings_of(tokenizer, [text_of(20, n), text_of(25, n)]) for n in range(5)]
    futures = [crowd.first(work[0]), *(crowd.then(encodings) for encodings in work[1:])]
    crowd.seen.go_on.set()
    for encodings, future in zip(work, futures, strict=True):
        assert_as_alone(model, encodings, future.result(60))
    assert crowd.seen.passes == [[20, 25], [20, 25] * 4]


def test_a_caller_who_is_gone_harms_nobody_and_is_not_run(model, tokenizer, crowd):
    work = [encodings_of(tokenizer, [text_of(20, n)]) for n in range(4)]
    first, second = crowd.first(work[0]), crowd.then(work[1])
    gone = crowd.then(work[2], GONE.check)
    with pytest.raises(DeadlineExceededError):
        gone.result(60)
    last = crowd.then(work[3])
    crowd.seen.go_on.set()
    for encodings, future in ((work[0], first), (work[1], second), (work[3], last)):
        assert_as_alone(model, encodings, future.result(60))
    assert sum(map(len, crowd.seen.passes)) == 3


def test_a_caller_can_be_stopped_between_passes(model, tokenizer):
    seen, deadline = Recorder(model), Deadline()
    batcher = Batcher(seen)

    def interrupt() -> None:
        deadline.cancelled = bool(seen.passes)
        deadline.check()

    with pytest.raises(DeadlineExceededError):
        batcher.run(encodings_of(tokenizer, [text_of(512)] * 20), interrupt)
    assert seen.passes == [[512] * 8]
    encodings = encodings_of(tokenizer, [text_of(20)])
    assert_as_alone(model, encodings, batcher.run(encodings))
    assert seen.passes[1:] == [[20]]


@pytest.fixture(scope="module")
def poison(tokenizer: BertTokenizer) -> Callable[[int], Any]:
    """A sequence with a token that the model does not have."""
    words = tokenizer.get_vocab()
    wider = BertTokenizer({**words, "poison": len(words)})

    def make(length: int) -> Any:
        return encodings_of(wider, ["poison " * (length - 2)])[0]

    return make


def test_what_the_model_raises_reaches_the_caller_and_ends_with_it(model, tokenizer, poison):
    batcher = Batcher(Recorder(model))
    good = encodings_of(tokenizer, [text_of(20), text_of(512)])
    with pytest.raises(IndexError):
        batcher.run([*good, poison(20)])
    assert_as_alone(model, good, batcher.run(good))


def test_an_error_does_not_reach_callers_of_other_passes(model, tokenizer, poison, crowd):
    before = encodings_of(tokenizer, [text_of(20)])
    bad = [*encodings_of(tokenizer, [text_of(512)] * 7), poison(512)]
    after = encodings_of(tokenizer, [text_of(30)])
    first, second = crowd.first(before), crowd.then(bad)
    crowd.seen.go_on.set()
    assert_as_alone(model, before, first.result(60))
    with pytest.raises(IndexError):
        second.result(60)
    assert_as_alone(model, after, crowd.batcher.run(after))


def test_an_error_does_not_reach_a_caller_who_runs_another_ones_pass(model, tokenizer, poison):
    batcher = Batcher(Recorder(model))
    in_line, go_on = Event(), Event()

    def wait() -> None:
        in_line.set()
        assert go_on.wait(60)

    # eight times 512 tokens fill a pass, so the other caller's own sequence is not in it
    bad = [*encodings_of(tokenizer, [text_of(512)] * 7), poison(512)]
    good = encodings_of(tokenizer, [text_of(20)])
    with ThreadPoolExecutor(1) as threads:
        other = threads.submit(batcher.run, bad, wait)
        assert in_line.wait(60)
        try:
            assert_as_alone(model, good, batcher.run(good))
        finally:
            go_on.set()
        with pytest.raises(IndexError):
            other.result(60)
