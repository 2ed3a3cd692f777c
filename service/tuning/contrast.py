"""Contrast sets: questions, and claims, about one passage that hardly differ and mean another side.

Written for this project by a language model (`contrast/README.md`). Examples that differ in what
matters alone leave a model nothing else to learn from (Gardner et al., 2020); what rules make of a
question or a claim betrays itself, and people have written few for texts that may train what ships.

A line of `contrast/NAME.jsonl` is one passage: `set` and `of` say from which row of the public
sets, `start` and `end` which part of its context. A question about it is `[answerable, question,
start, end]`, where the span (in the context of that row) is the answer or, of an unanswerable one,
what a careless reader would say. A claim is `[label, claim]`.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

from knowledge.errors import InvalidInputError
from service.models.pairs import PairEncoder
from service.tuning.rows import ClaimRow, QuestionRow, read_jsonl

FOLDER = Path(__file__).parent / "contrast"
Part = Literal["train", "calibrate", "measure", "all"]
# Of so many passages one measures and, of those with claims, one calibrates; the others train.
_OF = 10


def source_sets(name: str) -> tuple[str, ...]:
    """Names of the public sets that the passages of a contrast set are from."""
    return tuple(dict.fromkeys(line["set"] for _, line in _lines(name, "all")))


def contrast_rows(name: str, sources: Mapping[str, QuestionRow], part: Part) -> list[QuestionRow]:
    """The questions of a part of a contrast set; split by passage.

    Args:
        name: "en", "zh", or "zh_calibrate", which is about passages that train nothing else.
        sources: rows of the public sets by id.
        part: which of them.

    Raises:
        InvalidInputError: a passage is not among `sources`.
    """
    rows: list[QuestionRow] = []
    for n, line in _lines(name, part):
        source, offset = _source(line, sources), line["start"]
        for k, (answerable, question, start, end) in enumerate(line["questions"]):
            span = (start - offset, end - offset)
            rows.append(
                QuestionRow(
                    id=f"contrast-{source.lang}-{n}-{k}",
                    question=question,
                    context=_passage(line, source),
                    spans=(span,) if answerable else (),
                    lang=source.lang,
                    title=source.title,
                    lure=None if answerable else span,
                )
            )
    return rows


def contrast_claims(name: str, sources: Mapping[str, QuestionRow], part: Part) -> list[ClaimRow]:
    """The claims of a contrast set, beside passages behind their titles; as `contrast_rows`.

    Args:
        name: "claims_en" or "claims_zh".
        sources: rows of the public sets by id.
        part: which of them.

    Raises:
        InvalidInputError: a passage is not among `sources`.
    """
    rows: list[ClaimRow] = []
    for n, line in _lines(name, part):
        source = _source(line, sources)
        evidence = PairEncoder.passage(source.title, _passage(line, source))
        rows += [
            ClaimRow(f"contrast-{source.lang}-{n}-{k}", evidence, claim, label, source.lang)
            for k, (label, claim) in enumerate(line["claims"])
        ]
    return rows


def _lines(name: str, part: Part) -> Iterator[tuple[int, dict[str, Any]]]:
    for n, (_, line) in enumerate(read_jsonl(FOLDER / f"{name}.jsonl")):
        if part in ("all", _part_of(name, n)):
            yield n, line


def _part_of(name: str, n: int) -> Part:
    if n % _OF == 0:
        return "measure"
    # Questions that calibrate are a set of their own.
    return "calibrate" if n % _OF == 1 and name.startswith("claims") else "train"


def _source(line: Mapping[str, Any], sources: Mapping[str, QuestionRow]) -> QuestionRow:
    source = sources.get(line["of"])
    if source is None:
        raise InvalidInputError(f"row {line['of']} is not in {line['set']}; is the set whole?")
    return source


def _passage(line: Mapping[str, Any], source: QuestionRow) -> str:
    return source.context[line["start"] : line["end"]]
