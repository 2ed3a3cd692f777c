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
        near: Mapping[int, int] | None = None,
    ) -> list[Span | None]:
        """The best span of each candidate, None where the model can point at none.

        Args:
            question: as asked.
            evidence: what the candidates are sentences of.
            candidates: see `signals.find_candidates`.
            interrupt: raises when the caller's deadline has passed.
            near: a place in the text of each evidence; of a long one only the window that holds
                most text on both sides of it is read then.
        """
        read = sorted({c.index for c in candidates})
        texts = [
            (question, self._pairs.passage(evidence[i].context, evidence[i].text)) for i in read
        ]
        encodings, owners = self._pairs.windows(texts)
        if near is not None:
            encodings, owners = self._around(encodings, owners, [
                near[i] + self._pairs.offset(evidence[i].context) for i in read
            ])  # fmt: skip
        logits = self._batcher.run(encodings, interrupt)
        windows: dict[int, list[_Window]] = {}
        for encoding, owner, (start, end) in zip(encodings, owners, logits, strict=True):
            index = read[owner]
            shift = self._pairs.offset(evidence[index].context)
            windows.setdefault(index, []).append(
                _window(encoding, start, end, shift, self._pairs.segment)
            )
        return [_best(candidate, windows.get(candidate.index, [])) for candidate in candidates]

    def _around(
        self, encodings: Sequence[Any], owners: Sequence[int], places: Sequence[int]
    ) -> tuple[list[Any], list[int]]:
        """Of the windows of each text the one in whose middle its place is most."""

        def margin(window: int) -> int:
            offsets = [
                place
                for place, sequence in zip(
                    encodings[window].offsets, encodings[window].sequence_ids, strict=True
                )
                if sequence == self._pairs.segment
            ]
            place = places[owners[window]]
            return min(place - offsets[0][0], offsets[-1][1] - place) if offsets else -place - 1

        best: dict[int, int] = {}
        for window in sorted(range(len(encodings)), key=margin, reverse=True):
            best.setdefault(owners[window], window)
        kept = sorted(best.values())
        return [encodings[n] for n in kept], [owners[n] for n in kept]


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
    """Tokens of a passage with their places in its text and their scores over nothing."""

    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    start_scores: NDArray[np.float64]
    end_scores: NDArray[np.float64]


def _window(
    encoding: Any,  # noqa: ANN401 - of the tokenizers library
    start: NDArray[np.float32],
    end: NDArray[np.float32],
    shift: int,
    segment: int,
) -> _Window:
    offsets = np.array(encoding.offsets, dtype=np.int64)
    inside = np.array([s == segment for s in encoding.sequence_ids]) & (offsets[:, 0] >= shift)
    places = np.flatnonzero(inside & (offsets[:, 1] > offsets[:, 0]))
    return _Window(
        offsets[places, 0] - shift,
        offsets[places, 1] - shift,
        start[places].astype(np.float64) - float(start[0]),
        end[places].astype(np.float64) - float(end[0]),
    )


def _best(candidate: Candidate, windows: Sequence[_Window]) -> Span | None:
    best: Span | None = None
    for window in windows:
        tokens = np.flatnonzero((window.starts >= candidate.start) & (window.ends <= candidate.end))
        if not len(tokens):
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
