"""Word documents and PowerPoint presentations to Markdown, by markitdown's converters.

The converters are called directly: `MarkItDown` itself would guess the type again and, on a
broken file, fall back to listing the archive.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from knowledge.parsers.base import DEFAULT_MAX_BYTES, Check, Parsed, ParsedDocument, go_on
from knowledge.parsers.cleaning import first_heading, readable_stem, require_text
from knowledge.parsers.converting import converting
from knowledge.parsers.html import MARKDOWN_OPTIONS, tidy_markdown
from knowledge.parsers.packages import (
    DOCUMENT_ROOM,
    check_package,
    core_title,
    without_attachments,
)

DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PPTX_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation"

_STYLE_MAP = "\n".join(
    ["p[style-name='Title'] => h1:fresh", "p[style-name='标题'] => h1:fresh"]
    + [f"p[style-name='标题 {level}'] => h{level}:fresh" for level in range(1, 7)]
)
_SLIDE = re.compile(r"^<!-- Slide number: (\d+) -->[ \t]*$", re.MULTILINE)
# The name in brackets holds no bracket itself, or each of many would be read to the line's end.
_PICTURE = re.compile(r"^!\[(.*)\]\([^()\n]*\)[ \t]*$", re.MULTILINE)
_UNNAMED_PICTURE = re.compile(
    r"(?:picture|image|graphic|content placeholder|picture placeholder"
    r"|图片|图形|内容占位符)[ \t]*\d*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class DocxParser:
    """Reads Word documents."""

    suffixes: ClassVar[frozenset[str]] = frozenset({".docx"})
    max_bytes: int = DEFAULT_MAX_BYTES
    check: Check = go_on

    def parse(self, data: bytes, name: str) -> Parsed:
        """Yield the one document of a Word file."""
        with converting(name, "Word document"):
            check_package(data, name, ".docx", DOCUMENT_ROOM, self.max_bytes)
            from markitdown import StreamInfo
            from markitdown.converters import DocxConverter

            converter: Any = DocxConverter  # markitdown leaves it untyped
            bare = io.BytesIO(without_attachments(data))
            result = converter().convert(
                bare, StreamInfo(), style_map=_STYLE_MAP, **MARKDOWN_OPTIONS
            )
            title = core_title(data)
        text = require_text(tidy_markdown(result.markdown), name)
        title = first_heading(text) or title or readable_stem(name)
        yield ParsedDocument(text, title, DOCX_TYPE)


@dataclass(frozen=True)
class PptxParser:
    """Reads PowerPoint presentations: a heading a slide, notes included."""

    suffixes: ClassVar[frozenset[str]] = frozenset({".pptx"})
    max_bytes: int = DEFAULT_MAX_BYTES
    check: Check = go_on

    def parse(self, data: bytes, name: str) -> Parsed:
        """Yield the one document of a presentation."""
        with converting(name, "PowerPoint presentation"):
            check_package(data, name, ".pptx", DOCUMENT_ROOM, self.max_bytes)
            from markitdown import StreamInfo
            from markitdown.converters import PptxConverter

            converter: Any = PptxConverter  # markitdown leaves it untyped
            result = converter().convert(io.BytesIO(data), StreamInfo(), **MARKDOWN_OPTIONS)
            title = core_title(data)
        slides = list(_slides(result.markdown.replace("\x0b", " ")))
        require_text("".join(body for _, body in slides), name)
        text = tidy_markdown("\n\n".join(f"# {head}\n\n{body}" for head, body in slides))
        title = first_heading(text) or title or readable_stem(name)
        yield ParsedDocument(text, title, PPTX_TYPE, metadata={"slides": len(slides)})


def _slides(markdown: str) -> Iterator[tuple[str, str]]:
    """Heading and body of each slide; a slide without a title is named by its number."""
    parts = _SLIDE.split(markdown)[1:]
    for number, content in zip(parts[::2], parts[1::2], strict=True):
        lines = _PICTURE.sub(_picture_text, content).strip().split("\n")
        # A title can stand below another box; as a heading it belongs above all of the slide.
        place = next((i for i, line in enumerate(lines) if line.startswith("# ")), None)
        heading = f"Slide {number}" if place is None else lines.pop(place)[2:].strip()
        body = "\n".join(lines).replace("\n### Notes:\n", "\n## Notes\n\n")
        yield heading, body.strip()


def _picture_text(picture: re.Match[str]) -> str:
    return "" if _UNNAMED_PICTURE.fullmatch(picture[1].strip()) else picture[1]
