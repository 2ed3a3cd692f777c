"""A deadline lets work go on until its time has passed or nobody waits."""

import time

import pytest

from knowledge.errors import DeadlineExceededError
from service.deadline import STORE_LESS, Deadline


def test_without_a_limit_it_never_raises():
    Deadline().check()


def test_before_its_time_it_does_not_raise():
    Deadline.after(60).check()


def test_after_its_time_it_raises_and_says_how_long_it_was():
    with pytest.raises(DeadlineExceededError, match=r"deadline of 2\.5 s"):
        Deadline(at=time.monotonic() - 1, seconds=2.5).check()


def test_it_says_what_the_caller_can_do():
    with pytest.raises(DeadlineExceededError, match=r"raise FOOTING_DEADLINE_S\.$"):
        Deadline(at=0).check()
    deadline = Deadline.after(-1, STORE_LESS)
    with pytest.raises(DeadlineExceededError, match=r"raise FOOTING_INGEST_DEADLINE_S\.$"):
        deadline.check()


def test_once_nobody_waits_it_raises():
    deadline = Deadline.after(60)
    deadline.cancelled = True
    with pytest.raises(DeadlineExceededError):
        deadline.check()
