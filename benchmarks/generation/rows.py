"""What is kept of each question, and asking them: rows are written as they come, a run resumes."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.generation.cases import Case
from benchmarks.generation.liar import Told
from knowledge.text import comparable
from service.answer import Answer, Source, StepName
from service.claims import Claim
from service.deadline import Deadline
from service.evaluation.metrics.answers import is_right
from service.evaluation.runs.folder import RunFolder
from service.pipeline import Ask, Examined, Pipeline

Row = dict[str, Any]
# Seconds a question may take; a small model on a busy machine writes slowly.
_DEADLINE = 120.0
_END = " .。"


def run(
    folder: Path,
    settings: Mapping[str, Any],
    cases: Sequence[Case],
    pipeline: Pipeline,
    told: Mapping[str, Told] | None = None,
    report: Callable[[int], None] = lambda _: None,
    *,
    asked: Callable[[Case], Ask] | None = None,
    fresh: bool = False,
) -> list[Row]:
    """Ask every case that is not in the folder yet, and return the rows of all.

    Args:
        folder: of this run.
        settings: what fixes it; other settings are another run.
        cases: in a fixed order.
        pipeline: answers.
        told: what a liar says by question: then it is known what is right.
        report: is told how many are done.
        asked: how a case is asked; by default with its passage as the only source.
        fresh: whether to begin anew.

    Raises:
        InvalidInputError: the folder holds a run with other settings, and `fresh` is not set.
    """
    kept = RunFolder(folder)
    with kept.held():
        done = kept.begin(dict(settings) | {"cases": [c.id for c in cases]}, fresh)
        for number, case in enumerate(cases[done:], done + 1):
            examined = pipeline.examine(
                (asked or asked_beside)(case), Deadline.after(_DEADLINE), always_draft=True
            )
            row = row_of(case, examined, told.get(case.question) if told else None)
            with kept.appending() as out:
                out.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
            report(number)
        return list(kept.rows())


def asked_beside(case: Case) -> Ask:
    """A question to its passage alone."""
    return Ask(case.question, sources=[Source(text=case.passage)])


def without_quotes(row: Row, passage: str) -> Row:
    """A row without the wrong sentences that its passage says word for word.

    Those are true and answer another question: no check against the passage can object.
    """
    said = comparable(passage)
    drafted = [
        s for s in row["drafted"] if s["right"] or comparable(s["text"]).rstrip(_END) not in said
    ]
    return {**row, "drafted": drafted}


def _ms_of(answer: Answer, name: StepName) -> float:
    return sum(step.ms for step in answer.trace if step.step == name)


def row_of(case: Case, examined: Examined, told: Told | None = None) -> Row:
    """A question's drafted and released sentences, each with whether it is right.

    A sentence is right if the question can be answered and an accepted answer stands in it or
    overlaps with it by an F1 of at least 0.5; of a liar it is known.
    """

    def right(text: str) -> bool:
        if told is not None:
            return told.is_right(text)
        return is_right(Claim(text, 0, len(text)).statement, None, case.answers)

    answer = examined.answer
    return {
        "id": case.id,
        "lang": case.lang,
        "question": case.question,
        "answers": list(case.answers),
        "kind": told.kind if told else None,
        "draft": examined.draft.text,
        "answerability": examined.draft.answerability,
        "status": answer.status,
        "reason": answer.abstain_reason,
        "drafted": [
            {
                "text": claim.text,
                "right": right(claim.text),
                "verdict": claim.verdict,
                "support": claim.support,
                "passed": answer.status != "abstained" and n in examined.decision.kept,
            }
            for n, claim in enumerate(examined.claims)
            if claim.verdict != "not_checkable"
        ],
        "released": [
            {"text": c.text, "right": right(c.text)}
            for c in answer.claims
            if c.verdict != "not_checkable"
        ],
        "steps_ms": {step.step: _ms_of(answer, step.step) for step in answer.trace},
    }
