"""Null examples that a trained reader takes for answerable: of many made by rule, what fools it.

Rules make many nulls that a reader sees through at once and learns nothing from. Keeping those that
deceive the model itself (adversarial filtering; Zellers et al., 2018) teaches where it is wrong.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path

import torch

from service.models.pairs import PairEncoder
from service.tuning.reading_examples import ReadingExample
from service.tuning.reading_features import reading_features
from service.tuning.reading_task import overlap, read_spans
from service.tuning.trainer import autocast

NULLS = "nulls.jsonl"
Filter = Callable[[Sequence[ReadingExample]], list[ReadingExample]]


def kept_in(path: Path, chosen: Filter) -> Filter:
    """The same choice, made once: a run that goes on needs the very same examples.

    Another number of threads rounds otherwise, and a model that has gone on training would choose
    others.

    Args:
        path: where the examples are kept.
        chosen: asked when there is no such file.
    """

    def choose(nulls: Sequence[ReadingExample]) -> list[ReadingExample]:
        if path.exists():
            return [_read(line) for line in path.read_text("utf-8").splitlines()]
        found = chosen(nulls)
        half = path.with_suffix(".part")
        half.write_text("".join(json.dumps(asdict(x)) + "\n" for x in found), "utf-8")
        half.replace(path)
        return found

    return choose


def _read(line: str) -> ReadingExample:
    row = json.loads(line)
    lure = row.pop("lure")
    return ReadingExample(**row, lure=tuple(lure) if lure else None)


def hard_nulls(
    nulls: Sequence[ReadingExample], model: torch.nn.Module, pairs: PairEncoder
) -> list[ReadingExample]:
    """The examples in which the model prefers a span to nothing, the shortest first.

    Of a changed question only those count where the model still points at the old answer: what else
    it points at may well answer the new question.

    Args:
        nulls: examples without an answer.
        model: a reader.
        pairs: its tokenizer.
    """
    # The old answer stands for the span, so that its tokens are known; one that is cut off is none.
    tried = [
        (null, feature)
        for null in nulls
        for feature in reading_features([replace(null, span=null.lure)], pairs)
    ]
    tried.sort(key=lambda pair: len(pair[1].ids))
    model.eval()
    with torch.inference_mode(), autocast(next(model.parameters()).device):
        found = read_spans(model, [feature for _, feature in tried])
    return [
        null
        for (null, feature), (margin, span) in zip(tried, found, strict=True)
        if margin > 0 and (not feature.start or overlap(span, (feature.start, feature.end)) > 0)
    ]
