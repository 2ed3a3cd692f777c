"""Files to text: `parse_bytes` for what was uploaded, `read_file` for what lies on disk.

One parser a kind of file, chosen by the name's suffix. Heavy libraries are imported by the parser
that needs them, when it needs them.
"""

from pathlib import PurePath

from knowledge.errors import UnreadableDocumentError
from knowledge.parsers.base import (
    DEFAULT_MAX_BYTES,
    Check,
    Parsed,
    ParsedDocument,
    Parser,
    go_on,
)
from knowledge.parsers.cleaning import one_line
from knowledge.parsers.files import read_file, too_large
from knowledge.parsers.html import HtmlParser
from knowledge.parsers.jsonl import JsonLinesParser
from knowledge.parsers.office import DocxParser, PptxParser
from knowledge.parsers.pdf import PdfParser
from knowledge.parsers.tables import CsvParser, XlsxParser
from knowledge.parsers.text import MarkdownParser, TextParser

__all__ = [
    "SUPPORTED_SUFFIXES",
    "ParsedDocument",
    "Parser",
    "holds_rows",
    "parse_bytes",
    "read_file",
    "suffix_of",
]

_PARSER_TYPES: tuple[type[Parser], ...] = (
    MarkdownParser,
    TextParser,
    HtmlParser,
    PdfParser,
    DocxParser,
    PptxParser,
    XlsxParser,
    CsvParser,
    JsonLinesParser,
)
_BY_SUFFIX = {suffix: parser for parser in _PARSER_TYPES for suffix in parser.suffixes}
SUPPORTED_SUFFIXES: frozenset[str] = frozenset(_BY_SUFFIX)

_OLD_OFFICE = {".doc": ".docx", ".ppt": ".pptx", ".xls": ".xlsx", ".odt": ".docx", ".rtf": ".docx"}


def suffix_of(name: str | PurePath) -> str:
    """The suffix that decides how a file is read, in lower case: `.md`, or `.jsonl.gz`."""
    suffixes = PurePath(str(name).replace("\\", "/")).suffixes
    double = "".join(suffixes[-2:]).lower()
    return double if double in _BY_SUFFIX else "".join(suffixes[-1:]).lower()


def holds_rows(name: str | PurePath) -> bool:
    """Whether a file is a list of documents, one a row, by its name."""
    return suffix_of(name) in JsonLinesParser.suffixes


def parse_bytes(
    data: bytes, name: str, *, max_bytes: int = DEFAULT_MAX_BYTES, check: Check = go_on
) -> Parsed:
    """Read the documents in a file.

    Args:
        data: the bytes of the file.
        name: its name; the suffix decides how it is read.
        max_bytes: the largest file to read, and the most a packed `.jsonl.gz` may unpack to.
        check: called between the pages or rows of a long file; what it raises ends the reading.

    Yields:
        One document, or for `.jsonl` one a row. A row that cannot be read is yielded as an error
        with its `line` in the details, and the rows after it follow.

    Raises:
        UnreadableDocumentError: the file as a whole cannot be read.
    """
    name = one_line(PurePath(name.replace("\\", "/")).name) or "file"
    suffix = suffix_of(name)
    if suffix not in _BY_SUFFIX:
        raise _unsupported(name, suffix)
    if len(data) > max_bytes:
        raise too_large(name, len(data), max_bytes)
    if not data.strip(b" \t\r\n"):
        raise UnreadableDocumentError("empty", f"{name} is empty.", name=name)
    yield from _BY_SUFFIX[suffix](max_bytes, check).parse(data, name)


def _unsupported(name: str, suffix: str) -> UnreadableDocumentError:
    supported = sorted(SUPPORTED_SUFFIXES)
    if suffix in _OLD_OFFICE:
        hint = f"Save it as {_OLD_OFFICE[suffix]}."
    else:
        hint = f"Supported are {', '.join(supported)}."
    kind = f"Files of type {suffix}" if suffix else "Files without a suffix"
    return UnreadableDocumentError(
        "unsupported_type",
        f"{kind} cannot be read ({name}). {hint}",
        name=name,
        supported=supported,
    )
