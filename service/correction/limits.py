"""How much may be spent on correcting a draft, and by which steps."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

from knowledge.errors import DeadlineExceededError
from service.deadline import Deadline

Step = Literal["rewrite", "lookup", "revise", "trim", "disputes"]
STEPS: tuple[Step, ...] = get_args(Step)


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of correction.

    Attributes:
        rounds: times that a draft is looked up for and revised; 0 leaves drafts as they are.
        seconds: for all rounds of a question together.
        steps: what may be done.
        samples: drafts whose claims are compared, unless a question says otherwise; 1 for none.
    """

    rounds: int = 1
    seconds: float = 10.0
    steps: frozenset[Step] = frozenset(STEPS)
    samples: int = 1


class Budget:
    """The time that correction may take: its own seconds, and half of what the caller has left.

    The other half is kept, so that correcting never costs the answer that there already is.
    """

    def __init__(self, seconds: float, deadline: Deadline, check: Callable[[], None]) -> None:
        left = deadline.remaining
        allowed = seconds if left is None else min(seconds, left / 2)
        self._ends = time.monotonic() + allowed
        self._check = check

    def check(self) -> None:
        """Raise `DeadlineExceededError` when the caller's time or the budget has run out."""
        self._check()
        if time.monotonic() > self._ends:
            raise DeadlineExceededError("the time for corrections is up.")
