"""What a derived index on disk says of itself: the state of the store it covers, and checksums.

Files are written beside their final name, synced and renamed. A crash leaves the old index, the
new one, or something whose checksums do not fit, which is then rebuilt from the store.
"""

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

NAME = "manifest.json"
VERSION = 1


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an index covers.

    Attributes:
        kind: which index wrote it, with its settings; another kind means rebuild.
        sequence: the store's sequence number it is in step with.
        chunks: how many chunks it holds.
        checksum: over their ids (`knowledge.store.checksum`).
        files: SHA-256 by file name.
    """

    kind: str
    sequence: int
    chunks: int
    checksum: int
    files: dict[str, str]
    version: int = VERSION


def write(directory: Path, manifest: Manifest) -> None:
    """Replace the manifest of `directory` durably."""
    data = json.dumps(asdict(manifest), indent=1).encode()
    replace_file(directory / NAME, lambda path: path.write_bytes(data))


def read(directory: Path, kind: str) -> Manifest | None:
    """The manifest, if there is one of this kind."""
    try:
        manifest = Manifest(**json.loads((directory / NAME).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    return manifest if (manifest.version, manifest.kind) == (VERSION, kind) else None


def verified(directory: Path, manifest: Manifest) -> bool:
    """Whether every file that the manifest names is there with its checksum."""
    try:
        return all(sha256(directory / name) == digest for name, digest in manifest.files.items())
    except OSError:
        return False


def sha256(path: Path) -> str:
    """Hexadecimal SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def replace_file(path: Path, write_to: Callable[[Path], object]) -> None:
    """Write a file through `write_to` so that a crash leaves the old or the new one, whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        write_to(temporary)
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        temporary.replace(path)
        sync_directory(path.parent)
    finally:
        temporary.unlink(missing_ok=True)


def sync_directory(directory: Path) -> None:
    """Make renames in `directory` durable."""
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
