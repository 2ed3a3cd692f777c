"""Reading a file from disk, with the errors of the operating system put into sentences."""

import errno
from pathlib import Path

from knowledge.errors import UnreadableDocumentError


def read_file(path: Path, *, max_bytes: int) -> bytes:
    """The bytes of a file, unless it is over `max_bytes`, which is checked before reading.

    Raises:
        UnreadableDocumentError: `not_found`, `not_permitted`, `too_large`, `wrong_type` for what
            is no regular file, or `malformed` if the disk fails.
    """
    try:
        # Devices and pipes have no size to check and may never end.
        if path.exists() and not path.is_file():
            if path.is_dir():
                next(path.iterdir(), None)  # raises for a folder that cannot be listed
            raise UnreadableDocumentError(
                "wrong_type", f"{path} is not a regular file; name the files in it.", name=str(path)
            )
        with path.open("rb") as stream:
            size = path.stat().st_size
            if size > max_bytes:
                raise too_large(str(path), size, max_bytes)
            # The file may grow between the check and the reading.
            data = stream.read(max_bytes + 1)
    except (OSError, ValueError) as error:
        raise _translated(error, path) from error
    if len(data) > max_bytes:
        raise too_large(str(path), len(data), max_bytes)
    return data


def too_large(
    name: str, size: int, limit: int, advice: str = "Split it."
) -> UnreadableDocumentError:
    """The error for a file over the limit, in figures."""
    return UnreadableDocumentError(
        "too_large",
        f"{name} has {megabytes(size)}; the limit is {megabytes(limit)}. {advice}",
        name=name,
        bytes=size,
        limit=limit,
    )


def megabytes(size: int) -> str:
    """A size for people."""
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{size} bytes"


def _translated(error: OSError | ValueError, path: Path) -> UnreadableDocumentError:
    name = str(path).encode("utf-8", errors="replace").decode()
    if isinstance(error, PermissionError):
        return UnreadableDocumentError(
            "not_permitted", f"{name} may not be read. Change its permissions.", name=name
        )
    missing = {errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG, errno.ELOOP}
    # A ValueError is a name with a NUL character: no such file can exist.
    if isinstance(error, ValueError) or error.errno in missing:
        return UnreadableDocumentError(
            "not_found", f"{name} does not exist. Check the path.", name=name
        )
    return UnreadableDocumentError(
        "malformed", f"{name} cannot be read from disk: {error.strerror}.", name=name
    )
