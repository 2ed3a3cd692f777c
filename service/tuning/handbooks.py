"""Handbooks with questions, written for this project: what people bring, and what they ask of it.

Public questions are about encyclopedias and news. Handbooks are denser: names, numbers, defaults,
steps and reasons, where the value of a neighbour stands beside the one that is asked for
(`handbooks/README.md`).

A line of `handbooks/LANGUAGE.jsonl` is one section: `handbook`, `heading`, `text`, and questions
`[answerable, question, start, end]`, where the span is the answer or, of an unanswerable one, what
a careless reader would say. What is unanswerable is so for the whole handbook.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from service.tuning.near_miss import NearMisses
from service.tuning.rows import QuestionRow, read_jsonl
from service.tuning.splits import AnyPart, is_in

FOLDER = Path(__file__).parent / "handbooks"
# Which of ten handbooks calibrate.
_CALIBRATING = (1, 2)
# Between the title of a handbook and a heading, as `Chunk.context` joins them.
_BEHIND = " › "


def handbook_rows(language: str, part: AnyPart) -> list[QuestionRow]:
    """The questions of a part of the handbooks, each with its section; split by handbook.

    The title of a row is that of the handbook, and its heading, as a searcher would show them.
    """
    return [
        QuestionRow(
            f"handbook-{language}-{n}-{k}",
            question,
            line["text"],
            ((start, end),) if answerable else (),
            language,
            f"{line['handbook']}{_BEHIND}{line['heading']}",
            None if answerable else (start, end),
        )
        for n, line in _sections(language, part)
        for k, (answerable, question, start, end) in enumerate(line["questions"])
    ]


def handbook_of(title: str) -> str:
    """The handbook in the title of a row."""
    return title.partition(_BEHIND)[0]


def asked_elsewhere(rows: Sequence[QuestionRow]) -> list[QuestionRow]:
    """Each question beside the section of the same handbook that looks most like answering it.

    Sections that hold the answer to the letter are passed over; one that says it otherwise is not.
    """
    by_handbook = [replace(row, title=handbook_of(row.title)) for row in rows]
    near, titles = NearMisses(by_handbook), {row.context: row.title for row in rows}
    return [
        replace(row, id=f"{row.id}-x", context=found, title=titles[found], spans=(), lure=None)
        for row in by_handbook
        if (found := near.of(row)) and handbook_of(titles[found]) == row.title
    ]


def _sections(language: str, part: AnyPart) -> Iterator[tuple[int, dict[str, Any]]]:
    handbooks: dict[str, int] = {}
    for n, (_, line) in enumerate(read_jsonl(FOLDER / f"{language}.jsonl")):
        place = handbooks.setdefault(line["handbook"], len(handbooks))
        if is_in(part, place, _CALIBRATING):
            yield n, line
