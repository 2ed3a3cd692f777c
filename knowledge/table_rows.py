"""Tables in a text, as the parsers write them: their columns' names and their rows.

Markdown's (also of HTML, Word and PowerPoint), and lines of `Label: value; Label: value` (CSV and
Excel). Pure functions; what a row states is for others to say.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile, zip_longest

_RULE = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?")
_BAR = re.compile(r"(?<!\\)\|")
_LABEL = re.compile(r"(?:^|; )([^:;]{1,60}): ")
_MARKUP = re.compile(r"\*\*|__|`|!?\[([^\[\]]*)\]\([^()\s]*\)")
_FENCE = re.compile(r"\s*(?:```|~~~)")


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

    def has_row(self, start: int) -> bool:
        """Whether one of its rows starts there."""
        return any(row.start == start for row in self.rows)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a row.

    Attributes:
        label: what its column is called.
        text: what it says.
        beside: the other cells of its row.
    """

    label: str
    text: str
    beside: str


def cell_at(text: str, start: int, end: int, position: int) -> Cell | None:
    """The cell that a position of a row is in; None if its column has no name, or it is the first.

    Args:
        text: what the row stands in.
        start: of the row in it.
        end: of the row in it.
        position: in `text`.
    """
    row = text[start:end]
    if row.startswith("|"):
        table = next((t for t in markdown_tables(text) if t.has_row(start)), None)
        column = len(_BAR.findall(text, start, position)) - 1
        if table is None or not 0 < column < len(table.header):
            return None
        label, cells = table.header[column], dict(enumerate(_cells(row)))
    else:
        found = list(_LABEL.finditer(row))
        column = sum(match.end() <= position - start for match in found) - 1
        if column < 1 or found[0].start() != 0:
            return None
        ends = [match.start() for match in found[1:]] + [len(row)]
        label = found[column][1]
        cells = {
            n: row[m.end() : stop] for n, (m, stop) in enumerate(zip(found, ends, strict=True))
        }
    beside = " ".join(cell for n, cell in cells.items() if n != column)
    return Cell(label, cells.get(column, ""), beside) if label else None


def markdown_tables(text: str) -> Iterator[Table]:
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


def labelled_tables(text: str) -> Iterator[Table]:
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
