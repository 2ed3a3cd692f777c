"""Contrast sets: answerable and unanswerable questions about one passage that hardly differ.

Written for this project by a language model (see the model card). Pairs that differ in what matters
alone leave a model nothing else to learn from (Gardner et al., 2020); what rules make of a question
betrays itself, and people have written few for texts that may train what ships.

A line of `contrast/NAME.jsonl` is one passage and its questions: `set` and `of` say from which
row of the public sets, `start` and `end` which part of its context; a question is `[answerable,
question, start, end]`, where the span (in the context of that row) is the answer or, of an
unanswerable one, what a careless reader would say.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

from knowledge.errors import InvalidInputError
from service.tuning.rows import QuestionRow, read_jsonl

FOLDER = Path(__file__).parent / "contrast"
Part = Literal["train", "measure", "all"]
# Of so many passages one measures, the others train.
_MEASURED = 10


def source_sets(name: str) -> tuple[str, ...]:
    """Names of the public sets that the passages of a contrast set are from."""
    return tuple(dict.fromkeys(line["set"] for line in _lines(name)))


def contrast_rows(name: str, sources: Mapping[str, QuestionRow], part: Part) -> list[QuestionRow]:
    """The questions of a contrast set that train or that measure; split by passage.

    Args:
        name: "en", "zh", or "zh_calibrate", which is about passages that train nothing else.
        sources: rows of the public sets by id.
        part: which of them.

    Raises:
        InvalidInputError: a passage is not among `sources`.
    """
    rows: list[QuestionRow] = []
    for n, line in enumerate(_lines(name)):
        if part in ("all", "train" if n % _MEASURED else "measure"):
            rows += _questions(n, line, sources)
    return rows


def _lines(name: str) -> Iterator[dict[str, Any]]:
    return (line for _, line in read_jsonl(FOLDER / f"{name}.jsonl"))


def _questions(
    n: int, line: dict[str, Any], sources: Mapping[str, QuestionRow]
) -> Iterator[QuestionRow]:
    source = sources.get(line["of"])
    if source is None:
        raise InvalidInputError(f"row {line['of']} is not in {line['set']}; is the set whole?")
    offset = line["start"]
    context = source.context[offset : line["end"]]
    for k, (answerable, question, start, end) in enumerate(line["questions"]):
        span = (start - offset, end - offset)
        yield QuestionRow(
            id=f"contrast-{source.lang}-{n}-{k}",
            question=question,
            context=context,
            spans=(span,) if answerable else (),
            lang=source.lang,
            title=source.title,
            lure=None if answerable else span,
        )
