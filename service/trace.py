"""How an answer came about, step by step: what `Answer.trace` holds."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from service.answer import StepName, TraceStep


class Note:
    """The sentence of a step that runs; set it before the step ends."""

    def __init__(self, detail: str = "") -> None:
        self.detail = detail


class Trace:
    """Collects the steps of one question, with the time that each took.

    Details are sentences for people. They count what was withheld and name rules; they never
    quote a draft.
    """

    def __init__(self) -> None:
        self.steps: list[TraceStep] = []

    def say(self, step: StepName, detail: str, ms: float = 0.0) -> None:
        """Add a step that is over."""
        self.steps.append(TraceStep(step=step, detail=detail, ms=round(ms, 3)))

    @contextmanager
    def timed(self, step: StepName) -> Iterator[Note]:
        """Time a step; it is left out if it raises or has nothing to say.

        The time of steps within it is theirs alone.
        """
        note = Note()
        before, started = len(self.steps), time.perf_counter()
        yield note
        if note.detail:
            passed = (time.perf_counter() - started) * 1000
            within = sum(inner.ms for inner in self.steps[before:])
            self.say(step, note.detail, max(0.0, passed - within))

    def ms(self, *names: StepName) -> float:
        """Milliseconds of all steps of these names."""
        return round(sum(s.ms for s in self.steps if s.step in names), 3)


def counted(number: int, noun: str) -> str:
    """`1 passage`, `2 passages`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
