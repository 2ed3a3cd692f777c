"""The queue by itself: what it runs, refuses, stops and forgets."""

import asyncio
import gc
import threading
import time
from typing import Any, cast

import pytest
from starlette.requests import Request

from knowledge.errors import BusyError, DeadlineExceededError
from service.deadline import Deadline
from service.work import Work


class Client:
    """As much of a request as `Work` looks at: whether the client has left."""

    def __init__(self) -> None:
        self.left = asyncio.Event()

    async def receive(self) -> dict[str, Any]:
        await self.left.wait()
        return {"type": "http.disconnect"}


def _client() -> Request:
    return cast(Request, Client())


def _until_stopped(deadline: Deadline) -> None:
    while True:
        deadline.check()
        time.sleep(0.005)


@pytest.fixture
def run():
    """Run a coroutine over a queue of one worker; nothing may be left behind."""

    def start(scenario, queue=1):
        complaints = []

        async def main() -> Any:
            asyncio.get_running_loop().set_exception_handler(
                lambda _, context: complaints.append(context)
            )
            work = Work(queue, workers=1)
            try:
                result = await scenario(work)
                await asyncio.to_thread(work._executor.shutdown)
                await asyncio.sleep(0.01)
                assert work._pending == 0
                gc.collect()  # a forgotten exception complains when it is collected
                await asyncio.sleep(0)
                return result
            finally:
                work.close()

        result = asyncio.run(main())
        assert complaints == []
        return result

    return start


def test_it_answers_what_the_function_answers(run):
    assert run(lambda work: work.run(_client(), lambda _: 42, 5)) == 42


def test_it_raises_what_the_function_raises(run):
    def broken(_):
        raise LookupError("not here")

    with pytest.raises(LookupError, match="not here"):
        run(lambda work: work.run(_client(), broken, 5))


def test_the_loop_goes_on_while_work_is_done(run):
    go = threading.Event()

    async def scenario(work):
        task = asyncio.create_task(work.run(_client(), lambda _: go.wait(10), 20))
        await asyncio.sleep(0.05)
        go.set()  # would wait for ever if the loop were blocked
        return await task

    assert run(scenario) is True


def test_at_the_deadline_the_work_is_told_to_stop(run):
    with pytest.raises(DeadlineExceededError, match=r"0\.05 s"):
        run(lambda work: work.run(_client(), _until_stopped, 0.05))


def test_the_time_in_the_queue_counts(run):
    started: list[object] = []

    async def scenario(work):
        first = asyncio.create_task(work.run(_client(), _until_stopped, 0.1))
        await asyncio.sleep(0.01)
        second = asyncio.create_task(work.run(_client(), started.append, 0.05))
        return await asyncio.gather(first, second, return_exceptions=True)

    assert [type(e) for e in run(scenario)] == [DeadlineExceededError] * 2
    assert started == []


def test_when_the_client_leaves_the_work_is_told_to_stop(run):
    async def scenario(work):
        client = Client()
        task = asyncio.create_task(work.run(cast(Request, client), _until_stopped, 60))
        await asyncio.sleep(0.05)
        client.left.set()
        with pytest.raises(DeadlineExceededError):
            await task

    run(scenario)


def test_when_the_caller_is_cancelled_the_work_is_told_to_stop(run):
    async def scenario(work):
        task = asyncio.create_task(work.run(_client(), _until_stopped, 60))
        await asyncio.sleep(0.05)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    run(scenario)


def test_more_than_may_wait_are_refused_and_room_is_made_again(run):
    go = threading.Event()

    async def scenario(work):
        tasks = [
            asyncio.create_task(work.run(_client(), lambda _: go.wait(10), 20)) for _ in range(3)
        ]
        await asyncio.sleep(0.05)
        with pytest.raises(BusyError) as caught:
            await work.run(_client(), lambda _: None, 20)
        assert 1 <= caught.value.retry_after_s <= 60
        go.set()
        assert await asyncio.gather(*tasks) == [True] * 3
        return await work.run(_client(), lambda _: "room", 20)

    assert run(scenario, queue=2) == "room"


def test_the_advice_when_to_return_grows_with_the_queue_and_has_a_limit(run):
    go = threading.Event()

    async def scenario(work):
        work._seconds = 30.0  # one piece of work takes half a minute
        tasks = [
            asyncio.create_task(work.run(_client(), lambda _: go.wait(10), 20)) for _ in range(6)
        ]
        await asyncio.sleep(0.01)
        with pytest.raises(BusyError) as caught:
            await work.run(_client(), lambda _: None, 20)
        go.set()
        await asyncio.gather(*tasks)
        return caught.value.retry_after_s

    assert run(scenario, queue=5) == 60
