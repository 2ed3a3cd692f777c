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
from typing import Any, Literal

from service.tuning.near_miss import NearMisses
from service.tuning.rows import QuestionRow, read_jsonl

FOLDER = Path(__file__).parent / "handbooks"
Part = Literal["train", "calibrate", "measure", "all"]
# Of so many handbooks the first measures, the second and third calibrate; the others train.
_OF = 10
_CALIBRATING = (1, 2)


def handbook_rows(language: str, part: Part) -> list[QuestionRow]:
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
            f"{line['handbook']} › {line['heading']}",
            None if answerable else (start, end),
        )
        for n, line in _sections(language, part)
        for k, (answerable, question, start, end) in enumerate(line["questions"])
    ]


def asked_elsewhere(rows: Sequence[QuestionRow]) -> list[QuestionRow]:
    """Each question beside the section of the same handbook that looks most like answering it."""
    by_handbook = [replace(row, title=row.title.partition(" › ")[0]) for row in rows]
    near, titles = NearMisses(by_handbook), {row.context: row.title for row in rows}
    return [
        replace(row, id=f"{row.id}-x", context=found, title=titles[found], spans=(), lure=None)
        for row in by_handbook
        if (found := near.of(row)) and titles[found].startswith(f"{row.title} › ")
    ]


def _sections(language: str, part: Part) -> Iterator[tuple[int, dict[str, Any]]]:
    handbooks: dict[str, int] = {}
    for n, (_, line) in enumerate(read_jsonl(FOLDER / f"{language}.jsonl")):
        place = handbooks.setdefault(line["handbook"], len(handbooks)) % _OF
        if part in ("all", _part_of(place)):
            yield n, line


def _part_of(place: int) -> Part:
    if place == 0:
        return "measure"
    return "calibrate" if place in _CALIBRATING else "train"
