"""Answers that are kept: computed once, forgotten in order, and never stale."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.errors import DeadlineExceededError
from service.cache import Cache
from service.deadline import Deadline

FOREVER = Deadline()


def test_the_values_asked_for_last_are_kept():
    cache = Cache[int](2)
    made: list[int] = []

    def get(key: int):
        def compute():
            made.append(key)
            return key, True

        return cache.get(key, compute, FOREVER)

    assert [get(k).hit for k in (1, 2, 1, 3, 1, 2)] == [False, False, True, False, True, False]
    assert made == [1, 2, 3, 2]
    assert len(cache) == 2


def test_what_may_not_be_kept_is_made_again():
    cache = Cache[int](2)
    assert [cache.get("k", lambda: (1, False), FOREVER).hit for _ in range(2)] == [False, False]
    with pytest.raises(ZeroDivisionError):
        cache.get("k", lambda: (1 // 0, True), FOREVER)
    assert cache.get("k", lambda: (3, True), FOREVER).value == 3


def _squared(number: int) -> tuple[int, bool]:
    return number * number, True


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 5)), st.integers(1, 4))
def test_it_answers_as_if_nothing_were_kept_and_holds_no_more_than_its_size(keys, size):
    cache = Cache[int](size)
    for key in keys:
        assert cache.get(key, partial(_squared, key), FOREVER).value == key * key
        assert len(cache) <= size


def test_the_same_question_at_once_is_answered_once():
    cache, made, go = Cache[int](4), [], threading.Event()

    def compute():
        made.append(1)
        go.wait(10)
        return 7, True

    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(cache.get, "k", compute, FOREVER) for _ in range(8)]
        while not made:
            time.sleep(0.001)
        go.set()
        kept = [a.result(10) for a in asked]
    assert (len(made), {k.value for k in kept}) == (1, {7})
    assert sorted(k.hit for k in kept) == [False] + [True] * 7


def test_when_the_one_that_computes_fails_those_who_wait_compute_for_themselves():
    cache, started, go = Cache[int](4), threading.Event(), threading.Event()

    def failing():
        started.set()
        go.wait(10)
        raise DeadlineExceededError("too late")

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(cache.get, "k", failing, FOREVER)
        started.wait(10)
        second = pool.submit(cache.get, "k", lambda: (5, True), FOREVER)
        go.set()
        with pytest.raises(DeadlineExceededError):
            first.result(10)
        assert second.result(10).value == 5


def test_nobody_waits_for_another_longer_than_his_own_deadline():
    cache, started, go = Cache[int](4), threading.Event(), threading.Event()

    def slow():
        started.set()
        go.wait(10)
        return 1, True

    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(cache.get, "k", slow, FOREVER)
        started.wait(10)
        with pytest.raises(DeadlineExceededError):
            cache.get("k", lambda: (2, True), Deadline.after(0.01))
        go.set()
        assert first.result(10).value == 1
