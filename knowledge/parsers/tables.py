"""CSV, TSV and Excel: every row becomes a line that is understood on its own.

`Name: LoRA; Year: 2021` can be retrieved and quoted without the rest of its table.
"""

import csv
import datetime
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import ClassVar, Literal, TypeVar

from knowledge.errors import UnreadableDocumentError
from knowledge.parsers.base import DEFAULT_MAX_BYTES, Check, Parsed, ParsedDocument, go_on
from knowledge.parsers.cleaning import clean_converted, readable_stem, require_text
from knowledge.parsers.converting import converting
from knowledge.parsers.decode import decode
from knowledge.parsers.packages import WORKBOOK_ROOM, check_package, core_title

Row = TypeVar("Row")
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_DELIMITERS = ",;\t|"
_SAMPLE_LINES = 50
_MAX_FIELD = 64 * 1024 * 1024
_NUMBER = re.compile(r"[-+]?[\d.,]+%?")
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
# Above the header a sheet may carry a caption, a date and a note.
_MAX_CAPTIONS = 5


@dataclass(frozen=True)
class CsvParser:
    """Reads comma-, semicolon-, tab- and bar-separated values."""

    suffixes: ClassVar[frozenset[str]] = frozenset({".csv", ".tsv"})
    max_bytes: int = DEFAULT_MAX_BYTES
    check: Check = go_on

    def parse(self, data: bytes, name: str) -> Parsed:
        """Yield the one document of a table."""
        tabs = name.lower().endswith(".tsv")
        text = require_text(clean_converted(decode(data, name)), name)
        lines = table_lines(_rows(text, "\t" if tabs else _delimiter(text), name, self.check))
        body = require_text("\n".join(lines), name)
        title = readable_stem(name)
        media_type = "text/tab-separated-values" if tabs else "text/csv"
        yield ParsedDocument(f"# {title}\n\n{body}", title, media_type)


@dataclass(frozen=True)
class XlsxParser:
    """Reads Excel workbooks: a heading a sheet, values as they were last calculated."""

    suffixes: ClassVar[frozenset[str]] = frozenset({".xlsx"})
    max_bytes: int = DEFAULT_MAX_BYTES
    check: Check = go_on

    def parse(self, data: bytes, name: str) -> Parsed:
        """Yield the one document of a workbook."""
        with converting(name, "Excel workbook"):
            check_package(data, name, ".xlsx", WORKBOOK_ROOM, self.max_bytes)
            sheets = dict(_sheets(data, self.check))
            title = core_title(data) or readable_stem(name)
        require_text("".join(sheets.values()), name)
        parts = (f"## {sheet}\n\n{body}" for sheet, body in sheets.items() if body)
        text = clean_converted("\n\n".join(parts))
        yield ParsedDocument(text, title, XLSX_TYPE, metadata={"sheets": list(sheets)})


def table_lines(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The lines of text that stand for the rows of a table, blank rows left out."""
    filled = (row for row in rows if any(row))
    top = list(islice(filled, _MAX_CAPTIONS + 1))
    header = _header_position(top)
    names = list(top[header]) if header is not None else []
    for row in top[: header or 0]:
        yield "; ".join(cell for cell in row if cell)
    start = 0 if header is None else header + 1
    if header is not None and len(top) == start:
        # A header with no rows under it is all that the table says.
        yield "; ".join(cell for cell in names if cell)
    for row in (*top[start:], *filled):
        yield _line(row, names)


def _header_position(top: Sequence[Sequence[str]]) -> int | None:
    """Which of the first rows names the columns: the first wide one, unless it holds numbers."""
    if not top:
        return None
    widths = [sum(1 for cell in row if cell) for row in top]
    wide = min(max(widths), max(2, max(widths) - 1))
    position = next(i for i, width in enumerate(widths) if width >= wide)
    names = [cell for cell in top[position] if cell]
    numbers = [cell for cell in names if _NUMBER.fullmatch(cell)]
    # Years across the top are names of columns; a single one is the year of something.
    years = len(numbers) > 1 and numbers != names and all(map(_YEAR.fullmatch, numbers))
    return position if years or not numbers else None


def _line(row: Sequence[str], names: Sequence[str]) -> str:
    parts = []
    for column, cell in enumerate(row):
        if cell:
            label = names[column] if column < len(names) else ""
            parts.append(f"{label}: {cell}" if label else cell)
    return "; ".join(parts)


def _delimiter(text: str) -> str:
    """The delimiter that splits most of the first lines into the same number of fields."""
    sample = [line for line in text.split("\n", _SAMPLE_LINES)[:_SAMPLE_LINES] if line.strip()]

    def score(delimiter: str) -> tuple[int, int]:
        counts = [line.count(delimiter) for line in sample]
        usual = max(set(counts), key=lambda count: (count > 0, counts.count(count)))
        return (counts.count(usual), usual) if usual else (0, 0)

    return max(_DELIMITERS, key=score)


def _rows(text: str, delimiter: str, name: str, check: Check) -> list[list[str]]:
    csv.field_size_limit(_MAX_FIELD)
    try:
        # Strict first: a stray quote would otherwise swallow every line after it.
        return _read(text, delimiter, csv.QUOTE_MINIMAL, check)
    except csv.Error:
        pass
    try:
        return _read(text, delimiter, csv.QUOTE_NONE, check)
    except csv.Error as error:
        raise UnreadableDocumentError(
            "malformed", f"{name} cannot be read as a table: {error}.", name=name
        ) from error


def _read(text: str, delimiter: str, quoting: Literal[0, 3], check: Check) -> list[list[str]]:
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=delimiter, quoting=quoting, strict=True
    )
    return [[" ".join(cell.split()) for cell in row] for row in _checked(reader, check)]


def _checked(rows: Iterable[Row], check: Check) -> Iterator[Row]:
    for row in rows:
        check()
        yield row


def _sheets(data: bytes, check: Check) -> Iterator[tuple[str, str]]:
    from openpyxl import load_workbook  # type: ignore[import-untyped]

    workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    try:
        for sheet in workbook.worksheets:
            # The size that a file claims for a sheet is often wrong, and hides rows.
            sheet.reset_dimensions()
            values = _checked(sheet.iter_rows(values_only=True), check)
            rows = ([_cell(value) for value in row] for row in values)
            yield " ".join(sheet.title.split()), "\n".join(table_lines(rows))
    finally:
        workbook.close()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat(" ") if isinstance(value, datetime.datetime) else value.isoformat()
    return " ".join(str(value).split())
