"""What the readers of both languages hand on: a statement in words, before it is a triple."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Statement:
    """What a sentence states. While it is read, its parts may still be masked.

    Attributes:
        confidence: 0 to 1, by the kind of pattern.
    """

    subject: str
    predicate: str
    object: str
    confidence: float
