"""Spans that a trained reader points at: where in each sentence, and how much better than nothing.

The score of a span is what the model gives its first and last token over what it gives to "nothing
here" in the same window: the logarithm of odds. Those of all passages of a question share one
denominator, so a span's share falls when another passage answers better, and "nothing" keeps the
weight of one passage that does not answer (the shared normalisation of Clark and Gardner, 2018,
with the null score of BERT's reader for SQuAD 2.0).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.types import Evidence
from service.generators.signals import Candidate
from service.models.batcher import Batcher
from service.models.network import Network
from service.models.packed import pass_of

# Tokens of the longest span.
LONGEST = 30
# Start and end of a part of a text.
Stretch = tuple[int, int]
# Log-odds of a sentence in which nothing can be pointed at, and the least that is reported.
FLOOR = -12.0


@dataclass(frozen=True, slots=True)
class Span:
    """The best span of a sentence.

    Attributes:
        start, end: in the candidate's text.
        log_odds: against nothing, within its window.
    """

    start: int
    end: int
    log_odds: float


class SpanScorer:
    """Finds the best span of every candidate sentence with an extractive question answering model.

    Args:
        network: a reader.
    """

    def __init__(self, network: Network) -> None:
        self.name = network.name
        self._pairs = network.pairs
        self._batcher = Batcher(pass_of(network.model))

    def score(
        self,
        question: str,
        evidence: Sequence[Evidence],
        candidates: Sequence[Candidate],
        interrupt: Callable[[], None] = lambda: None,
        around: Mapping[int, Sequence[Stretch]] | None = None,
    ) -> list[Span | None]:
        """The best span of each candidate, None where the model can point at none.

        Args:
            question: as asked.
            evidence: what the candidates are sentences of.
            candidates: see `signals.find_candidates`.
            interrupt: raises when the caller's deadline has passed.
            around: stretches of the text of each evidence. Of one that needs several windows only
                those are read that hold a stretch with most text on both sides; all of them where
                there is none, or where one is longer than a window.
        """
        read = sorted({c.index for c in candidates})
        texts = [
            (question, self._pairs.passage(evidence[i].context, evidence[i].text)) for i in read
        ]
        encodings, owners = self._pairs.windows(texts)
        if around is not None:
            places = [
                _shifted(around.get(i, ()), self._pairs.offset(evidence[i].context)) for i in read
            ]
            encodings, owners = self._holding(encodings, owners, places)
        logits = self._batcher.run(encodings, interrupt)
        windows: dict[int, list[_Window]] = {}
        for encoding, owner, (start, end) in zip(encodings, owners, logits, strict=True):
            index = read[owner]
            shift = self._pairs.offset(evidence[index].context)
            windows.setdefault(index, []).append(
                _window(encoding, start, end, texts[owner][1], shift, self._pairs.segment)
            )
        return [_best(candidate, windows.get(candidate.index, [])) for candidate in candidates]

    def _holding(
        self,
        encodings: Sequence[Any],
        owners: Sequence[int],
        places: Sequence[Sequence[Stretch]],
    ) -> tuple[list[Any], list[int]]:
        """Of the windows of each text those that hold its stretches."""
        kept: list[int] = []
        for owner, stretches in enumerate(places):
            windows = [n for n, of in enumerate(owners) if of == owner]
            covered = [_covered(encodings[n], self._pairs.segment) for n in windows]
            chosen = [_most_around(stretch, covered) for stretch in stretches]
            some = bool(chosen) and None not in chosen
            kept += [n for place, n in enumerate(windows) if not some or place in chosen]
        return [encodings[n] for n in kept], [owners[n] for n in kept]


def _shifted(stretches: Sequence[Stretch], by: int) -> list[Stretch]:
    return [(start + by, end + by) for start, end in stretches]


def _covered(encoding: Any, segment: int) -> Stretch:  # noqa: ANN401 - of the tokenizers library
    """What a window holds of the long text."""
    inside = [
        place
        for place, sequence in zip(encoding.offsets, encoding.sequence_ids, strict=True)
        if sequence == segment
    ]
    return (inside[0][0], inside[-1][1]) if inside else (0, 0)


def _most_around(stretch: Stretch, covered: Sequence[Stretch]) -> int | None:
    """Which window holds a stretch with most text on both sides; None if none holds all of it."""
    spare = [min(stretch[0] - start, end - stretch[1]) for start, end in covered]
    best = max(range(len(spare)), key=spare.__getitem__)
    return best if spare[best] >= 0 else None


def shares(spans: Sequence[Span | None]) -> NDArray[np.float64]:
    """Share of each span among all of a question and nothing, shape (n,); they sum to less than 1.

    Args:
        spans: of all sentences of all passages.
    """
    scores = np.array([FLOOR if s is None else s.log_odds for s in spans], dtype=np.float64)
    if not len(scores):
        return scores
    top = max(0.0, float(scores.max()))
    odds = np.exp(scores - top)
    return np.asarray(odds / (np.exp(-top) + odds.sum()))


@dataclass(frozen=True, slots=True)
class _Window:
    """Tokens of a passage with their places in its text and their scores over nothing.

    A token starts with its word, though some tokenizers count the space before it in; one that is
    nothing but space is empty, where the next word starts.
    """

    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    start_scores: NDArray[np.float64]
    end_scores: NDArray[np.float64]


def _window(
    encoding: Any,  # noqa: ANN401 - of the tokenizers library
    start: NDArray[np.float32],
    end: NDArray[np.float32],
    text: str,
    shift: int,
    segment: int,
) -> _Window:
    offsets = np.array(encoding.offsets, dtype=np.int64)
    long = np.array([s == segment for s in encoding.sequence_ids])
    places = np.flatnonzero(long & (offsets[:, 1] > offsets[:, 0]))
    starts = _past_space(text)[offsets[places, 0]]
    places, starts = places[starts >= shift], starts[starts >= shift]
    ends = np.maximum(starts, offsets[places, 1])
    # No answer ends with the space before another word.
    ends_there = np.where(ends > starts, end[places].astype(np.float64) - float(end[0]), -np.inf)
    return _Window(
        starts - shift,
        ends - shift,
        start[places].astype(np.float64) - float(start[0]),
        ends_there,
    )


def _past_space(text: str) -> NDArray[np.int64]:
    """Of each place in a text, the next that is not white space, shape (len(text) + 1,)."""
    places = np.arange(len(text) + 1)
    places[:-1][np.array([c.isspace() for c in text], dtype=bool)] = len(text)
    return np.minimum.accumulate(places[::-1])[::-1]


def _best(candidate: Candidate, windows: Sequence[_Window]) -> Span | None:
    best: Span | None = None
    for window in windows:
        tokens = np.flatnonzero((window.starts >= candidate.start) & (window.ends <= candidate.end))
        if not np.isfinite(window.end_scores[tokens]).any():
            continue
        table = window.start_scores[tokens][:, None] + window.end_scores[tokens][None, :]
        distance = np.arange(len(tokens))[None, :] - np.arange(len(tokens))[:, None]
        table = np.where((distance >= 0) & (distance < LONGEST), table, -np.inf)
        first, last = divmod(int(table.argmax()), len(tokens))
        score = max(FLOOR, float(table[first, last]))
        if best is None or score > best.log_odds:
            best = Span(
                int(window.starts[tokens[first]]) - candidate.start,
                int(window.ends[tokens[last]]) - candidate.start,
                score,
            )
    return best
