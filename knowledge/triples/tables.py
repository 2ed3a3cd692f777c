"""What the rows of a table state: `LLaMA-7B — layers — 32`. Pure functions, either language.

Read are tables as the parsers write them: Markdown's (also of HTML, Word and PowerPoint), and lines
of `Label: value; Label: value` (CSV and Excel). A row is about what its naming column says, the
first whose cells are names that hardly ever come twice; a table without one states nothing here.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile, zip_longest

from knowledge.text import comparable
from knowledge.triples.dates import read_date
from knowledge.triples.validation import MAX_PREDICATE
from knowledge.types import Document, Triple

# Of documents whose parser writes a row as `Label: value; Label: value`.
LABELLED = frozenset(
    {
        "text/csv",
        "text/tab-separated-values",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }
)
# Of one document: what goes beyond stays in its passages alone.
MOST_TRIPLES = 20_000
_CONFIDENCE = 0.9
_MAX_NAME, _MAX_NAME_WORDS = 60, 8
# A naming column has so many of its cells filled, with names, each once.
_NAMING = 0.8
_RULE = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?")
_BAR = re.compile(r"(?<!\\)\|")
_LABEL = re.compile(r"(?:^|; )([^:;]{1,60}): ")
_MARKUP = re.compile(r"\*\*|__|`|!?\[([^\[\]]*)\]\([^()\s]*\)")
_FENCE = re.compile(r"\s*(?:```|~~~)")
_QUANTITY = re.compile(r"[^\w]*\d[\d.,]*\s*(?:[^\W\d]{0,4}|%)[^\w]*")
_ENDS_SENTENCE = re.compile(r"[。！？]|[.!?](?:\s|$)")
_NOTHING = frozenset(
    {"", "-", "–", "—", "n/a", "na", "none", "null", "nil", "?", "/", "无", "未知"}
)
# What a row says that is about the others together.
_OF_ALL = frozenset(
    "total totals sum overall average mean all 合计 总计 总和 共计 平均 全部 小计".split()
)
# Headers of tables that list what one thing is: the document's.
_ATTRIBUTES = frozenset({"property", "attribute", "field", "key", "属性", "字段"})
_VALUES = frozenset({"value", "values", "值", "取值", "内容"})


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: `text[start:end]`, its cells by the number of their column."""

    start: int
    end: int
    cells: dict[int, str]


@dataclass(frozen=True, slots=True)
class Table:
    """The columns' names, blank where there is none, and the rows below."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]


def table_triples(document: Document, topic: str = "") -> Iterator[Triple]:
    """What the tables of a document state, row by row; `start` and `end` are the row's.

    Args:
        document: as it was parsed.
        topic: what the document is about, if its title names it: what tables are about that list
            properties and values.
    """
    labelled = document.media_type in LABELLED
    tables = _labelled(document.text) if labelled else _markdown(document.text)
    said = (triple for table in tables for triple in _said(table, topic))
    return islice(said, MOST_TRIPLES)


def _said(table: Table, topic: str) -> Iterator[Triple]:
    header = [comparable(label) for label in table.header]
    if len(header) == 2 and header[0] in _ATTRIBUTES and header[1] in _VALUES:
        for row in table.rows if topic else ():
            yield from _triples(topic, ((row.cells.get(0, ""), row.cells.get(1, "")),), row)
        return
    naming = _naming_column(table)
    if naming is None:
        return
    times = Counter(comparable(row.cells.get(naming, "")) for row in table.rows)
    for row in table.rows:
        name = row.cells.get(naming, "")
        # Rows that share a name say of it that it is this and that.
        if _is_name(name) and times[comparable(name)] == 1:
            told = ((table.header[n], cell) for n, cell in row.cells.items() if n != naming)
            yield from _triples(name, told, row)


def _triples(subject: str, told: Iterable[tuple[str, str]], row: Row) -> Iterator[Triple]:
    for label, value in told:
        predicate = label.replace("_", " ").strip(" :：")
        if _is_label(predicate) and comparable(value) not in _NOTHING:
            yield Triple(
                subject, predicate, value, confidence=_CONFIDENCE, start=row.start, end=row.end
            )


def _naming_column(table: Table) -> int | None:
    """The first column of names; behind a running number at most the next one."""
    for column in range(min(2, len(table.header))):
        cells = [row.cells.get(column, "") for row in table.rows]
        names = {comparable(cell) for cell in cells if _is_name(cell)}
        if cells and len(names) >= _NAMING * len(cells):
            return column
        if not all(_QUANTITY.fullmatch(cell) for cell in cells):
            return None
    return None


def _is_name(cell: str) -> bool:
    return (
        1 < len(cell) <= _MAX_NAME
        and len(cell.split()) <= _MAX_NAME_WORDS
        and any(c.isalpha() for c in cell)
        and comparable(cell) not in _NOTHING | _OF_ALL
        and not _QUANTITY.fullmatch(cell)
        and not _ENDS_SENTENCE.search(cell)
        and read_date(cell) is None
    )


def _is_label(label: str) -> bool:
    """Whether a column's name can be a predicate; years may head columns, other numbers not."""
    return 0 < len(label) <= MAX_PREDICATE and (
        any(c.isalpha() for c in label) or read_date(label) is not None
    )


