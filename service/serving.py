"""The assembled service with its queue: what every door that serves others works on."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from service import metrics
from service.answer import Answer
from service.bootstrap import Footing
from service.deadline import Deadline
from service.pipeline import Ask
from service.work import Pending, Work

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Serving:
    """One service, and the queue that the requests of all its doors wait in."""

    footing: Footing
    work: Work

    def begin(self, function: Callable[[Deadline], T]) -> Pending[T]:
        """Begin model or store work off the event loop, within a request's deadline.

        Raises:
            BusyError: the queue is full.
        """
        return self.work.begin(function, self.footing.settings.deadline_s)

    def begin_asking(self, ask: Ask) -> Pending[Answer]:
        """Begin to answer a question."""
        return self.begin(lambda deadline: self.answer(ask, deadline))

    def answer(self, ask: Ask, deadline: Deadline) -> Answer:
        """Answer a question, and count it."""
        answer = self.footing.pipeline.ask(ask, deadline)
        metrics.ANSWERS.labels(answer.status, answer.abstain_reason or "").inc()
        return answer
