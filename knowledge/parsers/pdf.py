"""PDF to text: a page at a time through markitdown, then lines back to paragraphs.

markitdown decides once per file whether it holds tables; given single pages it decides for each,
so that one table does not cost the reading order of every other page. Pages without columns go to
pdfminer directly: markitdown would end there too, after looking for tables for six times as long.
"""

import io
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from knowledge.errors import UnreadableDocumentError
from knowledge.parsers.base import DEFAULT_MAX_BYTES, Check, Parsed, ParsedDocument, go_on
from knowledge.parsers.cleaning import clean_converted, readable_stem, real_title
from knowledge.parsers.converting import converting, malformed
from knowledge.parsers.reflow import reflow
from knowledge.parsers.sniff import expect

_KIND = "PDF"
# In points, as markitdown has them.
_ROW_HEIGHT, _COLUMN_GAP, _TABLE_COLUMNS = 5, 50, 3
_UNMAPPED_GLYPH = re.compile(r"\(cid:\d+\)")
_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)


@dataclass(frozen=True)
class PdfParser:
    """Reads PDF files that have a text layer."""

    suffixes: ClassVar[frozenset[str]] = frozenset({".pdf"})
    max_bytes: int = DEFAULT_MAX_BYTES
    check: Check = go_on

    def parse(self, data: bytes, name: str) -> Parsed:
        """Yield the one document of a PDF."""
        expect(data, name, ".pdf")
        with converting(name, _KIND):
            title, pages = _read(data, name, self.check)
        unreadable = [number for number, page in enumerate(pages, start=1) if page is None]
        if len(unreadable) == len(pages):
            raise malformed(name, _KIND)
        raw = [page or "" for page in pages]
        _require_text_layer(raw, data, name)
        text = reflow([clean_converted(_UNMAPPED_GLYPH.sub("", page)) for page in raw])
        metadata: dict[str, Any] = {"pages": len(pages)}
        if unreadable:
            metadata["unreadable_pages"] = unreadable
        text = clean_converted(text.translate(_LIGATURES))
        yield ParsedDocument(
            text, title or readable_stem(name), "application/pdf", None, None, metadata
        )


def _read(data: bytes, name: str, check: Check) -> tuple[str | None, list[str | None]]:
    """Title of the file and text of its pages; None for a page that cannot be read."""
    import pypdfium2  # type: ignore[import-untyped]

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise UnreadableDocumentError(
                "encrypted",
                f"{name} is protected by a password. Save it without one and try again.",
                name=name,
            ) from error
        raise malformed(name, _KIND) from error
    try:
        if not len(document):
            raise malformed(name, _KIND)
        return real_title(document.get_metadata_value("Title")), list(_pages(document, check))
    finally:
        document.close()


def _pages(document: Any, check: Check) -> Iterator[str | None]:  # noqa: ANN401  (untyped library)
    for index in range(len(document)):
        check()
        try:
            yield _page_text(document, index)
        except Exception:  # noqa: BLE001  (one broken page must not cost the others)
            yield None


def _page_text(document: Any, index: int) -> str:  # noqa: ANN401  (untyped library)
    from markitdown import StreamInfo
    from markitdown.converters import PdfConverter
    from pdfminer.high_level import extract_text
    from pypdfium2 import PdfDocument

    single, page = PdfDocument.new(), io.BytesIO()
    try:
        single.import_pages(document, [index])
        single.save(page)
    finally:
        single.close()
    page.seek(0)
    if _has_columns(document, index):
        return str(PdfConverter().convert(page, StreamInfo()).markdown)
    return extract_text(page)


def _has_columns(document: Any, index: int) -> bool:  # noqa: ANN401  (untyped library)
    """Whether pieces of text stand side by side as in a table: markitdown's own first question."""
    page = document[index]
    try:
        text = page.get_textpage()
        rows: dict[int, list[float]] = defaultdict(list)
        for i in range(text.count_rects()):
            left, bottom, _, _ = text.get_rect(i)
            rows[round(bottom / _ROW_HEIGHT)].append(left)
        text.close()
    finally:
        page.close()
    return any(_columns(lefts) >= _TABLE_COLUMNS for lefts in rows.values())


def _columns(lefts: list[float]) -> int:
    count, last = 0, float("-inf")
    for left in sorted(lefts):
        if left - last > _COLUMN_GAP:
            count, last = count + 1, left
    return count


def _require_text_layer(pages: list[str], data: bytes, name: str) -> None:
    text = "".join(pages)
    readable = _UNMAPPED_GLYPH.sub("", text).strip()
    glyphs = len(_UNMAPPED_GLYPH.findall(text))
    if readable and glyphs <= len(readable):
        return
    if not readable and not glyphs and b"%%EOF" not in data[-4096:]:
        raise malformed(name, _KIND)
    raise UnreadableDocumentError(
        "empty",
        f"{name} has no text layer: it is probably a scan. Run OCR over it (for example with "
        "ocrmypdf) and try again.",
        name=name,
        pages=len(pages),
    )
