"""What the rows of a table state: `LLaMA-7B — layers — 32`. Pure functions, either language.

A row is about what its naming column says, the first whose cells are names that hardly ever come
twice; a table without one states nothing here.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice

from knowledge.table_rows import Row, Table, labelled_tables, markdown_tables
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


def table_triples(document: Document, topic: str = "") -> Iterator[Triple]:
    """What the tables of a document state, row by row; `start` and `end` are the row's.

    Args:
        document: as it was parsed.
        topic: what the document is about, if its title names it: what tables are about that list
            properties and values.
    """
    labelled = document.media_type in LABELLED
    tables = labelled_tables(document.text) if labelled else markdown_tables(document.text)
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
