"""The result of a run in a few sentences, for the person who reads no table."""

from collections.abc import Mapping
from typing import Any

from service.evaluation.cases.types import Task
from service.evaluation.report.figures import value_of

ACCURACY = "accuracy_answered"


def lead(task: Task, counts: Mapping[str, int], summary: Mapping[str, Any]) -> list[str]:
    """Sentences that say how it went; one that says so when there is nothing to say.

    Args:
        task: "qa", "claims" or "retrieval".
        counts: of a pass over the rows.
        summary: figures; empty when the run was interrupted.
    """
    if not counts["cases"]:
        return ["There are no cases in this run."]
    if task == "qa":
        return _qa(counts, summary)
    return _claims(counts, summary) if task == "claims" else _retrieval(counts, summary)


def _qa(counts: Mapping[str, int], summary: Mapping[str, Any]) -> list[str]:
    asked, answered = counts["cases"], counts["answered"]
    said = [
        f"Of {_number(asked, 'question')}, {answered:,} got an answer ({answered / asked:.0%})."
    ]
    if answered:
        sure = ", ".join(
            filter(None, [f"{counts['right'] / answered:.0%}", _interval(summary, ACCURACY)])
        )
        said.append(
            f"{counts['right']:,} of these answers are right ({sure}) and "
            f"{counts['wrong']:,} are wrong."
        )
    recall, refused = value_of(summary, "abstain_recall"), counts["abstained"]
    if refused:
        due = (
            ""
            if recall is None
            else (f"; of the questions that have no answer, {recall:.0%} were refused")
        )
        said.append(f"{refused:,} {'was' if refused == 1 else 'were'} refused{due}.")
    return said


def _claims(counts: Mapping[str, int], summary: Mapping[str, Any]) -> list[str]:
    said = [f"{_number(counts['cases'], 'text')} judged against evidence."]
    accuracy = value_of(summary, "balanced_accuracy")
    if accuracy is not None:
        sure = _interval(summary, "balanced_accuracy")
        said.append(f"Balanced accuracy is {accuracy:.0%}" + (f" ({sure})." if sure else "."))
    floors = [
        value
        for floor in (summary.get("floors") or {}).values()
        if (value := value_of(floor, "balanced_accuracy")) is not None
    ]
    if floors and accuracy is not None:
        said.append(f"The best floor, which reads nothing of the meaning, is {max(floors):.0%}.")
    return said


def _retrieval(counts: Mapping[str, int], summary: Mapping[str, Any]) -> list[str]:
    said = [f"{_number(counts['cases'], 'question')} searched."]
    recall, every = value_of(summary, "recall@8"), value_of(summary, "all_gold@8")
    if recall is not None:
        sure = _interval(summary, "recall@8")
        said.append(
            f"{recall:.0%} of the documents that are wanted are among the first 8 found"
            + (f" ({sure})." if sure else ".")
        )
    if every is not None:
        said.append(f"For {every:.0%} of the questions all of them are.")
    return said


def _interval(summary: Mapping[str, Any], name: str) -> str:
    ends = (summary.get("intervals") or {}).get(name)
    if not ends or None in ends:
        return ""
    return f"95% interval {ends[0]:.0%} to {ends[1]:.0%}"


def _number(n: int, noun: str) -> str:
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {noun}s"
