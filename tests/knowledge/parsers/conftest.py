"""Makers of real files, small and by hand, so that tests say what is in them."""

import gzip
import hashlib
import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from knowledge.errors import DeadlineExceededError, UnreadableDocumentError
from knowledge.parsers import ParsedDocument, parse_bytes

_PAD = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


def _md5(data: bytes) -> bytes:
    # The PDF format prescribes it.
    return hashlib.md5(data, usedforsecurity=False).digest()


def _rc4(key: bytes, data: bytes) -> bytes:
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    i = j = 0
    out = bytearray()
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def _page_content(lines: Sequence[str | tuple[str, ...]]) -> bytes:
    """Lines from the top of a page down: an empty one leaves a gap, a tuple stands in columns."""
    shown, y = [], 760
    for line in lines:
        y -= 14
        for column, piece in enumerate([line] if isinstance(line, str) else line):
            glyphs = piece.encode("utf-16-be").hex()
            shown.append(f"BT /F1 11 Tf {72 + 150 * column} {y} Td <{glyphs}> Tj ET")
    return "\n".join(shown).encode()


def _to_unicode() -> bytes:
    """Glyph numbers are UTF-16 code units."""
    ranges = "\n".join(
        f"{len(block)} beginbfrange\n" + "\n".join(block) + "\nendbfrange"
        for block in (
            [f"<{high:02X}00> <{high:02X}FF> <{high:02X}00>" for high in range(start, start + 64)]
            for start in range(0, 256, 64)
        )
    )
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CMapName /Plain def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        f"{ranges}\nendcmap end end"
    ).encode()


def build_pdf(
    pages: Sequence[Sequence[str | tuple[str, ...]]], *, title: str = "", password: str = ""
) -> bytes:
    """A PDF with these lines on its pages; with a password, encrypted by 40-bit RC4."""
    key = b""
    owner = _md5(b"owner") * 2
    if password:
        padded = (password.encode() + _PAD)[:32]
        permissions = (-4).to_bytes(4, "little", signed=True)
        key = _md5(padded + owner + permissions + b"0123456789abcdef")[:5]

    def sealed(number: int, data: bytes) -> bytes:
        salt = number.to_bytes(3, "little") + b"\0\0"
        return _rc4(_md5(key + salt)[:10], data) if key else data

    def stream(number: int, data: bytes) -> bytes:
        data = sealed(number, data)
        return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(data), data)

    first_page = 8
    kids = " ".join(f"{first_page + 2 * i} 0 R" for i in range(len(pages)))
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        3: b"<< /Type /Font /Subtype /Type0 /BaseFont /Plain /Encoding /Identity-H "
        b"/DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        4: b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Plain /DW 1000 "
        b"/W [0 255 500] /FontDescriptor 7 0 R /CIDSystemInfo "
        b"<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        5: stream(5, _to_unicode()),
        6: b"<< /Title <"
        + sealed(6, ("\ufeff" + title).encode("utf-16-be")).hex().encode()
        + b"> >>",
        7: b"<< /Type /FontDescriptor /FontName /Plain /Flags 4 /ItalicAngle 0 /Ascent 800 "
        b"/Descent -200 /CapHeight 700 /StemV 80 /FontBBox [0 -200 1000 800] >>",
    }
    for i, lines in enumerate(pages):
        page = first_page + 2 * i
        objects[page] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {page + 1} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        ).encode()
        objects[page + 1] = stream(page + 1, _page_content(lines))
    trailer = b"/Root 1 0 R /Info 6 0 R"
    if password:
        number = len(objects) + 1
        user = _rc4(key, _PAD).hex()
        objects[number] = (
            f"<< /Filter /Standard /V 1 /R 2 /P -4 /O <{owner.hex()}> /U <{user}> >>"
        ).encode()
        identity = b"0123456789abcdef".hex().encode()
        trailer += b" /Encrypt %d 0 R /ID [<%s> <%s>]" % (number, identity, identity)
    return _assemble(objects, trailer)


def _assemble(objects: dict[int, bytes], trailer: bytes) -> bytes:
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    offsets = []
    for number in sorted(objects):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, objects[number]))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % offset for offset in offsets))
    out.write(b"trailer\n<< /Size %d %s >>\n" % (len(objects) + 1, trailer))
    out.write(b"startxref\n%d\n%%%%EOF\n" % start)
    return out.getvalue()


def build_zip(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in members.items():
            package.writestr(name, data)
    return out.getvalue()


def only(data: bytes, name: str, **options: Any) -> ParsedDocument:
    """The single document of a file."""
    found = list(parse_bytes(data, name, **options))
    assert len(found) == 1
    assert isinstance(found[0], ParsedDocument)
    return found[0]


def refusal(data: bytes, name: str, **options: Any) -> UnreadableDocumentError:
    """The error that a whole file is refused with."""
    with pytest.raises(UnreadableDocumentError) as caught:
        list(parse_bytes(data, name, **options))
    error = caught.value
    assert error.message.endswith(".")
    assert error.details["reason"] == error.reason
    return error


class Impatient:
    """A check that lets so many pages or rows go by, then says that time is up."""

    def __init__(self, patience: int) -> None:
        self.left = patience

    def __call__(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise DeadlineExceededError("time is up")


@pytest.fixture
def impatient() -> Callable[[int], Impatient]:
    return Impatient


@pytest.fixture(name="only")
def only_fixture() -> Callable[..., ParsedDocument]:
    return only


@pytest.fixture(name="refusal")
def refusal_fixture() -> Callable[..., UnreadableDocumentError]:
    return refusal


@pytest.fixture(name="build_pdf")
def build_pdf_fixture() -> Callable[..., bytes]:
    return build_pdf


@pytest.fixture(name="build_zip")
def build_zip_fixture() -> Callable[[dict[str, bytes]], bytes]:
    return build_zip


@pytest.fixture
def gzipped() -> Callable[[bytes], bytes]:
    return lambda data: gzip.compress(data, mtime=0)
