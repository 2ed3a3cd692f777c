"""Evaluations that run in the background, one after the other, each in a folder of its own.

What a folder holds is the truth: after a restart, one without a summary was interrupted and can go
on. Nothing of a job is kept in memory but how far it is.
"""

import logging
import shutil
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal
from uuid import uuid4

import orjson

from knowledge.errors import EvaluationNotFoundError, FootingError, InvalidInputError
from service.evaluation.cases.files import CaseFile, open_cases
from service.evaluation.runs.folder import REPORT, read_summary, write_atomically
from service.evaluation.runs.run import Progress, RunOptions, run
from service.evaluation.tasks.make import Assembled, make_task

FOLDER = "evaluations"
_CASES, _REQUEST = "cases.jsonl", "request.json"
Status = Literal["waiting", "running", "finished", "failed", "interrupted"]
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Request:
    """What to evaluate."""

    cases: Sequence[Mapping[str, Any]]
    collection: str
    task: str | None = None
    force: bool = False
    name: str = ""


@dataclass(slots=True)
class _Job:
    total: int
    done: int = 0
    running: bool = False
    stopped: bool = False
    error: str | None = None
    finished: threading.Event = field(default_factory=threading.Event)


class _StoppedError(Exception):
    """Somebody deleted the job, or the service stops."""


class Evaluations:
    """The evaluations of a data directory.

    Args:
        service: what is measured.
        data: the data directory.
    """

    def __init__(self, service: Assembled, data: Path) -> None:
        self._service = service
        self._folder = data / FOLDER
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="evaluation")
        self._jobs: dict[str, _Job] = {}
        self._lock = threading.Lock()

    def start(self, request: Request) -> str:
        """Keep the cases and begin; answers the id.

        Raises:
            InvalidInputError: some of the cases are none; nothing is kept.
            UnknownCollectionError: no such collection.
        """
        identity = uuid4().hex[:12]
        folder = self._folder / identity
        folder.mkdir(parents=True)
        try:
            lines = b"".join(orjson.dumps(dict(case)) + b"\n" for case in request.cases)
            (folder / _CASES).write_bytes(lines)
            cases = _checked(folder / _CASES, request.task)
            make_task(self._service, cases.task, request.collection)
            about = {
                "name": request.name,
                "task": cases.task,
                "collection": request.collection,
                "force": request.force,
                "cases": cases.count,
                "created": datetime.now(UTC).isoformat(timespec="seconds"),
            }
            write_atomically(folder / _REQUEST, orjson.dumps(about))
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        self._submit(identity, cases.count)
        return identity

    def resume(self, identity: str) -> None:
        """Go on with one that was interrupted or failed."""
        about = self._about(identity)
        state = self.get(identity)["status"]
        if state not in ("interrupted", "failed"):
            raise InvalidInputError(
                f"evaluation {identity} is {state}; there is nothing to resume."
            )
        self._submit(identity, int(about["cases"]))

    def all(self) -> list[dict[str, Any]]:
        """Every evaluation, the newest first, without its figures."""
        found = [self._state(path.parent.name) for path in self._folder.glob(f"*/{_REQUEST}")]
        return sorted(found, key=lambda e: (e["created"], e["id"]), reverse=True)

    def get(self, identity: str) -> dict[str, Any]:
        """One evaluation, with its summary when it has finished."""
        state = self._state(identity)
        summary = read_summary(self._folder / identity) if state["status"] == "finished" else None
        return state | {"summary": summary}

    def report(self, identity: str) -> str:
        """The report of a finished evaluation, as HTML."""
        self._about(identity)
        path = self._folder / identity / REPORT
        if not path.exists():
            raise InvalidInputError(f"evaluation {identity} has no report yet; wait until it has.")
        return path.read_text("utf-8")

    def delete(self, identity: str) -> None:
        """Stop it if it runs, and remove everything of it."""
        self._about(identity)
        job = self._jobs.get(identity)
        if job:
            job.stopped = True
            job.finished.wait(30)
        self._jobs.pop(identity, None)
        shutil.rmtree(self._folder / identity, ignore_errors=True)

    def close(self) -> None:
        """Stop what runs after the case it is at; it can be resumed."""
        for job in self._jobs.values():
            job.stopped = True
        self._executor.shutdown(wait=True, cancel_futures=True)

    def _submit(self, identity: str, total: int) -> None:
        with self._lock:
            job = self._jobs[identity] = _Job(total)
        self._executor.submit(self._work, identity, job)

    def _work(self, identity: str, job: _Job) -> None:
        about, folder = self._about(identity), self._folder / identity

        def check() -> None:
            if job.stopped:
                raise _StoppedError

        def report(at: Progress) -> None:
            job.done = at.done

        job.running = True
        try:
            check()
            cases = open_cases(folder / _CASES, about["task"])
            task = make_task(self._service, cases.task, about["collection"], force=about["force"])
            run(task, cases, folder, RunOptions(report=report, check=check))
            _log.info("evaluation %s: %d cases finished", identity, cases.count)
        except _StoppedError:
            _log.info("evaluation %s stopped after %d cases", identity, job.done)
        except FootingError as error:
            job.error = error.message
            _log.warning("evaluation %s failed: %s", identity, error.message)
        except Exception:  # noqa: BLE001 - whatever it is, the next job must have its turn
            job.error = "something went wrong here; see the log."
            _log.exception("evaluation %s failed", identity)
        finally:
            job.running = False
            job.finished.set()

    def _about(self, identity: str) -> dict[str, Any]:
        try:
            found: dict[str, Any] = orjson.loads((self._folder / identity / _REQUEST).read_bytes())
        except (OSError, ValueError) as error:
            raise EvaluationNotFoundError(f"there is no evaluation '{identity}'.") from error
        return found

    def _state(self, identity: str) -> dict[str, Any]:
        about, job = self._about(identity), self._jobs.get(identity)
        done = job.done if job else 0
        if (self._folder / identity / REPORT).exists():  # the last file of a run
            status: Status = "finished"
            done = int(about["cases"])
        elif job is None or job.stopped:
            status = "interrupted"
        elif job.error is not None:
            status = "failed"
        else:
            status = "running" if job.running else "waiting"
        error = job.error if job else None
        return {"id": identity, **about, "status": status, "done": done, "error": error}


def _checked(path: Path, task: str | None) -> CaseFile:
    """Problems name places in the request, not a file that the caller does not know."""
    try:
        return open_cases(path, task)
    except InvalidInputError as error:
        message = error.message.replace(str(path), "`cases`").replace("  line ", "  case ")
        raise InvalidInputError(message, **error.details) from error
