"""Reading from disk."""

import errno
import os
from pathlib import Path

import pytest

from knowledge.errors import UnreadableDocumentError
from knowledge.parsers import read_file


def refused(path: Path, limit: int = 100) -> UnreadableDocumentError:
    with pytest.raises(UnreadableDocumentError) as caught:
        read_file(path, max_bytes=limit)
    assert path.name in caught.value.message or "\0" in path.name
    return caught.value


def test_bytes_come_back(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"words")
    assert read_file(path, max_bytes=5) == b"words"


def test_the_size_is_checked_before_reading(tmp_path):
    path = tmp_path / "a.txt"
    with path.open("wb") as stream:
        stream.truncate(1 << 40)  # a hole: a terabyte that takes no disk
    error = refused(path)
    assert error.reason == "too_large"
    assert error.details["bytes"] == 1 << 40


@pytest.mark.parametrize("name", ["missing.txt", "x" * 300, "a\0b"])
def test_not_found(tmp_path, name):
    assert refused(tmp_path / name).reason == "not_found"


def test_below_a_file_is_not_found(tmp_path):
    (tmp_path / "file").write_text("x")
    assert refused(tmp_path / "file" / "a.txt").reason == "not_found"


def test_folders_and_pipes_are_no_files(tmp_path):
    assert refused(tmp_path).reason == "wrong_type"
    os.mkfifo(tmp_path / "pipe")
    assert refused(tmp_path / "pipe").reason == "wrong_type"


@pytest.mark.parametrize(
    ("number", "reason"), [(errno.EACCES, "not_permitted"), (errno.EIO, "malformed")]
)
def test_errors_of_the_system(tmp_path, monkeypatch, number, reason):
    path = tmp_path / "a.txt"
    path.write_text("x")

    def fail(*_args: object, **_options: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(Path, "open", fail)
    assert refused(path).reason == reason
