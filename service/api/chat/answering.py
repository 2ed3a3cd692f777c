"""A chat on its way to its answer: the question is completed, then asked."""

import asyncio
from dataclasses import dataclass

from service.answer import Answer
from service.api.chat.chat import Chat
from service.api.context import Context
from service.deadline import Deadline
from service.work import Pending


@dataclass(frozen=True, slots=True)
class Answering:
    """Work on a chat that was accepted.

    Attributes:
        question: as a question that stands alone; done at once unless a model completes it.
        answer: the answer to it.
    """

    question: "asyncio.Future[str]"
    answer: Pending[Answer]

    @property
    def completed(self) -> str | None:
        """The question, if it is known by now."""
        return self.question.result() if self.question.done() else None


def begin(service: Context, chat: Chat) -> Answering:
    """Begin to answer; a model that completes questions runs in the same work as the search.

    Raises:
        BusyError: the queue is full.
    """
    loop = asyncio.get_running_loop()
    question: asyncio.Future[str] = loop.create_future()
    condenser = service.footing.condenser
    leans = chat.body.footing.condense and len(chat.turns) > 1
    if not (leans and condenser.waits):
        asked = condenser.condense(chat.turns, _never).question if leans else chat.asked
        question.set_result(asked)
        return Answering(question, service.begin_asking(chat.ask(asked)))

    def work(deadline: Deadline) -> Answer:
        completed = condenser.condense(chat.turns, deadline.check).question
        loop.call_soon_threadsafe(_tell, question, completed)
        return service.serving.answer(chat.ask(completed), deadline)

    return Answering(question, service.serving.begin(work))


def _tell(question: "asyncio.Future[str]", completed: str) -> None:
    if not question.done():
        question.set_result(completed)


def _never() -> None:
    """No deadline: rules are done at once."""
