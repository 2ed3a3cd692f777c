"""A point in time after which work for a caller stops."""

import time
from dataclasses import dataclass

from knowledge.errors import DeadlineExceededError

# What a caller can do whose work took too long.
ASK_LESS = "ask a narrower question, send less at once, or raise FOOTING_DEADLINE_S"
STORE_LESS = "send fewer or smaller files at once, or raise FOOTING_INGEST_DEADLINE_S"


@dataclass(slots=True)
class Deadline:
    """Checked between the steps of a request, so that a caller who is gone stops costing.

    Attributes:
        at: `time.monotonic()` after which `check` raises.
        advice: what the caller can do when it has passed.
        cancelled: set from another thread when nobody waits for the result any more.
    """

    at: float = float("inf")
    seconds: float = float("inf")
    advice: str = ASK_LESS
    cancelled: bool = False

    @classmethod
    def after(cls, seconds: float, advice: str = ASK_LESS) -> "Deadline":
        """A deadline `seconds` from now."""
        return cls(time.monotonic() + seconds, seconds, advice)

    @property
    def remaining(self) -> float | None:
        """Seconds that are left, 0 when it has passed; None if there is no end."""
        return None if self.at == float("inf") else max(0.0, self.at - time.monotonic())

    def check(self) -> None:
        """Raise `DeadlineExceededError` once the time has passed or nobody waits."""
        if self.cancelled or time.monotonic() > self.at:
            raise self.exceeded()

    def exceeded(self) -> DeadlineExceededError:
        """The error for work that took longer."""
        return DeadlineExceededError(
            f"the request took longer than its deadline of {self.seconds:g} s; {self.advice}."
        )
