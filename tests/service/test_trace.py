"""Steps with their times: what takes place within another step is not counted twice."""

import time

import pytest

from knowledge.errors import GeneratorFailedError
from service.trace import Trace


def test_the_time_of_a_step_within_another_is_its_own():
    trace = Trace()
    with trace.timed("lookup") as outer:
        outer.detail = "searched"
        with trace.timed("opinion") as inner:
            inner.detail = "read"
            time.sleep(0.05)
    assert [step.step for step in trace.steps] == ["opinion", "lookup"]
    assert trace.ms("opinion") >= 50
    assert trace.ms("lookup") < 50


def test_a_step_that_fails_or_says_nothing_is_left_out():
    trace = Trace()

    def fail() -> None:
        with trace.timed("draft") as note:
            note.detail = "begun"
            raise GeneratorFailedError("no answer")

    with trace.timed("check"):
        pass
    with pytest.raises(GeneratorFailedError):
        fail()
    assert trace.steps == []
