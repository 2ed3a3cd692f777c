"""The files of a run: `run.jsonl`, `settings.json`, `summary.json`, `report.html`.

Rows stand in the order of the cases, so that a run which stopped goes on after its last whole row.
"""

import fcntl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import orjson

from knowledge.errors import InvalidInputError

RUN, SETTINGS, SUMMARY, REPORT = "run.jsonl", "settings.json", "summary.json", "report.html"
_LOCK = ".lock"
_INDENT = orjson.OPT_INDENT_2


class RunFolder:
    """A run's folder, made if missing."""

    def __init__(self, path: Path) -> None:
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InvalidInputError(
                f"cannot make the folder {path} for the run: {error.strerror}."
            ) from error
        self.path = path

    @contextmanager
    def held(self) -> Iterator[None]:
        """Nobody else writes here meanwhile; raises `InvalidInputError` if somebody does."""
        with (self.path / _LOCK).open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise InvalidInputError(
                    f"another run is writing to {self.path}; wait for it or choose another folder."
                ) from error
            yield

    def begin(self, settings: Mapping[str, Any], fresh: bool) -> int:
        """Get ready to append rows; answers how many are there already.

        Args:
            settings: of the run; rows made with others do not belong with new ones.
            fresh: begin anew whatever is there.

        Raises:
            InvalidInputError: the folder holds a run with other settings.
        """
        kept = orjson.loads(orjson.dumps(settings))
        before = _read_json(self.path / SETTINGS) or {}
        done = 0 if fresh else self._whole_rows()
        if done and before != kept:
            changed = sorted(k for k in {*kept, *before} if kept.get(k) != before.get(k))
            raise InvalidInputError(
                f"{self.path} holds {done} rows of a run with other settings "
                f"({', '.join(changed)} differ); choose another folder or begin anew (--fresh).",
                changed=changed,
            )
        if not done:
            (self.path / RUN).write_bytes(b"")
        write_atomically(self.path / SETTINGS, orjson.dumps(kept, option=_INDENT))
        for stale in (SUMMARY, REPORT):
            (self.path / stale).unlink(missing_ok=True)
        return done

    def _whole_rows(self) -> int:
        """How many rows were written whole; half a row at the end is cut off."""
        path = self.path / RUN
        if not path.exists():
            return 0
        rows = end = 0
        with path.open("rb") as file:
            for line in file:
                if not line.endswith(b"\n"):
                    break
                rows += 1
                end += len(line)
        with path.open("r+b") as file:
            file.truncate(end)
        return rows

    @contextmanager
    def appending(self) -> Iterator[IO[bytes]]:
        """The file of rows, to append to."""
        with (self.path / RUN).open("ab") as file:
            yield file

    def rows(self) -> Iterator[dict[str, Any]]:
        """The rows, one by one."""
        return read_rows(self.path)

    def write_summary(self, summary: Mapping[str, Any]) -> None:
        """Write `summary.json`, whole or not at all."""
        write_atomically(self.path / SUMMARY, orjson.dumps(summary, option=_INDENT))


def read_rows(folder: Path) -> Iterator[dict[str, Any]]:
    """The rows of a run, one by one; half a row at the end, of a run that stopped, is left out.

    Raises:
        InvalidInputError: there is no run, or a row in it is damaged.
    """
    try:
        with (folder / RUN).open("rb") as file:
            for number, line in enumerate(file, 1):
                if not line.endswith(b"\n"):
                    return
                try:
                    yield orjson.loads(line)
                except orjson.JSONDecodeError as error:
                    raise InvalidInputError(
                        f"line {number} of {folder / RUN} is damaged; run the evaluation again "
                        "with --fresh."
                    ) from error
    except OSError as error:
        raise InvalidInputError(f"{folder} holds no run: {error.strerror}.") from error


def read_summary(folder: Path) -> dict[str, Any]:
    """The summary of a finished run; raises `InvalidInputError` if there is none."""
    found = _read_json(folder / SUMMARY)
    if found is None:
        raise InvalidInputError(
            f"{folder} holds no finished run; run `footing eval` with --out {folder} first."
        )
    return found


def write_atomically(path: Path, data: bytes) -> None:
    """Replace a file, whole or not at all."""
    part = path.with_name(path.name + ".part")
    part.write_bytes(data)
    part.replace(path)


def _read_json(path: Path) -> dict[str, Any] | None:
    try:
        found = orjson.loads(path.read_bytes())
    except (OSError, orjson.JSONDecodeError):
        return None
    return found if isinstance(found, dict) else None
