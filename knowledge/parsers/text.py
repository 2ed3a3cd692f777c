"""Plain text and Markdown: kept as written, but for the front matter of Markdown."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from knowledge.parsers.base import DEFAULT_MAX_BYTES, Check, Parsed, ParsedDocument, go_on
from knowledge.parsers.cleaning import clean, first_heading, one_line, readable_stem, require_text
from knowledge.parsers.decode import decode

_FRONT_MATTER = re.compile(r"\s*---[ \t]*\n(.*?)(?:^|\n)(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
_UNDERLINED = re.compile(r"^(\S.*)\n(={3,}|-{3,})[ \t]*$", re.MULTILINE)
_MAX_FRONT_MATTER = 64 * 1024


@dataclass(frozen=True)
class TextParser:
    """Reads plain text."""

    suffixes: ClassVar[frozenset[str]] = frozenset({".txt", ".text", ".rst", ".log"})
    max_bytes: int = DEFAULT_MAX_BYTES
    check: Check = go_on

    def parse(self, data: bytes, name: str) -> Parsed:
        """Yield the one document of a text file."""
        text = require_text(clean(decode(data, name)), name)
        yield ParsedDocument(text, readable_stem(name), "text/plain")


@dataclass(frozen=True)
class MarkdownParser:
    """Reads Markdown; YAML front matter becomes title and metadata."""

    suffixes: ClassVar[frozenset[str]] = frozenset({".md", ".markdown"})
    max_bytes: int = DEFAULT_MAX_BYTES
    check: Check = go_on

    def parse(self, data: bytes, name: str) -> Parsed:
        """Yield the one document of a Markdown file."""
        front, body = _split_front_matter(clean(decode(data, name)))
        text = require_text(body, name)
        title = one_line(str(front.pop("title", None) or ""))
        title = title or first_heading(text) or _underlined_heading(text) or readable_stem(name)
        yield ParsedDocument(text, title, "text/markdown", metadata=front)


def _underlined_heading(text: str) -> str | None:
    found = _UNDERLINED.match(text)
    return one_line(found[1]) if found else None


def _split_front_matter(text: str) -> tuple[dict[str, Any], str]:
    found = _FRONT_MATTER.match(text) if text.lstrip().startswith("---") else None
    if found is None or len(found[1]) > _MAX_FRONT_MATTER:
        return {}, text
    import yaml  # type: ignore[import-untyped]

    # Aliases are the only way in which small YAML grows without bounds.
    if re.search(r"[:\-\[,]\s*\*\w", found[1]):
        return {}, text
    try:
        fields = yaml.safe_load(found[1])
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}, text
    if not isinstance(fields, Mapping):
        # `---` was a rule between paragraphs, not front matter.
        return {}, text
    plain = {one_line(str(key)): _plain(value) for key, value in fields.items()}
    return plain, text[found.end() :].strip("\n")


def _plain(value: object) -> Any:  # noqa: ANN401  (any JSON value)
    """The value as JSON can carry it: dates and everything unknown become text."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {one_line(str(key)): _plain(item) for key, item in value.items()}
    return clean(str(value))
