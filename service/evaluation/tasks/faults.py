"""What went wrong with a question: which part of the path has to get better. Pure functions."""

from collections.abc import Sequence
from typing import Literal

from service.evaluation.metrics.answers import contains

Fault = Literal["retrieval_miss", "reader_miss", "checker_false_alarm", "checker_miss"]


def faults_of(
    *, answerable: bool, answered: bool, right: bool, draft_right: bool, evidence_holds: bool
) -> list[Fault]:
    """The parts to blame, in the order of the path; none when the outcome is right.

    Args:
        answerable: whether there is a right answer.
        answered: whether something was released.
        right: whether what was released is right.
        draft_right: whether the draft was.
        evidence_holds: whether the evidence holds a right answer.
    """
    if right or (not answerable and not answered):
        return []
    found: list[Fault] = []
    if answerable and not draft_right:
        found.append("reader_miss" if evidence_holds else "retrieval_miss")
    if answered:
        found.append("checker_miss")
    elif draft_right:
        found.append("checker_false_alarm")
    return found


def holds(text: str, references: Sequence[str]) -> bool:
    """Whether any reference stands in a text, token for token."""
    return any(contains(text, reference) for reference in references)
