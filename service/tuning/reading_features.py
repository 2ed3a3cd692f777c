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


def reading_windows(
    examples: Sequence[ReadingExample], pairs: PairEncoder, batch: int = 2000
) -> tuple[list[ReadingFeature], list[int]]:
    """All windows of all examples, and for each the position of its example."""
    features: list[ReadingFeature] = []
    owners: list[int] = []
    for first in range(0, len(examples), batch):
        windows, places = pairs.windows(_texts(examples[first : first + batch], pairs))
        its = [first + place for place in places]
        features += [
            _feature(examples[n], window, pairs) for n, window in zip(its, windows, strict=True)
        ]
        owners += its
    return features, owners


def _tokenise(examples: Sequence[ReadingExample], pairs: PairEncoder) -> list[ReadingFeature]:
    if not examples:
        return []
    windows = pairs.first_windows(_texts(examples, pairs))
    features = [_feature(e, found, pairs) for e, found in zip(examples, windows, strict=True)]
    return [f for e, f in zip(examples, features, strict=True) if e.span is None or f.start > 0]


def _texts(examples: Sequence[ReadingExample], pairs: PairEncoder) -> list[tuple[str, str]]:
    return [(e.question, pairs.passage(e.before, e.passage)) for e in examples]


def _feature(example: ReadingExample, window: Any, pairs: PairEncoder) -> ReadingFeature:  # noqa: ANN401
    """A window of an example; the answer is nothing where it stands in another window."""
    place = None
    if example.span is not None:
        shift = pairs.offset(example.before)
        place = _tokens_of(window, example.span[0] + shift, example.span[1] + shift)
    start, end = place or (0, 0)
    return ReadingFeature(
        np.array(window.ids, np.int32), np.array(window.type_ids, np.int8), start, end
    )


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
