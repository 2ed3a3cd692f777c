"""The sentences of evidence worth ranking, with everything a reader weighs about them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from indexes.embedding.base import Embedder
from knowledge.text import comparable
from knowledge.types import Evidence
from service.generators import signals
from service.generators.base import Question
from service.generators.closer import look_closely
from service.generators.lookalikes import about_another
from service.generators.other_values import of_something_else
from service.generators.remembering import RememberingEncoder
from service.generators.signals import Candidate
from service.generators.spans import FLOOR, Span, SpanScorer, shares

# Sentences that are ranked, after a first look at all of them.
_LOOKED_AT = 24
# What a trained reader adds to the plain signals, and what it adds about one sentence on request.
SPAN_NAMES = ("span", "span_share", "span_agreement")
CLOSE_NAMES = ("span_alone", "span_near")
_FIRST_LOOK = {
    "sentence_coverage": 1.0,
    "context_coverage": 1.0,
    "passage_coverage": 0.3,
    "type_present": 0.2,
    "rank": 0.3,
    "defines": 0.3,
    "span": 1.0,
    "span_share": 2.0,
}
_SPAN_SCALE = 5.0


@dataclass(frozen=True, slots=True)
class Looked:
    """Sentences with their signals.

    Attributes:
        table: shape (len(candidates), number of signals).
        spans: what a trained reader points at in each sentence.
        closely: further signals of one of them, each by name, for which it is read once more;
            there are none without a trained reader.
    """

    candidates: list[Candidate]
    table: NDArray[np.float64]
    spans: list[Span | None]
    closely: Callable[[Candidate], Mapping[str, float]] = lambda _: {}

    def order(self, positions: Sequence[int]) -> "Looked":
        """The same sentences at `positions`, in that order."""
        return Looked(
            [self.candidates[i] for i in positions],
            self.table[list(positions)],
            [self.spans[i] for i in positions],
            self.closely,
        )


class SentenceLook:
    """Plain signals, the encoder's similarity and, with a trained reader, its spans.

    Args:
        embedder: for similarity.
        scorer: a trained reader; without one the signals of spans are left out.

    Attributes:
        names: of the signals, in the order of a table's columns.
    """

    def __init__(self, embedder: Embedder, scorer: SpanScorer | None = None) -> None:
        self._encoder = RememberingEncoder(embedder)
        self._scorer = scorer
        self.names = (*signals.NAMES, *(SPAN_NAMES if scorer else ()))
        self._first_look = np.array([_FIRST_LOOK.get(name, 0.0) for name in self.names])

    def __call__(self, question: Question, evidence: Sequence[Evidence]) -> Looked:
        """The sentences worth ranking and their signals."""
        candidates = [
            candidate
            for candidate in signals.find_candidates(evidence)
            if evidence[candidate.index].kind != "triple"
            or not of_something_else(question.text, evidence[candidate.index], candidate, None)
        ]
        if not candidates:
            return Looked([], np.zeros((0, len(self.names))), [])
        looked = self._with_spans(question, evidence, candidates)
        first = looked.table @ self._first_look
        kept = np.sort(np.argsort(-first, kind="stable")[:_LOOKED_AT])
        looked = looked.order(kept.tolist())
        question.check()
        self._fill_similarity(question, looked)
        return looked

    def _with_spans(
        self, question: Question, evidence: Sequence[Evidence], candidates: list[Candidate]
    ) -> Looked:
        table = signals.lexical_signals(question, evidence, candidates)
        scorer = self._scorer
        if scorer is None:
            return Looked(candidates, table, [None] * len(candidates))
        found = scorer.score(question.text, evidence, candidates, question.check)
        elsewhere = {
            candidate
            for candidate, span in zip(candidates, found, strict=True)
            if span is not None
            and (
                about_another(question.text, candidate.text, span)
                or of_something_else(question.text, evidence[candidate.index], candidate, span)
            )
        }
        spans = [
            replace(span, log_odds=FLOOR) if span and candidate in elsewhere else span
            for candidate, span in zip(candidates, found, strict=True)
        ]
        share = shares(spans)
        scores = [FLOOR if s is None else s.log_odds for s in spans]
        columns = [_scaled(scores), share, _agreement(candidates, spans, share)]

        def closely(candidate: Candidate) -> Mapping[str, float]:
            again = (FLOOR, FLOOR)
            if candidate not in elsewhere:
                again = look_closely(scorer, question.text, evidence, candidate, question.check)
            return dict(zip(CLOSE_NAMES, _scaled(again).tolist(), strict=True))

        return Looked(candidates, np.column_stack([table, *columns]), spans, closely)

    def _fill_similarity(self, question: Question, looked: Looked) -> None:
        texts = [question.text, *(c.text for c in looked.candidates)]
        vectors = self._encoder.encode(texts)
        similarity = vectors[1:] @ vectors[0] * question.readable
        looked.table[:, signals.NAMES.index("similarity")] = similarity
        best: dict[int, float] = {}
        for c, s in zip(looked.candidates, similarity.tolist(), strict=True):
            best[c.index] = max(best.get(c.index, -1.0), s)
        looked.table[:, signals.NAMES.index("passage_similarity")] = [
            best[c.index] for c in looked.candidates
        ]


def _scaled(log_odds: Sequence[float]) -> NDArray[np.float64]:
    return np.clip(np.asarray(log_odds, dtype=np.float64), FLOOR, -FLOOR) / _SPAN_SCALE


def span_text(candidate: Candidate, span: Span | None) -> str:
    """The text that a span marks, "" for none."""
    return "" if span is None else candidate.text[span.start : span.end]


def _agreement(
    candidates: Sequence[Candidate], spans: Sequence[Span | None], share: NDArray[np.float64]
) -> NDArray[np.float64]:
    """For each span the share of all spans that say the same, here or elsewhere."""
    said = [comparable(span_text(c, s)) for c, s in zip(candidates, spans, strict=True)]
    total: dict[str, float] = {}
    for text, part in zip(said, share.tolist(), strict=True):
        total[text] = total.get(text, 0.0) + part
    return np.array([total[text] if text else 0.0 for text in said])
