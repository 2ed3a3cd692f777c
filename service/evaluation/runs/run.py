"""Runs a task over a file of cases into a folder, and sums it up.

Rows are written in the order of the cases as they come. Several cases may be worked on at once;
no more of them are held than are worked on.
"""

import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import orjson

from service.evaluation.cases.files import CaseFile
from service.evaluation.cases.types import Case
from service.evaluation.runs.folder import RunFolder
from service.evaluation.runs.summary import summarise
from service.evaluation.tasks.base import CaseTask, Row


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a run stands: rows there, rows in all, and rows made by this call."""

    done: int
    total: int
    made: int


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How to run.

    Attributes:
        jobs: cases worked on at once.
        fresh: begin anew even where a run stopped.
        report: told after each row.
        check: called before each row; raises to stop the run, which can go on later.
    """

    jobs: int = 1
    fresh: bool = False
    report: Callable[[Progress], None] = lambda _: None
    check: Callable[[], None] = lambda: None


def run(task: CaseTask, cases: CaseFile, out: Path, options: RunOptions) -> dict[str, Any]:
    """Work on every case that has no row yet; write the rows, the summary and the report.

    Raises:
        InvalidInputError: the folder cannot be used, or holds a run with other settings.
    """
    # Plots take a second to import, which a service that evaluates nothing need not wait for.
    from service.evaluation.report.write import write_report

    folder = RunFolder(out)
    settings = {"task": task.name, "cases": cases.sha256, **task.settings()}
    with folder.held():
        done = folder.begin(settings, options.fresh)
        started = time.time()
        _work(task, cases, folder, done, options)
        finished = time.time()
        about = {
            "cases": cases.path.name,
            "sha256": cases.sha256,
            **task.settings(),
            "started": started,
            "finished": finished,
            "seconds": round(finished - started, 3),
            "resumed_after": done,
        }
        summary = summarise(task, folder, about)
        folder.write_summary(summary)
        write_report(out)
    return summary


def _work(
    task: CaseTask, cases: CaseFile, folder: RunFolder, done: int, options: RunOptions
) -> None:
    rows = _rows(task, islice(cases, done, None), options)
    with folder.appending() as file:
        for made, row in enumerate(rows, 1):
            file.write(orjson.dumps(row, option=orjson.OPT_SERIALIZE_NUMPY) + b"\n")
            file.flush()
            options.report(Progress(done + made, cases.count, made))


def _rows(task: CaseTask, cases: Iterator[Case], options: RunOptions) -> Iterator[Row]:
    """Rows in the order of the cases."""
    if options.jobs <= 1:
        for case in cases:
            options.check()
            yield task.row(case)
        return
    waiting: deque[Future[Row]] = deque()
    with ThreadPoolExecutor(options.jobs, thread_name_prefix="case") as executor:
        try:
            for case in cases:
                options.check()
                waiting.append(executor.submit(task.row, case))
                if len(waiting) >= 2 * options.jobs:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            executor.shutdown(cancel_futures=True)
