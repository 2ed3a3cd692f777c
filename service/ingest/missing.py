"""Stored documents whose files are gone from a folder: finding them and removing them.

Asks the disk itself, not what was read: a file that is there keeps its document, whether it could
be read or not. In doubt a document stays.
"""

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote_to_bytes

from knowledge.errors import DocumentNotFoundError
from knowledge.store.base import OriginFile, Store
from service.ingest.files import document_id_of, files_below
from service.ingest.offered import Outcome


@dataclass(frozen=True, slots=True)
class MissingFile:
    """A file that documents came from and that is gone.

    Attributes:
        folder: the nearest one above it that is still there.
        doubtful: that folder holds no file at all, as that of a disc that is not mounted.
    """

    origin: OriginFile
    path: Path
    folder: Path
    doubtful: bool


def find_missing(store: Store, collection: str, paths: Sequence[Path]) -> list[MissingFile]:
    """The files that are gone from the folders among `paths`; asks about no other place.

    Documents that were not read from a file are not asked about, whatever address they came with;
    nor is what lies behind links, for it is known by where the links lead.
    """
    gone: dict[str, tuple[OriginFile, Path, Path]] = {}
    for folder in map(Path.resolve, filter(_can_be_listed, paths)):
        for origin in store.origin_files(collection, f"{folder.as_uri().rstrip('/')}/"):
            path = _path_of(origin.address)
            nearest = _gone_from(path) if _was_read(origin) else None
            if nearest and nearest.is_relative_to(folder):
                gone[origin.address] = origin, path, nearest
    # Only now: a disc that went while the files were looked for has left its folder empty.
    folders = {nearest for _, _, nearest in gone.values()}
    empty = {folder for folder in folders if not any(files_below(folder))}
    return [MissingFile(*found, doubtful=found[-1] in empty) for found in gone.values()]


def count_documents_of(store: Store, collection: str, missing: Iterable[MissingFile]) -> int:
    """How many documents came from these files and from no other."""
    origins = [file.origin for file in missing]
    files_of_rows = [origin.address for origin in origins if origin.document_id is None]
    rows = store.rows_of_only(collection, files_of_rows)
    return len(origins) - len(files_of_rows) + len(rows)


def remove_missing(
    store: Store, collection: str, missing: Sequence[MissingFile]
) -> Iterator[Outcome]:
    """Remove the documents of missing files with all that came from them, one file at a time.

    Those of a folder that holds no file at all stay; an outcome `failed` says so of the folder.
    """
    doubtful = defaultdict(list)
    for file in missing:
        if file.doubtful:
            doubtful[file.folder].append(file)
        elif file.origin.document_id is None:
            gone = store.settle_rows(collection, file.origin.address, set())
            yield from (Outcome("removed", f"{file.path}#{i}", i) for i in gone)
        else:
            yield from _remove_one(store, collection, file.origin.document_id, file.path)
    for folder, files in doubtful.items():
        yield _kept(folder, count_documents_of(store, collection, files))


def _can_be_listed(path: Path) -> bool:
    try:
        with os.scandir(path):
            return True
    except (OSError, ValueError):
        return False  # a file, or what reading it has reported


def _was_read(origin: OriginFile) -> bool:
    """Whether a file was read; a text that is given with an address has another id."""
    return origin.document_id in {None, document_id_of(origin.address)}


def _path_of(address: str) -> Path:
    """The inverse of `Path.as_uri`; names are bytes that need not be Unicode."""
    return Path(os.fsdecode(unquote_to_bytes(address.removeprefix("file://"))))


def _gone_from(path: Path) -> Path | None:
    """The nearest folder above a file that is gone; None if the file is there, or may be."""
    try:
        if _is_there(path):
            return None
        nearest = next(above for above in path.parents if above.is_symlink() or above.is_dir())
        # What lies behind a link may be away for a while.
        return nearest if nearest.resolve() == nearest else None
    except (OSError, ValueError):
        return None


def _is_there(path: Path) -> bool:
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True


def _remove_one(store: Store, collection: str, document_id: str, path: Path) -> Iterator[Outcome]:
    # Another process may have removed it since it was found.
    with suppress(DocumentNotFoundError):
        store.delete_document(collection, document_id)
        yield Outcome("removed", str(path), document_id)


def _kept(folder: Path, documents: int) -> Outcome:
    message = (
        f"{folder} holds no file any more; it may be a disc that is not mounted, so documents "
        f"that came from it are kept ({documents}). Mount it; or, if it was emptied on purpose, "
        "delete it and ingest the folder above it, or put a file into it and ingest it again."
    )
    details = {"documents": documents}
    return Outcome("failed", str(folder), reason="no_files", message=message, details=details)
