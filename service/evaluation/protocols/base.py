"""What a protocol is: runs over public sets, each with the figures that others published."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import orjson

from knowledge.errors import InvalidInputError
from knowledge.types import DEFAULT_COLLECTION
from service.evaluation.cases.files import lines
from service.evaluation.cases.types import Task
from service.evaluation.runs.folder import write_atomically
from service.evaluation.tasks.make import Assembled
from service.ingest.ingester import Ingester
from service.ingest.offered import Incoming

Rows = Iterable[Mapping[str, Any]]


class Service(Assembled, Protocol):
    """An assembled service that can also store documents."""

    @property
    def ingester(self) -> Ingester:
        """Stores documents."""


@dataclass(frozen=True, slots=True)
class Published:
    """What somebody else reached; `note` says how far it can be compared."""

    metric: str
    who: str
    value: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One run of a protocol.

    Attributes:
        name: of the folder of its run.
        title: for people.
        cases: rows in the case format of the task.
        documents: to be stored in the collection before; none for cases with contexts.
        show: metrics to print.
    """

    name: str
    title: str
    task: Task
    cases: Callable[[], Rows]
    documents: Callable[[], Iterable[Incoming]] | None = None
    collection: str = DEFAULT_COLLECTION
    published: Sequence[Published] = ()
    show: Sequence[str] = ()
    force: bool = False


@dataclass(frozen=True, slots=True)
class Recipe:
    """A protocol by name.

    Attributes:
        sets: names of the data sets that it can use; parts of those that are absent are skipped.
        parts: what it runs, given the sets that are at hand.
    """

    name: str
    title: str
    sets: Sequence[str]
    parts: Callable[["Sets"], list[Part]]
    note: str = field(default="")


class Sets:
    """Public data sets in a folder, or in `dev`, `test` or `train` under it.

    Args:
        folder: where they are.
        limit: at most so many cases of each part, evenly spread; 0 for all.
    """

    def __init__(self, folder: Path, limit: int = 0) -> None:
        if not folder.is_dir():
            raise InvalidInputError(f"{folder} is no folder of data sets.")
        self._folder = folder
        self._limit = limit

    def find(self, name: str) -> Path | None:
        """The file of a set, or None."""
        places = (self._folder / part for part in ("", "dev", "test", "train"))
        files = (place / f"{name}{end}" for place in places for end in (".jsonl.gz", ".jsonl"))
        return next((path for path in files if path.is_file()), None)

    def rows(self, name: str) -> Iterator[dict[str, Any]]:
        """The rows of a set that is at hand."""
        path = self.find(name)
        if path is None:
            raise InvalidInputError(f"the data set {name} is not in {self._folder}.")
        for _, line in lines(path):
            yield orjson.loads(line)

    def some(self, rows: Rows) -> list[Mapping[str, Any]]:
        """All rows, or as many as the limit allows, evenly spread."""
        found = list(rows)
        if not self._limit or len(found) <= self._limit:
            return found
        return [found[i * len(found) // self._limit] for i in range(self._limit)]


def write_cases(rows: Rows, path: Path) -> Path:
    """Write rows as a case file, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, b"".join(orjson.dumps(dict(row)) + b"\n" for row in rows))
    return path
