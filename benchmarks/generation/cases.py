"""The questions that are asked, English and Chinese, each with its passage as the only source.

English: SQuAD 2.0, whose unanswerable questions people wrote. Chinese: CMRC 2018, where some get a
passage that looks like theirs and holds no answer, since that set has no unanswerable ones. Where
these are not at hand: the handbooks written for this project. A third is unanswerable in all.
`tune` is for choosing, `measure` for reporting; they share no article and no handbook.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from service.tuning.handbooks import handbook_rows
from service.tuning.near_miss import NearMisses
from service.tuning.rows import QuestionRow, read_questions
from service.tuning.splits import articles_of

Part = Literal["tune", "measure"]
# One question of so many has no answer in its passage.
_UNANSWERABLE = 3


@dataclass(frozen=True, slots=True)
class Case:
    """A question with the passage it is asked about.

    Attributes:
        answers: accepted ones; none when the passage holds no answer.
        row: the question as the set has it.
    """

    id: str
    question: str
    passage: str
    answers: tuple[str, ...]
    lang: str
    row: QuestionRow


def public_set(folder: Path, lang: str) -> Path | None:
    """The public questions in a language; None where they are not at hand."""
    name = {"en": "squad20_dev_a", "zh": "cmrc2018_dev"}[lang]
    path = folder / "dev" / f"{name}.jsonl.gz"
    return path if path.exists() else None


def cases_of(folder: Path, lang: str, part: Part, count: int) -> list[Case]:
    """`count` questions in a language, the same ones every time."""
    path = public_set(folder, lang)
    if path is None:
        found = _handbooks(lang, part)
    else:
        found = (_english if lang == "en" else _chinese)(read_questions(path), part)
    random.Random(7).shuffle(found)  # noqa: S311 - a fixed order
    without = [c for c in found if not c.answers][: count // _UNANSWERABLE]
    chosen = {c.id for c in [*without, *(c for c in found if c.answers)][:count]}
    return [c for c in found if c.id in chosen]


def _english(rows: Sequence[QuestionRow], part: Part) -> list[Case]:
    """Of articles that trained no model: those that calibrate, or those that only measure."""
    chosen = articles_of("calibrate" if part == "tune" else "measure", [r.title for r in rows])
    return [_case(r, r.context, bool(r.spans)) for r in rows if r.title in chosen]


def _chinese(rows: Sequence[QuestionRow], part: Part) -> list[Case]:
    passages = sorted({r.context for r in rows})
    kept = set(passages[::2] if part == "tune" else passages[1::2])
    rows = [r for r in rows if r.context in kept]
    near = NearMisses(rows)
    found = []
    for n, row in enumerate(rows):
        lacking = near.of(row) if n % _UNANSWERABLE == 0 else None
        found.append(_case(row, lacking or row.context, lacking is None))
    return found


def _handbooks(lang: str, part: Part) -> list[Case]:
    """Of handbooks that calibrate or only measure, each section below its headings."""
    rows = handbook_rows(lang, "calibrate" if part == "tune" else "measure")
    return [_case(r, f"{r.title}\n\n{r.context}", bool(r.spans)) for r in rows]


def _case(row: QuestionRow, passage: str, answerable: bool) -> Case:
    answers = [row.context[slice(*s)] for s in row.spans] if answerable else []
    return Case(row.id, row.question, passage, tuple(dict.fromkeys(answers)), row.lang, row)