def _markdown(text: str) -> Iterator[Table]:
    """Markdown's tables outside of code."""
    lines = _lines_outside_code(text)
    above: tuple[int, int, str] | None = None
    for start, end, line in lines:
        if above and above[2].startswith("|") and _RULE.fullmatch(line):
            header = tuple(_cells(above[2]))
            below = takewhile(lambda found: found[2].startswith("|"), lines)
            rows = [Row(a, b, _numbered(_cells(row))) for a, b, row in below]
            if not any(header) and len(header) > 2 and rows:
                # HTML's tables without header cells: the first row says what the columns are.
                first = rows.pop(0).cells
                header = tuple(first.get(n, "") for n in range(len(header)))
            yield Table(header, tuple(_within(rows, len(header))))
            above = None
        else:
            above = (start, end, line)


def _lines_outside_code(text: str) -> Iterator[tuple[int, int, str]]:
    """Lines with their offsets, without the blanks around them."""
    position, fenced = 0, False
    for whole in text.splitlines(keepends=True):
        line = whole.strip()
        start = position + (len(whole) - len(whole.lstrip()))
        position += len(whole)
        if _FENCE.match(whole):
            fenced = not fenced
        yield (start, start + len(line), "" if fenced else line)


def _cells(line: str) -> list[str]:
    inner = line.strip().removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return [_plain(cell) for cell in _BAR.split(inner)]


def _plain(cell: str) -> str:
    return " ".join(_MARKUP.sub(r"\1", cell).replace("\\|", "|").split())


def _numbered(cells: Sequence[str]) -> dict[int, str]:
    return {n: cell for n, cell in enumerate(cells) if cell}


def _within(rows: Iterable[Row], columns: int) -> Iterator[Row]:
    """Rows without cells that no column is above of."""
    for row in rows:
        yield Row(row.start, row.end, {n: c for n, c in row.cells.items() if n < columns})


def _labelled(text: str) -> Iterator[Table]:
    """Blocks of lines that say a label before each value."""
    block: list[tuple[int, int, str]] = []
    position = 0
    for whole in [*text.splitlines(keepends=True), ""]:
        line = whole.strip()
        if _LABEL.match(line):
            start = position + (len(whole) - len(whole.lstrip()))
            block.append((start, start + len(line), line))
        else:
            if block:
                yield _table(block)
            block = []
        position += len(whole)


def _table(block: Sequence[tuple[int, int, str]]) -> Table:
    """A block as a table: labels are what stands before a colon in more than one of its rows."""
    counts = Counter(m[1] for _, _, line in block for m in _LABEL.finditer(line))
    least = min(2, len(block))
    columns = {label: n for n, label in enumerate(x for x, c in counts.items() if c >= least)}
    return Table(
        tuple(columns),
        tuple(Row(start, end, dict(_values(line, columns))) for start, end, line in block),
    )


def _values(line: str, columns: Mapping[str, int]) -> Iterator[tuple[int, str]]:
    """Cells of a line, save those that may go on after what looks like a label and is none."""
    found = list(_LABEL.finditer(line))
    for match, following in zip_longest(found, found[1:]):
        sure = following is None or following[1] in columns
        if match[1] in columns and sure:
            end = following.start() if following else len(line)
            yield columns[match[1]], line[match.end() : end].strip()
