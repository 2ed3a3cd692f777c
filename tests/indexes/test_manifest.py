"""What an index on disk says of itself is replaced whole and checked."""

import hashlib

import pytest

from indexes import manifest
from indexes.file_lock import file_lock
from indexes.manifest import Manifest

FILES = {"a.bin": b"one", "b.bin": b"two"}


@pytest.fixture
def directory(tmp_path):
    for name, data in FILES.items():
        (tmp_path / name).write_bytes(data)
    return tmp_path


def written(directory) -> Manifest:
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in FILES.items()}
    made = Manifest(kind="索引 1", sequence=7, chunks=3, checksum=2**61, files=digests)
    manifest.write(directory, made)
    return made


def test_what_is_written_is_read_back(directory):
    made = written(directory)
    assert manifest.read(directory, "索引 1") == made
    assert manifest.verified(directory, made)


def test_another_kind_or_version_is_none(directory):
    made = written(directory)
    assert manifest.read(directory, "another") is None
    path = directory / manifest.NAME
    path.write_text(path.read_text().replace('"version": 1', '"version": 2'))
    assert manifest.read(directory, made.kind) is None


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"{}", b"\xff", b'{"kind": 1, "more": 2}'])
def test_an_unreadable_manifest_is_none(directory, content):
    (directory / manifest.NAME).write_bytes(content)
    assert manifest.read(directory, "k") is None


def test_a_missing_manifest_is_none(tmp_path):
    assert manifest.read(tmp_path / "nowhere", "k") is None


@pytest.mark.parametrize("change", ["other content", "longer", "missing", "a folder"])
def test_a_changed_file_is_not_verified(directory, change):
    made = written(directory)
    path = directory / "b.bin"
    path.unlink()
    if change == "a folder":
        path.mkdir()
    elif change != "missing":
        path.write_bytes(b"twO" if change == "other content" else b"two ")
    assert not manifest.verified(directory, made)


def test_files_that_it_does_not_name_are_of_no_account(directory):
    made = written(directory)
    (directory / "c.bin").write_bytes(b"x")
    assert manifest.verified(directory, made)


def test_a_file_is_replaced_and_folders_are_made(tmp_path):
    path = tmp_path / "new" / "file"
    manifest.replace_file(path, lambda to: to.write_bytes(b"old"))
    manifest.replace_file(path, lambda to: to.write_bytes(b"new"))
    assert path.read_bytes() == b"new"
    assert [p.name for p in path.parent.iterdir()] == ["file"]


@pytest.mark.parametrize("before", [b"old", None])
def test_a_write_that_fails_leaves_the_old_file_and_no_other(tmp_path, before):
    path = tmp_path / "file"
    if before is not None:
        path.write_bytes(before)

    def write(to):
        to.write_bytes(b"half of the n")
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        manifest.replace_file(path, write)
    left = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    assert left == ({} if before is None else {"file": before})


def test_a_lock_is_held_by_one_and_freed_by_an_exception(tmp_path):
    import fcntl

    path = tmp_path / "deep" / "x.lock"

    def is_free() -> bool:
        with path.open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            return True

    def fail_while_holding_it() -> None:
        with file_lock(path):
            assert not is_free()
            raise KeyError

    with pytest.raises(KeyError):
        fail_while_holding_it()
    assert is_free()
