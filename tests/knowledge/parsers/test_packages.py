"""Office files that unpack to more than memory holds, with the limits that are in force."""

import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from knowledge.errors import UnreadableDocumentError
from knowledge.parsers.base import DEFAULT_MAX_BYTES
from knowledge.parsers.packages import DOCUMENT_ROOM, WORKBOOK_ROOM, check_package
from tests.hostile import in_linear_time

MAIN = {
    ".docx": "word/document.xml",
    ".pptx": "ppt/presentation.xml",
    ".xlsx": "xl/workbook.xml",
}
# A paragraph as Word writes it: markup of tracked changes, fonts and spelling around few words.
RUN = (
    '<w:r w:rsidRPr="00C12"><w:rPr><w:rFonts w:ascii="Times" w:hAnsi="Times"/><w:sz w:val="24"/>'
    '<w:lang w:val="en-US"/></w:rPr><w:t xml:space="preserve">The quick brown fox jumps over the '
    'lazy dog and reads what is written. </w:t></w:r><w:proofErr w:type="spellStart"/>'
)
PARAGRAPH = (
    '<w:p w:rsidR="00A77B3E" w:rsidRDefault="00A77B3E"><w:pPr><w:spacing w:after="120" '
    f'w:line="276"/><w:jc w:val="both"/></w:pPr>{RUN * 5}</w:p>'
)
PARAGRAPHS_A_PAGE = 8


@contextmanager
def little_memory() -> Iterator[None]:
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("suffix", [".docx", ".pptx", ".xlsx"])
def test_a_bomb_of_blanks_is_refused_before_it_is_unpacked(refusal, build_zip, suffix):
    blanks = b"<x>" + b" " * 101_000_000
    data = build_zip({MAIN[suffix]: b"<x/>", "part.xml": blanks})
    assert len(data) < 200_000
    with little_memory():
        error = refusal(data, f"a{suffix}")
    assert (error.reason, error.details["bytes"]) == ("too_large", len(blanks) + 4)
    assert "of text and markup; the limit is" in error.message
    assert error.message.endswith("Split it, or convert it to text.")


@pytest.mark.parametrize(
    ("suffix", "piece", "count"),
    [
        (".docx", b"<w:p/>", 1_000_001),
        (".docx", b"<p a='1'/>", 500_001),
        (".pptx", b"<a:p/>", 1_000_001),
        (".xlsx", b"<x/>", 5_000_001),
    ],
)
def test_a_bomb_of_many_small_tags_is_refused(refusal, build_zip, suffix, piece, count):
    data = build_zip({MAIN[suffix]: piece * count})
    assert len(data) < 100_000
    with in_linear_time(), little_memory():
        error = refusal(data, f"a{suffix}")
    assert error.reason == "too_large"
    assert "tags, attributes and texts" in error.message
    assert error.message.endswith("Split it, or convert it to text.")


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf", b" " * 2_000_000, b"\xff\xfe"])
def test_what_a_member_is_does_not_hang_on_its_name(refusal, build_zip, start):
    picture = start + b"<p/>" * 1_000_001
    data = build_zip({"word/document.xml": b"<x/>", "word/media/picture.png": picture})
    error = refusal(data, "a.docx")
    assert (error.reason, error.details["limit"]) == ("too_large", 1_000_000)


def test_attachments_may_unpack_to_as_much_as_a_file_may_have(refusal, build_zip):
    picture = b"\x89PNG" + bytes(1_000_000)
    data = build_zip({"word/document.xml": b"<x/>", "word/media/picture.png": picture})
    error = refusal(data, "a.docx", max_bytes=900_000)
    assert (error.reason, error.details["bytes"]) == ("too_large", len(picture))
    assert "of pictures and attachments" in error.message


def test_a_member_that_cannot_be_read_here_counts_for_as_much_as_it_can_hold(build_zip):
    members = {"word/document.xml": b"<x/>", "customXml/item.xml": b"<p/>" * 1000}
    other_case = build_zip(members).replace(b"customXml", b"customXML", 1)
    check_package(other_case, "a.docx", ".docx", DOCUMENT_ROOM, DEFAULT_MAX_BYTES)
    members["customXml/item.xml"] = b"x" * 4_000_010
    other_case = build_zip(members).replace(b"customXml", b"customXML", 1)
    with pytest.raises(UnreadableDocumentError, match="more than 1,000,000 tags"):
        check_package(other_case, "a.docx", ".docx", DOCUMENT_ROOM, DEFAULT_MAX_BYTES)


def test_a_word_document_of_a_thousand_pages_is_no_bomb(build_zip):
    xml = f"<w:document>{PARAGRAPH * PARAGRAPHS_A_PAGE * 1000}</w:document>".encode()
    data = build_zip({"word/document.xml": xml})
    check_package(data, "a.docx", ".docx", DOCUMENT_ROOM, DEFAULT_MAX_BYTES)


def test_a_sheet_of_a_million_cells_is_no_bomb(build_zip):
    rows = b"".join(
        b'<row r="%d">%s</row>' % (n, b'<c r="A1" s="0"><v>1234.5</v></c>' * 10)
        for n in range(100_000)
    )
    data = build_zip({"xl/workbook.xml": b"<x/>", "xl/worksheets/sheet1.xml": rows})
    check_package(data, "a.xlsx", ".xlsx", WORKBOOK_ROOM, DEFAULT_MAX_BYTES)
