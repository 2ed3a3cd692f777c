"""The parts of a question that was taken apart."""

from dataclasses import dataclass
from typing import Literal

from knowledge.text import comparable

# director, directed, direction
_STEM = 6
Choice = Literal["earliest", "latest", "most", "least", "same"]


@dataclass(frozen=True, slots=True)
class Bridge:
    """One question whose answer is needed to ask the other.

    "Where was the director of Alien born?" needs "Who directed Alien?".

    Attributes:
        first: the question to ask first.
        before: the other question up to where the answer goes.
        after: the other question from there.
        role: what the first question asks for, as a word that a direct answer would use.
    """

    first: str
    before: str
    after: str
    role: str

    def then(self, answer: str) -> str:
        """The other question, with the answer to the first in it."""
        return f"{self.before}{answer}{self.after}"

    def fits(self, text: str) -> bool:
        """Whether a text can answer the question directly: it speaks of the role."""
        return comparable(self.role)[:_STEM] in comparable(text)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The same question of several things, and which of the answers decides.

    Attributes:
        names: of the things.
        questions: one for each of them.
        choice: the thing with the earliest or the latest date, with the most or the least of an
            amount; or whether all answers are the same.
        ends: whether the dates are those of an end, such as a death.
    """

    names: tuple[str, ...]
    questions: tuple[str, ...]
    choice: Choice
    ends: bool = False

    def fits(self, text: str) -> bool:
        """Whether a text can answer the question directly: it speaks of all the things."""
        return all(comparable(name) in comparable(text) for name in self.names)
