"""Office files as packages: what they unpack to, told before any of it is kept.

A few kilobytes of a ZIP can stand for gigabytes, so what is unpacked is bounded whatever the packed
size. What a member is shows in its first bytes: its name and type are what the file's author chose.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from knowledge.errors import UnreadableDocumentError
from knowledge.parsers.cleaning import real_title
from knowledge.parsers.converting import malformed
from knowledge.parsers.files import megabytes
from knowledge.parsers.markup import MAX_PIECES, too_much_markup
from knowledge.parsers.sniff import expect


@dataclass(frozen=True, slots=True)
class Room:
    """How much XML may be unpacked: its size, and its pieces by the signs that each of them has."""

    size: int
    pieces: int
    signs: tuple[bytes, ...]


# A thousand pages of a Word document unpack to about 13 MB and 900,000 tags and attributes.
DOCUMENT_ROOM = Room(50_000_000, MAX_PIECES, (b"<", b"="))
# Rows are forgotten as they are read and cost less: this is a million filled cells.
WORKBOOK_ROOM = Room(100_000_000, 5 * MAX_PIECES, (b"<",))
# The smallest piece that takes memory, `<p/>`.
_LEAST_PIECE = 4
_BLOCK = 1 << 20
_BEFORE_XML = b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError)
# Smaller members than this are carried along, whatever they are.
_LARGE = 100_000


def check_package(data: bytes, name: str, suffix: str, room: Room, max_bytes: int) -> None:
    """Raise unless `data` is an Office file that unpacks to what memory holds.

    Args:
        data: the bytes of the file.
        name: its name, for messages.
        suffix: what the file should be: .docx, .pptx or .xlsx.
        room: how much text and markup it may hold.
        max_bytes: how much its pictures and other attachments may unpack to.

    Raises:
        UnreadableDocumentError: it is something else, damaged, or `too_large`.
    """
    expect(data, name, suffix)
    with _opened(data, name, suffix) as package:
        xml = [member for member in package.infolist() if _is_xml(package, member)]
        size = sum(member.file_size for member in xml)
        attached = sum(member.file_size for member in package.infolist()) - size
        _check_size(size, room.size, name, "text and markup")
        _check_size(attached, max_bytes, name, "pictures and attachments")
        pieces = 0
        for member in xml:
            pieces += _pieces(package, member, room.signs)
            if pieces > room.pieces:
                raise too_much_markup(name, room.pieces)


def without_attachments(data: bytes) -> bytes:
    """The same package with large attachments emptied.

    The converter of Word documents would carry each picture through its trees as text.
    """
    bare = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(bare, "w") as out:
            for member in package.infolist():
                kept = member.file_size < _LARGE or _is_xml(package, member)
                out.writestr(member.filename, package.read(member) if kept else b"")
    except _UNREADABLE:
        return data  # names that differ in case within the package: the converter mends them
    return bare.getvalue()


def core_title(data: bytes) -> str | None:
    """The title in the properties of an Office file, unless it is a program's placeholder."""
    from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]

    with zipfile.ZipFile(io.BytesIO(data)) as package:
        if "docProps/core.xml" not in package.namelist():
            return None
        properties = fromstring(package.read("docProps/core.xml"))
    return real_title(properties.findtext("{http://purl.org/dc/elements/1.1/}title"))


@contextmanager
def _opened(data: bytes, name: str, suffix: str) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            yield package
    except _UNREADABLE as error:
        raise malformed(name, f"{suffix} file", cause=type(error).__name__) from error


def _is_xml(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> bool:
    """Whether a member begins as XML does; so does one that only the converter can read."""
    try:
        with package.open(member) as stream:
            start = stream.read(_BLOCK).lstrip(_BEFORE_XML)
    except _UNREADABLE:
        return True
    return not start or start.startswith(b"<")


def _pieces(package: zipfile.ZipFile, member: zipfile.ZipInfo, signs: tuple[bytes, ...]) -> int:
    """The pieces in a member, or as many as it can hold where it cannot be read here."""
    pieces = 0
    try:
        with package.open(member) as stream:
            while block := stream.read(_BLOCK):
                pieces += sum(block.count(sign) for sign in signs)
    except _UNREADABLE:
        pieces = member.file_size // _LEAST_PIECE
    return pieces


def _check_size(size: int, limit: int, name: str, what: str) -> None:
    if size > limit:
        raise UnreadableDocumentError(
            "too_large",
            f"{name} unpacks to {megabytes(size)} of {what}; the limit is {megabytes(limit)}. "
            "Split it, or convert it to text.",
            name=name,
            bytes=size,
            limit=limit,
        )
