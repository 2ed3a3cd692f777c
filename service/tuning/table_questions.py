"""Questions about tables, asked of all tables as one collection of texts."""

from pathlib import Path

from indexes.embedding.base import Embedder
from indexes.hybrid import HybridSearcher
from knowledge.text import comparable
from service.tuning.questions import Asked, searcher_over
from service.tuning.splits import AnyPart
from service.tuning.tables import TABLES, TableQuestion, WrittenTable, as_document, written_tables


def table_set(
    part: AnyPart, embedder: Embedder, folder: Path
) -> tuple[HybridSearcher, list[Asked]]:
    """All tables as one collection, and what is asked of those of a part.

    What is answered by a cell that stands in other cells of its table as well is left out: whether
    a sentence gives it could not be told.
    """
    tables = [table for language in TABLES for table in written_tables(language, "all")]
    documents = ((table.id, as_document(table)) for table in tables)
    searcher, _ = searcher_over(embedder, folder, documents)
    # All are shown, and short values recur: a cell counts in its own table alone.
    every = frozenset(table.id for table in tables)
    return searcher, [
        Asked(
            asked.text,
            (table.rows[asked.row][asked.column],) if asked.answerable else (),
            table.id if asked.answerable else None,
            within=every,
        )
        for language in TABLES
        for table in written_tables(language, part)
        for asked in table.questions
        if not asked.answerable or _stands_once(table, asked)
    ]


def _stands_once(table: WrittenTable, asked: TableQuestion) -> bool:
    cell = comparable(table.rows[asked.row][asked.column])
    return sum(cell in comparable(other) for cells in table.rows for other in cells) == 1
