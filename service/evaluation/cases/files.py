"""Case files: `.jsonl` or `.jsonl.gz`, checked as a whole before anything runs, then streamed."""

import gzip
import hashlib
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import orjson

from knowledge.errors import InvalidInputError
from service.evaluation.cases.rows import RowError, task_of, to_case
from service.evaluation.cases.types import Case, Problem, Task

# Problems that are told at once; the rest are counted.
_SHOWN = 20
_TASKS: tuple[Task, ...] = ("qa", "claims", "retrieval")


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A file of cases that has been checked.

    Attributes:
        count: how many cases it holds.
        sha256: of its bytes, in hexadecimal.
    """

    path: Path
    task: Task
    count: int
    sha256: str

    def __iter__(self) -> Iterator[Case]:
        """The cases, one by one."""
        for number, line in lines(self.path):
            yield to_case(orjson.loads(line), self.task, number)


def open_cases(path: Path, task: str | None = None) -> CaseFile:
    """Check every line of a file.

    Args:
        path: `.jsonl` or `.jsonl.gz`.
        task: `qa`, `claims` or `retrieval`; by the fields of the first case if None.

    Raises:
        InvalidInputError: the file cannot be read, or some lines are no cases; each is named.
    """
    if task is not None and task not in _TASKS:
        raise InvalidInputError(f"there is no task '{task}'; use one of {', '.join(_TASKS)}.")
    checked = _Checked(path, next((t for t in _TASKS if t == task), None))
    for number, line in lines(path):
        checked.add(number, line)
    return checked.result()


class _Checked:
    """Goes over the lines once; keeps no case."""

    def __init__(self, path: Path, task: Task | None) -> None:
        self._path = path
        self._task = task
        self._ids: dict[int, int] = {}
        self._problems: list[Problem] = []
        self._wrong = 0
        self._sha256 = hashlib.sha256()

    def add(self, number: int, line: bytes) -> None:
        """Check one line."""
        self._sha256.update(line)
        try:
            row = orjson.loads(line)
            if self._task is None:
                self._task = task_of(row if isinstance(row, dict) else {})
            self._once(to_case(row, self._task, number).id, number)
        except orjson.JSONDecodeError as error:
            self._wrongly(number, f"is not JSON: {error.msg} at column {error.colno}")
        except (RowError, RecursionError) as error:
            self._wrongly(number, str(error))

    def _once(self, identity: str, number: int) -> None:
        # A hash in place of each id: a large file must not be held in memory.
        first = self._ids.setdefault(hash(identity), number)
        if first != number:
            raise RowError(f"has the same id {identity!r} as line {first}")

    def _wrongly(self, number: int, message: str) -> None:
        self._wrong += 1
        if len(self._problems) < _SHOWN:
            self._problems.append(Problem(number, message))

    def result(self) -> CaseFile:
        """The checked file; raises for one that is not right."""
        if self._problems:
            told = "\n".join(f"  line {p.line} {p.message}" for p in self._problems)
            more = self._wrong - len(self._problems)
            rest = f"\n  and {more} more lines" if more else ""
            raise InvalidInputError(
                f"{self._path} has {self._wrong} lines that are no cases; nothing was run:\n"
                f"{told}{rest}",
                problems=[{"line": p.line, "problem": p.message} for p in self._problems],
            )
        if self._task is None or not self._ids:
            raise InvalidInputError(f"{self._path} holds no cases.")
        return CaseFile(self._path, self._task, len(self._ids), self._sha256.hexdigest())


def lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """Lines of a plain or packed file that are not blank, with their number from 1.

    Raises:
        InvalidInputError: the file cannot be read.
    """
    try:
        with _opened(path) as file:
            for number, line in enumerate(file, 1):
                text = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
                if text.strip():
                    yield number, text
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or error
        raise InvalidInputError(f"cannot read the cases in {path}: {reason}.") from error


@contextmanager
def _opened(path: Path) -> Iterator[Iterable[bytes]]:
    with path.open("rb") as raw:
        packed = raw.read(2) == b"\x1f\x8b"
        raw.seek(0)
        if packed:
            with gzip.open(raw) as file:
                yield file
        else:
            yield raw
