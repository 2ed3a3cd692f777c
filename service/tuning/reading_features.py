"""Examples of reading as token ids and label positions, tokenised once and kept in memory."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.models.pairs import PairEncoder
from service.tuning.reading_examples import ReadingExample


@dataclass(frozen=True, slots=True)
class ReadingFeature:
    """One tokenised example.

    Attributes:
        ids, types: token ids and segment ids, shape (length,).
        start, end: first and last token of the answer; 0 and 0 for none.
    """

    ids: NDArray[np.int32]
    types: NDArray[np.int8]
    start: int
    end: int


def reading_features(
    examples: Iterable[ReadingExample], pairs: PairEncoder, batch: int = 2000
) -> list[ReadingFeature]:
    """Tokenised examples; those whose answer falls behind the longest length are left out."""
    features: list[ReadingFeature] = []
    pending: list[ReadingExample] = []
    for example in examples:
        pending.append(example)
        if len(pending) == batch:
            features += _tokenise(pending, pairs)
            pending = []
    return features + _tokenise(pending, pairs)


def _tokenise(examples: Sequence[ReadingExample], pairs: PairEncoder) -> list[ReadingFeature]:
    if not examples:
        return []
    features = []
    texts = [(e.question, pairs.passage(e.before, e.passage)) for e in examples]
    for example, found in zip(examples, pairs.first_windows(texts), strict=True):
        place = (0, 0)
        if example.span is not None:
            shift = pairs.offset(example.before)
            tokens = _tokens_of(found, example.span[0] + shift, example.span[1] + shift)
            if tokens is None:
                continue
            place = tokens
        features.append(
            ReadingFeature(np.array(found.ids, np.int32), np.array(found.type_ids, np.int8), *place)
        )
    return features


def _tokens_of(encoding: Any, start: int, end: int) -> tuple[int, int] | None:  # noqa: ANN401
    """The first and last token of the second text that touch `start:end`."""
    touching = [
        n
        for n, (segment, (a, b)) in enumerate(
            zip(encoding.sequence_ids, encoding.offsets, strict=True)
        )
        if segment == 1 and a < end and start < b
    ]
    return (touching[0], touching[-1]) if touching else None
