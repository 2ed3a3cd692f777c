"""Web pages to Markdown, without scripts, styles and navigation."""

import re
from dataclasses import dataclass
from typing import Any, ClassVar

from knowledge.errors import UnreadableDocumentError
from knowledge.parsers.base import DEFAULT_MAX_BYTES, Check, Parsed, ParsedDocument, go_on
from knowledge.parsers.cleaning import (
    clean,
    clean_converted,
    first_heading,
    one_line,
    readable_stem,
    require_text,
)
from knowledge.parsers.converting import converting
from knowledge.parsers.decode import decode
from knowledge.parsers.files import too_large

# Text is for reading and quoting: no link targets, and no backslashes that the page did not show.
MARKDOWN_OPTIONS: dict[str, Any] = {
    "strip": ["a", "img", "u"],
    "escape_asterisks": False,
    "escape_underscores": False,
    "escape_misc": False,
}
_BOILERPLATE = (
    "script, style, noscript, template, iframe, object, svg, canvas, nav, form, button, select, "
    "dialog, [hidden], [aria-hidden=true], [role=navigation], [role=search], [role=banner], "
    "[role=contentinfo], body > header nav, body > footer, head"
)
_DECLARED = re.compile(
    rb"<\?xml[^>]*encoding=[\"']([\w.-]+)|<meta[^>]*charset\s*=\s*[\"']?\s*([\w.-]+)", re.IGNORECASE
)
_EMPTY_HEADING = re.compile(r"^#{1,6}[ \t]*$\n?", re.MULTILINE)
_BLANK_HEADER = re.compile(r"^\|(?: +\|)+\n(\|(?: ---+ \|)+)\n(\|.*)$", re.MULTILINE)
# Its trees take about twenty times as much memory as a page's text. The largest pages of handbooks,
# pictures within them included, have less than half of this.
_MAX_BYTES = 20_000_000
# Browsers read these names as their supersets, and so do the pages that use them.
_SUPERSETS = {"gb2312": "gb18030", "gbk": "gb18030", "iso-8859-1": "cp1252", "latin-1": "cp1252"}


@dataclass(frozen=True)
class HtmlParser:
    """Reads web pages."""

    suffixes: ClassVar[frozenset[str]] = frozenset({".html", ".htm", ".xhtml"})
    max_bytes: int = DEFAULT_MAX_BYTES
    check: Check = go_on

    def parse(self, data: bytes, name: str) -> Parsed:
        """Yield the one document of a web page."""
        if len(data) > _MAX_BYTES:
            raise too_large(name, len(data), _MAX_BYTES, "Split it, or convert it to text.")
        page = clean(decode(data, name, _declared_encoding(data)))
        with converting(name, "web page"):
            content, page_title, heading = _content(page, name)
            self.check()
            text = _markdown(content)
        text = tidy_markdown(text)
        if not text.strip():
            raise UnreadableDocumentError(
                "empty",
                f"{name} shows no text without running its scripts. Save the page from a browser "
                "as text or PDF.",
                name=name,
            )
        title = heading or page_title or first_heading(text) or readable_stem(name)
        yield ParsedDocument(require_text(text, name), title, "text/html")


def _declared_encoding(data: bytes) -> str | None:
    found = _DECLARED.search(data[:4096])
    if found is None:
        return None
    named = (found[1] or found[2]).decode("ascii", errors="replace").lower()
    return _SUPERSETS.get(named, named)


def _content(page: str, name: str) -> tuple[str, str, str]:
    """The page without what is not content, its `<title>` and its first `<h1>`."""
    from knowledge.parsers.counted_soup import counted_soup

    # lxml closes what authors leave open (`<li>a<li>b`); the converter's own parser nests it.
    soup = counted_soup(page, name)
    title = one_line(soup.title.get_text(" ")) if soup.title else ""
    for element in soup.select(_BOILERPLATE):
        element.decompose()
    for image in soup.find_all("img"):
        image.replace_with(str(image.get("alt") or ""))
    heading = soup.find("h1")
    return str(soup), title, one_line(heading.get_text(" ")) if heading else ""


def _markdown(content: str) -> str:
    """Markdown of a page; the converter builds a tree of its own."""
    from markitdown.converters import HtmlConverter

    return str(HtmlConverter().convert_string(content, **MARKDOWN_OPTIONS).markdown)


def tidy_markdown(text: str) -> str:
    """Converter's Markdown without empty headings and with real headers above tables.

    A table without header cells gets a blank header row; its first row says what the columns are.
    """
    without = _EMPTY_HEADING.sub("", clean_converted(text))
    return clean_converted(_BLANK_HEADER.sub(r"\2\n\1", without))
