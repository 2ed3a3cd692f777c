"""Tells the files of a model from those of another, without reading many gigabytes."""

import hashlib
from pathlib import Path

_KINDS = (".safetensors", ".bin", ".json", ".jinja", ".txt", ".model")
_SAMPLE = 65_536


def identify_folder(source: str) -> str:
    """The name of a model, with a digest of its files where they are in a folder.

    What was made or calibrated with one set of weights means nothing for another of the same name.
    """
    return f"{source} {folder_digest(Path(source))}"


def folder_digest(folder: Path) -> str:
    """Sixteen hexadecimal digits for what the files of a model look like.

    Of each file its size and samples of 64 KiB count, since reading all of a model of many
    gigabytes at every start would take longer than loading it; a trained model differs everywhere.

    Args:
        folder: with its subfolders; one that does not exist is as good as empty.
    """
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")) if folder.is_dir() else []:
        if path.suffix not in _KINDS or not path.is_file():
            continue
        size = path.stat().st_size
        digest.update(f"{path.relative_to(folder).as_posix()} {size}".encode())
        with path.open("rb") as file:
            for place in (0, size // 3, 2 * size // 3, max(0, size - _SAMPLE)):
                file.seek(place)
                digest.update(file.read(_SAMPLE))
    return digest.hexdigest()[:16]
