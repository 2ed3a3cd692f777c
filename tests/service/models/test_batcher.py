"""Sequences of many callers through one model: the same numbers, and each caller its own."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import cycle, islice
from string import ascii_lowercase
from threading import Event, Semaphore
from typing import Any

import numpy as np
import pytest
import torch
from transformers import (
    BertForQuestionAnswering,
    BertTokenizer,
    DistilBertConfig,
    DistilBertForQuestionAnswering,
    PreTrainedModel,
    RobertaConfig,
    RobertaForQuestionAnswering,
)

from knowledge.errors import DeadlineExceededError
from service.deadline import Deadline
from service.models.batcher import Batcher

GONE = Deadline(cancelled=True)


def _text(length: int, first: int = 0) -> str:
    """As many letters as make a sequence of `length` tokens, [CLS] and [SEP] among them."""
    return " ".join(islice(cycle(ascii_lowercase), first, first + length - 2))


def _encodings(tokenizer: BertTokenizer, texts: Sequence[str]) -> list[Any]:
    return list(tokenizer(list(texts)).encodings or [])


class Recorder:
    """Picks the logits out and keeps the shape of every pass; the first may be held."""

    def __init__(self, *, held: bool = False) -> None:
        self.shapes: list[tuple[int, ...]] = []
        self.started, self.go_on = Event(), Event()
        if not held:
            self.go_on.set()

    def __call__(self, out: Any) -> tuple[torch.Tensor, ...]:
        self.shapes.append(tuple(out.start_logits.shape))
        self.started.set()
        assert self.go_on.wait(60)
        return out.start_logits, out.end_logits


def _alone(model: PreTrainedModel, encoding: Any) -> list[np.ndarray[Any, Any]]:
    given = {"input_ids": [encoding.ids], "attention_mask": [encoding.attention_mask]}
    if getattr(model.config, "type_vocab_size", 0) > 1:
        given["token_type_ids"] = [encoding.type_ids]
    with torch.inference_mode():
        out = model(**{name: torch.tensor(value) for name, value in given.items()})
    return [out.start_logits[0].numpy(), out.end_logits[0].numpy()]


def _assert_as_alone(model: PreTrainedModel, encodings: Sequence[Any], results: Any) -> None:
    assert len(results) == len(encodings)
    for encoding, found in zip(encodings, results, strict=True):
        for part, expected in zip(found, _alone(model, encoding), strict=True):
            np.testing.assert_allclose(part[: len(expected)], expected, atol=2e-4)


@pytest.fixture(scope="module")
def model(make_model: Callable[..., PreTrainedModel]) -> PreTrainedModel:
    return make_model(BertForQuestionAnswering)


def _small(config: Any, made: Any, **settings: Any) -> Callable[[], PreTrainedModel]:
    def make() -> PreTrainedModel:
        torch.manual_seed(3)
        found: PreTrainedModel = made(config(vocab_size=60, initializer_range=0.5, **settings))
        return found.eval()

    return make


OTHERS = {
    "no token types": _small(
        DistilBertConfig, DistilBertForQuestionAnswering, dim=32, hidden_dim=32, n_layers=2,
        n_heads=2,
    ),
    "one token type": _small(
        RobertaConfig, RobertaForQuestionAnswering, hidden_size=32, intermediate_size=32,
        num_hidden_layers=2, num_attention_heads=2, type_vocab_size=1, max_position_embeddings=514,
    ),
}  # fmt: skip
LENGTHS = [3, 40, 3, 300, 33, 32, 31, 200, 17, 120, 64, 65]


def test_logits_are_those_of_each_sequence_alone(model, tokenizer):
    encodings = _encodings(tokenizer, [_text(n, first) for first, n in enumerate(LENGTHS)])
    found = Batcher(model, Recorder()).run(encodings)
    _assert_as_alone(model, encodings, found)
    assert not np.allclose(found[0][0][:3], found[2][0][:3], atol=2e-4)


def test_the_second_text_of_a_pair_is_told_from_the_first(model, tokenizer):
    encodings = list(tokenizer(["a b", "a"], ["c", "b c d"]).encodings or [])
    _assert_as_alone(model, encodings, Batcher(model, Recorder()).run(encodings))


@pytest.mark.parametrize("kind", sorted(OTHERS))
def test_models_that_know_no_second_text_are_run_without_token_types(tokenizer, kind):
    other = OTHERS[kind]()
    encodings = _encodings(tokenizer, [_text(n, first) for first, n in enumerate(LENGTHS)])
    _assert_as_alone(other, encodings, Batcher(other, Recorder()).run(encodings))


def test_nothing_to_run_is_nothing(model):
    seen = Recorder()
    assert Batcher(model, seen).run([]) == []
    assert seen.shapes == []


@pytest.mark.parametrize(
    ("lengths", "passes"),
    [
        ([64] * 100, [(64, 64), (36, 64)]),  # 64 * 64 = 4096 tokens
        ([33] * 3, [(3, 64)]),  # padded to a multiple of 32
        ([512] * 9, [(8, 512), (1, 512)]),
        # those of like length meet: the short ones do not wait in long rows
        ([512, 20] * 8, [(8, 512), (8, 32)]),
    ],
)
def test_a_pass_holds_4096_tokens_with_padding(model, tokenizer, lengths, passes):
    assert _passes(model, tokenizer, lengths) == passes


@pytest.mark.parametrize(
    ("lengths", "passes"),
    [
        ([200, 200, 60, 60], [(2, 224), (2, 64)]),
        ([60, 100, 120], [(3, 128)]),
        ([60, 100, 160], [(2, 128), (1, 160)]),
    ],
)
def test_no_sequence_of_a_pass_is_more_than_twice_as_long_as_another(
    model, tokenizer, lengths, passes
):
    assert _passes(model, tokenizer, lengths) == passes


def _passes(model, tokenizer, lengths) -> list[tuple[int, ...]]:
    seen = Recorder()
    Batcher(model, seen).run(_encodings(tokenizer, [_text(n) for n in lengths]))
    return seen.shapes


def test_callers_in_many_threads_get_each_their_own(model, tokenizer):
    batcher = Batcher(model, Recorder())
    work = [
        _encodings(tokenizer, [_text(n, caller + 2 * n) for n in LENGTHS[caller % 5 :: 2]])
        for caller in range(24)
    ]
    with ThreadPoolExecutor(12) as threads:
        found = list(threads.map(batcher.run, work))
    for encodings, results in zip(work, found, strict=True):
        _assert_as_alone(model, encodings, results)


class Crowd:
    """Callers that wait in line while the first pass is held."""

    def __init__(self, model: PreTrainedModel, threads: ThreadPoolExecutor) -> None:
        self.seen = Recorder(held=True)
        self.batcher = Batcher(model, self.seen)
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
    work = [_encodings(tokenizer, [_text(20, n), _text(25, n)]) for n in range(5)]
    futures = [crowd.first(work[0]), *(crowd.then(encodings) for encodings in work[1:])]
    crowd.seen.go_on.set()
    for encodings, future in zip(work, futures, strict=True):
        _assert_as_alone(model, encodings, future.result(60))
    assert crowd.seen.shapes == [(2, 32), (8, 32)]


def test_a_caller_who_is_gone_harms_nobody_and_is_not_run(model, tokenizer, crowd):
    work = [_encodings(tokenizer, [_text(20, n)]) for n in range(4)]
    first, second = crowd.first(work[0]), crowd.then(work[1])
    gone = crowd.then(work[2], GONE.check)
    with pytest.raises(DeadlineExceededError):
        gone.result(60)
    last = crowd.then(work[3])
    crowd.seen.go_on.set()
    for encodings, future in ((work[0], first), (work[1], second), (work[3], last)):
        _assert_as_alone(model, encodings, future.result(60))
    assert sum(rows for rows, _ in crowd.seen.shapes) == 3


def test_a_caller_can_be_stopped_between_passes(model, tokenizer):
    seen, deadline = Recorder(), Deadline()
    batcher = Batcher(model, seen)

    def interrupt() -> None:
        deadline.cancelled = bool(seen.shapes)
        deadline.check()

    with pytest.raises(DeadlineExceededError):
        batcher.run(_encodings(tokenizer, [_text(512)] * 20), interrupt)
    assert seen.shapes == [(8, 512)]
    encodings = _encodings(tokenizer, [_text(20)])
    _assert_as_alone(model, encodings, batcher.run(encodings))
    assert seen.shapes[1:] == [(1, 32)]


@pytest.fixture(scope="module")
def poison(tokenizer: BertTokenizer) -> Callable[[int], Any]:
    """A sequence with a token that the model does not have."""
    words = tokenizer.get_vocab()
    wider = BertTokenizer({**words, "poison": len(words)})

    def make(length: int) -> Any:
        return _encodings(wider, ["poison " * (length - 2)])[0]

    return make


def test_what_the_model_raises_reaches_the_caller_and_ends_with_it(model, tokenizer, poison):
    batcher = Batcher(model, Recorder())
    good = _encodings(tokenizer, [_text(20), _text(512)])
    with pytest.raises(IndexError):
        batcher.run([*good, poison(20)])
    _assert_as_alone(model, good, batcher.run(good))


def test_an_error_does_not_reach_callers_of_other_passes(model, tokenizer, poison, crowd):
    before = _encodings(tokenizer, [_text(20)])
    bad = [*_encodings(tokenizer, [_text(512)] * 7), poison(512)]
    after = _encodings(tokenizer, [_text(30)])
    first, second = crowd.first(before), crowd.then(bad)
    crowd.seen.go_on.set()
    _assert_as_alone(model, before, first.result(60))
    with pytest.raises(IndexError):
        second.result(60)
    _assert_as_alone(model, after, crowd.batcher.run(after))


def test_an_error_does_not_reach_a_caller_who_runs_another_ones_pass(model, tokenizer, poison):
    batcher = Batcher(model, Recorder())
    in_line, go_on = Event(), Event()

    def wait() -> None:
        in_line.set()
        assert go_on.wait(60)

    # eight times 512 tokens fill a pass, so the other caller's own sequence is not in it
    bad = [*_encodings(tokenizer, [_text(512)] * 7), poison(512)]
    good = _encodings(tokenizer, [_text(20)])
    with ThreadPoolExecutor(1) as threads:
        other = threads.submit(batcher.run, bad, wait)
        assert in_line.wait(60)
        try:
            _assert_as_alone(model, good, batcher.run(good))
        finally:
            go_on.set()
        with pytest.raises(IndexError):
            other.result(60)
