"""What a file's bytes really are, whatever its name says.

Knows signatures only. `expect` turns a surprise into an error that says what to do about it.
"""

import io
import zipfile
from dataclasses import dataclass

from knowledge.errors import UnreadableDocumentError

_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_PACKAGE_MEMBERS = {
    "word/document.xml": ("a Word document", ".docx"),
    "ppt/presentation.xml": ("a PowerPoint presentation", ".pptx"),
    "xl/workbook.xml": ("an Excel workbook", ".xlsx"),
    "content.xml": ("an OpenDocument file", None),
    "META-INF/container.xml": ("an EPUB book", None),
}
_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"\x7fELF", "a Linux program"),
    (b"MZ\x90\x00", "a Windows program"),
    (b"\x1f\x8b\x08", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"PAR1", "a Parquet file"),
    (b"ID3", "an MP3 recording"),
    (b"OggS", "an Ogg recording"),
    (b"{\\rtf", "an RTF document"),
)


@dataclass(frozen=True, slots=True)
class Kind:
    """A recognised kind of file; `suffix` is the name it should have had, if we can read it."""

    label: str
    suffix: str | None = None
    encrypted: bool = False


def recognise(data: bytes) -> Kind | None:
    """What the signature of `data` says it is; None for text and for anything unknown."""
    if b"%PDF-" in data[:8]:
        return Kind("a PDF", ".pdf")
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _package(data)
    if data.startswith(_OLE):
        return Kind("an old or password-protected Office file", None, _ENCRYPTED_STREAM in data)
    for signature, label in _SIGNATURES:
        if data.startswith(signature):
            return Kind(label)
    if data[:4] == b"RIFF" and data[8:12] in (b"WEBP", b"WAVE", b"AVI "):
        return Kind("an image or recording")
    return None


def looks_like_html(data: bytes) -> bool:
    """Whether a file begins like a web page, as a failed download saved as .pdf does."""
    start = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<!doctype html", b"<html"))


def refuse_binary(data: bytes, name: str) -> None:
    """Raise `wrong_type` or `binary` when a file with a text name is no text."""
    kind = recognise(data)
    if kind is not None and not data.startswith(_BOMS):
        raise _surprise(kind, name)
    if b"\x00" in data and not data.startswith((*_BOMS[1:], b"\x00\x00\xfe\xff")):
        raise UnreadableDocumentError(
            "binary",
            f"{name} is not text: it holds NUL bytes. Export it as text, PDF or DOCX.",
            name=name,
        )


def expect(data: bytes, name: str, suffix: str) -> None:
    """Raise unless `data` carries the signature of `suffix` (.pdf, .docx, .pptx or .xlsx)."""
    kind = recognise(data)
    if kind is not None and kind.suffix == suffix:
        return
    if kind is not None and kind.encrypted and suffix != ".pdf":
        raise UnreadableDocumentError(
            "encrypted",
            f"{name} is protected by a password. Open it, save it without one and try again.",
            name=name,
        )
    if kind is not None:
        raise _surprise(kind, name)
    really = Kind("a web page", ".html") if looks_like_html(data) else Kind("something else")
    raise _surprise(really, name)


def _surprise(kind: Kind, name: str) -> UnreadableDocumentError:
    """The error for a file that is not what its name says."""
    if kind.suffix:
        hint = f"rename it to {kind.suffix}"
    elif kind.encrypted or "Office" in kind.label:
        hint = "save it as .docx, .pptx or .xlsx without a password"
    else:
        hint = "export it as text, PDF or DOCX"
    readable = kind.suffix or "archive" in kind.label or "Office" in kind.label
    return UnreadableDocumentError(
        "wrong_type" if readable or kind.label == "something else" else "binary",
        f"{name} is {kind.label}, not what its name says; {hint}.",
        name=name,
        looks_like=kind.suffix or kind.label,
    )


def _package(data: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        # The directory is at the end of a ZIP: a file cut short still begins like one.
        names = {m for m in _PACKAGE_MEMBERS if m.encode() in data[: 1 << 20]}
    for member, (label, suffix) in _PACKAGE_MEMBERS.items():
        if member in names:
            return Kind(label, suffix)
    return Kind("a ZIP archive")
