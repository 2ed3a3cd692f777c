"""Tables with questions, written for this project: what people ask of a row, and of a triple.

Sentences say how their words belong together; a row and a triple leave that to the reader, who is
asked in other words than the column's, or in another language (`tables/README.md`).

A line of `tables/LANGUAGE.jsonl` is one table: `title`, `header`, `rows` whose first cell names
what they are about, and questions `[answerable, question, row, column]`, where the cell is the
answer or, of an unanswerable one, what a careless reader would say.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.text import language_of
from knowledge.types import Document, Triple
from service.ingest.texts import from_text
from service.tuning.rows import QuestionRow, read_jsonl
from service.tuning.splits import AnyPart, is_in

FOLDER = Path(__file__).parent / "tables"
# Languages of the cells; a question may be in the other.
TABLES = ("en", "zh")
# Which of ten tables calibrate.
_CALIBRATING = (1, 2)
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class TableQuestion:
    """A question, and the cell that answers it or lures."""

    text: str
    answerable: bool
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class WrittenTable:
    """A table and what is asked of it."""

    id: str
    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    questions: tuple[TableQuestion, ...]

    def triple(self, row: int, column: int) -> tuple[str, Span]:
        """A cell as a triple in words, and where the cell stands in it."""
        cell = self.rows[row][column]
        text = Triple(self.rows[row][0], self.header[column], cell).verbalise()
        return text, (len(text) - len(cell), len(text))

    def labelled(self, row: int, column: int) -> tuple[str, Span]:
        """The table as passages of CSV and Excel have it, and where a cell stands in it."""
        lines = [
            [f"{label}: {cell}" for label, cell in zip(self.header, cells, strict=True)]
            for cells in self.rows
        ]
        return self._joined(lines, ("", "; ", ""), row, column)

    def markdown(self, row: int, column: int) -> tuple[str, Span]:
        """The table in Markdown, and where a cell stands in it."""
        lines = [self.header, ("---",) * len(self.header), *self.rows]
        return self._joined(lines, ("| ", " | ", " |"), row + 2, column)

    def _joined(
        self, lines: Sequence[Sequence[str]], marks: tuple[str, str, str], row: int, column: int
    ) -> tuple[str, Span]:
        before, between, after = marks
        text = "\n".join(before + between.join(cells) + after for cells in lines)
        start = sum(len(before + between.join(cells) + after) + 1 for cells in lines[:row])
        start += len(before + between.join(lines[row][: column + 1]))
        cell = self.rows[row - (len(lines) - len(self.rows))][column]
        return text, (start - len(cell), start)


def written_tables(language: str, part: AnyPart) -> list[WrittenTable]:
    """The tables of a part, whose cells are in that language."""
    return [
        WrittenTable(
            f"table-{language}-{n}",
            line["title"],
            tuple(line["header"]),
            tuple(map(tuple, line["rows"])),
            tuple(
                TableQuestion(text, bool(answerable), row, column)
                for answerable, text, row, column in line["questions"]
            ),
        )
        for n, (_, line) in enumerate(read_jsonl(FOLDER / f"{language}.jsonl"))
        if is_in(part, n, _CALIBRATING)
    ]


def table_rows(language: str, part: AnyPart) -> list[QuestionRow]:
    """Each question beside the triple of its cell, and beside the table in one of two forms.

    What can be answered stands beside a triple that does not answer it as well: another of the same
    thing, or the same of another.
    """
    return [row for table in written_tables(language, part) for row in _rows(table)]


def as_document(table: WrittenTable) -> Document:
    """The table as a document of its own, in Markdown."""
    text, _ = table.markdown(0, 0)
    return from_text(text, table.title, table.id)


def _rows(table: WrittenTable) -> Iterator[QuestionRow]:
    draw = random.Random(table.id)  # noqa: S311 - reproducible choices, not secrets
    for k, asked in enumerate(table.questions):
        place = asked.row, asked.column
        whole = draw.choice((table.labelled, table.markdown))
        for shown, (text, span) in enumerate((table.triple(*place), whole(*place))):
            yield QuestionRow(
                f"{table.id}-{k}-{shown}",
                asked.text,
                text,
                (span,) if asked.answerable else (),
                language_of(asked.text),
                table.title,
                None if asked.answerable else span,
            )
        if asked.answerable:
            text, lure = table.triple(*_elsewhere(table, asked, draw))
            yield QuestionRow(
                f"{table.id}-{k}-x",
                asked.text,
                text,
                (),
                language_of(asked.text),
                table.title,
                lure,
            )


def _elsewhere(table: WrittenTable, asked: TableQuestion, draw: random.Random) -> tuple[int, int]:
    """Another cell of the same row or the same column, with something else in it."""
    cell = table.rows[asked.row][asked.column]
    beside = [(asked.row, n) for n in range(1, len(table.header)) if n != asked.column]
    below = [(n, asked.column) for n in range(len(table.rows)) if n != asked.row]
    first, second = draw.sample([beside, below], 2)
    others = [place for place in first if table.rows[place[0]][place[1]] != cell]
    return draw.choice(others or second)
