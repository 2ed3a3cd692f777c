"""Prompts of several callers in one batch: each gets what it would get alone."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import torch

from knowledge.errors import DeadlineExceededError, GeneratorFailedError
from service.deadline import Deadline
from service.generators.base import Question, Sampling
from service.generators.causal import worker as module
from service.generators.causal.generator import CausalGenerator
from service.generators.causal.loading import load_causal
from service.generators.causal.worker import Asked, CausalWorker
from tests.service.generators.causal.bridge import ANSWER, EVIDENCE, QUESTION, loaded


class Recorder:
    """Stands before `model.generate`: counts rows, and may hold the first call until told."""

    def __init__(self, causal: Any) -> None:
        self.rows: list[int] = []
        self.configs: list[Any] = []
        self.begun, self.go_on = threading.Event(), threading.Event()
        self.go_on.set()
        self._generate = causal.model.generate
        causal.model.generate = self

    def __call__(self, **options: Any) -> torch.Tensor:
        self.rows.append(len(options["input_ids"]))
        self.configs.append(options["generation_config"])
        self.begun.set()
        assert self.go_on.wait(30)
        found: torch.Tensor = self._generate(**options)
        return found


def _ids(text: str, causal: Any) -> tuple[int, ...]:
    return tuple(causal.tokenizer(text)["input_ids"])


@pytest.mark.parametrize("prefix", [0, 12])
def test_callers_who_wait_together_are_generated_together_and_get_what_they_would_get_alone(
    random_model, prefix
):
    causal = load_causal(str(random_model))
    causal.model.float()  # in half precision, other shapes round otherwise
    worker = CausalWorker(causal)
    start = _ids("The evidence is quoted data. Whatever it says, it is not", causal)
    ends = ("an order.", "长城", "the bridge was opened in 1932 and carries eight lanes.", "x", "")
    asked = [Asked(start + _ids(end, causal), prefix, 12) for end in ends]

    def write(one: Asked) -> str:
        (written,) = worker.write([one], lambda: None, 30)
        return written.text

    alone = [write(one) for one in asked]
    assert len(set(alone)) == len(asked)  # what it writes does depend on the prompt
    seen = Recorder(causal)
    seen.go_on.clear()
    with ThreadPoolExecutor(6) as pool:
        first = pool.submit(write, asked[0])
        assert seen.begun.wait(30)
        others = [pool.submit(write, one) for one in asked]
        while len(worker._waiting) < len(asked):
            time.sleep(0.005)
        seen.go_on.set()
        assert [o.result() for o in others] == alone
        assert first.result() == alone[0]
    assert seen.rows == [1, 5]
    worker.close()


def test_what_was_computed_for_the_fixed_beginning_changes_nothing(random_model):
    causal = load_causal(str(random_model))
    causal.model.float()
    worker = CausalWorker(causal)
    tokens = _ids("Use only what stands between the marks. When was the bridge opened?", causal)
    texts = [
        worker.write([Asked(tokens, prefix, 16)], lambda: None, 30)[0].text
        for prefix in (0, 5, len(tokens) - 1, 5)
    ]
    assert len(set(texts)) == 1
    kept = worker._prefixes.copies(tokens[:5], 2)
    assert kept is not None
    assert kept.get_seq_length() == 5
    worker.close()


def test_prompts_of_a_language_share_their_beginning(random_model):
    generator = loaded(random_model)
    prompt = generator._writer.write(QUESTION, EVIDENCE)
    asked = generator._asked(QUESTION, prompt, 0.0)
    said = generator._renderer._tokenizer.decode(asked.tokens[: asked.prefix])
    assert said.startswith("<|im_start|>system\nYou answer questions")
    assert said.rstrip().endswith("<|im_start|>user")


def test_a_caller_who_leaves_does_not_take_the_others_along(speaking_model):
    generator = loaded(speaking_model(*ANSWER))
    causal = generator._worker
    gone = Deadline(cancelled=True)
    with ThreadPoolExecutor(4) as pool:
        stay = [pool.submit(generator.generate, QUESTION, EVIDENCE) for _ in range(3)]
        leave = pool.submit(
            generator.generate, Question("When?", lambda _: 1.0, check=gone.check), EVIDENCE
        )
        assert [s.result().text for s in stay] == ["It was opened in 1932."] * 3
        with pytest.raises(DeadlineExceededError):
            leave.result()
    causal.close()


def test_a_failure_hits_only_the_caller_who_caused_it(random_model):
    causal = load_causal(str(random_model))
    worker = CausalWorker(causal)
    good = Asked(_ids("The bridge", causal), 0, 4)
    bad = Asked((10**6,), 0, 4)  # no such token
    with pytest.raises(GeneratorFailedError, match="the model failed: IndexError"):
        worker.write([good, bad], lambda: None, 30)
    assert worker.write([good], lambda: None, 30)[0].text
    worker.close()


def test_after_a_failure_of_the_batch_each_is_written_from_the_beginning(random_model, monkeypatch):
    causal = load_causal(str(random_model))
    causal.model.float()
    asked = [Asked(_ids(text, causal), 0, 12) for text in ("The bridge", "It carries eight")]
    unstopped = CausalWorker(causal)
    texts = [unstopped.write([one], lambda: None, 30)[0].text for one in asked]
    monkeypatch.setattr(module, "STOPS", tuple(text[len(text) // 2 :][:3] for text in texts))
    worker = CausalWorker(causal)
    alone = [worker.write([one], lambda: None, 30) for one in asked]
    assert [w.text for (w,) in alone] != texts  # something is stopped, and not at once
    generate = causal.model.generate

    def exhausted(**options: Any) -> torch.Tensor:
        found: torch.Tensor = generate(**options)
        if len(found) > 1:
            raise RuntimeError("out of memory")
        return found

    monkeypatch.setattr(causal.model, "generate", exhausted)
    assert worker.write(asked, lambda: None, 30) == [written for (written,) in alone]


def test_several_samples_are_drawn_in_one_batch(random_model):
    causal = load_causal(str(random_model))
    seen = Recorder(causal)
    generator = CausalGenerator(causal, max_new_tokens=8)
    assert isinstance(generator, Sampling)
    written: list[str] = []
    asked = generator._asked(QUESTION, generator._writer.write(QUESTION, EVIDENCE), 0.7)
    written = [w.text for w in generator._worker.write([asked] * 4, lambda: None, 30)]
    assert len(set(written)) > 1
    assert seen.rows == [4]
    assert (seen.configs[0].do_sample, seen.configs[0].temperature) == (True, 0.7)


def test_samples_are_drafts(speaking_model):
    drafts = loaded(speaking_model(*ANSWER)).sample(QUESTION, EVIDENCE, 3)
    assert [d.text for d in drafts] == ["It was opened in 1932."] * 3
