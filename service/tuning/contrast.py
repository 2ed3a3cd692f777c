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
from dataclasses import replace
from pathlib import Path
from typing import Any

from knowledge.errors import InvalidInputError
from service.models.pairs import PairEncoder
from service.tuning.rows import ClaimRow, QuestionRow, read_jsonl
from service.tuning.splits import AnyPart, is_in

FOLDER = Path(__file__).parent / "contrast"


def source_sets(name: str) -> tuple[str, ...]:
    """Names of the public sets that the passages of a contrast set are from."""
    return tuple(dict.fromkeys(line["set"] for _, line in _lines(name, "all")))


def contrast_rows(
    name: str, sources: Mapping[str, QuestionRow], part: AnyPart
) -> list[QuestionRow]:
    """The questions of a part of a contrast set; split by passage.

    Args:
        name: "en", "crowd_en", "zh", or "zh_calibrate", which is about passages of CMRC trial.
        sources: rows of the public sets by id.
        part: which of them.

    Raises:
        InvalidInputError: a passage is not among `sources`.
    """
    return [
        replace(
            passage,
            id=f"{passage.id}-{k}",
            question=question,
            spans=((start - line["start"], end - line["start"]),) if answerable else (),
            lure=None if answerable else (start - line["start"], end - line["start"]),
        )
        for line, passage in _passages(name, sources, part)
        for k, (answerable, question, start, end) in enumerate(line["questions"])
    ]


def contrast_claims(name: str, sources: Mapping[str, QuestionRow], part: AnyPart) -> list[ClaimRow]:
    """The claims of "claims_en" or "claims_zh", beside passages behind their titles.

    Otherwise as `contrast_rows`.
    """
    return [
        ClaimRow(
            f"{passage.id}-{k}",
            PairEncoder.passage(passage.title, passage.context),
            claim,
            label,
            passage.lang,
        )
        for line, passage in _passages(name, sources, part)
        for k, (label, claim) in enumerate(line["claims"])
    ]


def _passages(
    name: str, sources: Mapping[str, QuestionRow], part: AnyPart
) -> Iterator[tuple[dict[str, Any], QuestionRow]]:
    """Each line of a part, and its row with the part of the context that is shown."""
    for n, line in _lines(name, part):
        source = sources.get(line["of"])
        if source is None:
            raise InvalidInputError(f"row {line['of']} is not in {line['set']}; is the set whole?")
        shown = source.context[line["start"] : line["end"]]
        yield line, replace(source, id=f"contrast-{name}-{n}", context=shown)


def _lines(name: str, part: AnyPart) -> Iterator[tuple[int, dict[str, Any]]]:
    # Questions that calibrate are a set of their own.
    calibrating = (1,) if name.startswith("claims") else ()
    for n, (_, line) in enumerate(read_jsonl(FOLDER / f"{name}.jsonl")):
        if is_in(part, n, calibrating):
            yield n, line
