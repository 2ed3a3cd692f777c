"""A point in time after which work for a caller stops."""

import time
from dataclasses import dataclass

from knowledge.errors import DeadlineExceededError


@dataclass(slots=True)
class Deadline:
    """Checked between the steps of a request, so that a caller who is gone stops costing.

    Attributes:
        at: `time.monotonic()` after which `check` raises.
        cancelled: set from another thread when nobody waits for the result any more.
    """

    at: float = float("inf")
    seconds: float = float("inf")
    cancelled: bool = False

    @classmethod
    def after(cls, seconds: float) -> "Deadline":
        """A deadline `seconds` from now."""
        return cls(time.monotonic() + seconds, seconds)

    @property
    def remaining(self) -> float | None:
        """Seconds that are left, 0 when it has passed; None if there is no end."""
        return None if self.at == float("inf") else max(0.0, self.at - time.monotonic())

    def check(self) -> None:
        """Raise `DeadlineExceededError` once the time has passed or nobody waits."""
        if self.cancelled or time.monotonic() > self.at:
            raise DeadlineExceededError(
                f"the request took longer than its deadline of {self.seconds:g} s; ask a narrower "
                "question, or raise FOOTING_DEADLINE_S."
            )
