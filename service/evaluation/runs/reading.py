"""What can be said of a run from its folder, whether it is finished or was interrupted."""

from collections.abc import Mapping
from os import SEEK_END
from pathlib import Path
from typing import Any, get_args

from knowledge.errors import InvalidInputError
from service.evaluation.cases.types import Task
from service.evaluation.runs.folder import RUN, SUMMARY, read_rows, read_summary

TASKS: tuple[Task, ...] = get_args(Task)


def read_what_is_there(folder: Path) -> tuple[Task, dict[str, Any] | None]:
    """The task of a run, and its summary; None for a run that is not finished.

    Without a summary the first row tells the task; without rows it is "qa".

    Raises:
        InvalidInputError: there is no run, or its summary is damaged.
    """
    row: Mapping[str, Any] = next(read_rows(folder), {})
    if not (folder / SUMMARY).exists():
        return (
            "retrieval" if "supporting_ids" in row else "claims" if "label" in row else "qa"
        ), None
    summary = read_summary(folder)
    said = summary.get("task")
    for task in TASKS:
        if task == said:
            return task, summary
    raise InvalidInputError(
        f"{folder / SUMMARY} names the task {said!r}; known are {', '.join(TASKS)}."
    )


def ends_in_half_a_row(folder: Path) -> bool:
    """Whether the last row is only half written, as an interruption leaves it."""
    with (folder / RUN).open("rb") as file:
        if not file.seek(0, SEEK_END):
            return False
        file.seek(-1, SEEK_END)
        return file.read() != b"\n"
