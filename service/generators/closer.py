"""A second look at one sentence, with less around it.

Words elsewhere in a passage mislead a reader. Asked again with the sentence alone, and with its
neighbours only, it is misled by other words, so that the three scores together tell what can be
answered better than any of them (EXPERIMENTS.md, "Reading twice").
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from knowledge.sentences import sentence_spans
from knowledge.types import Evidence
from service.generators.signals import Candidate
from service.generators.spans import FLOOR, Span, SpanScorer


def look_closely(
    scorer: SpanScorer,
    question: str,
    evidence: Sequence[Evidence],
    candidate: Candidate,
    interrupt: Callable[[], None] = lambda: None,
) -> tuple[float, float]:
    """Log-odds of the best span of a sentence that is read alone, and with one on either side.

    Args:
        scorer: a reader.
        question: as asked.
        evidence: what the candidate is from; its title is read before the sentence each time.
        candidate: the sentence, or a triple, which has no neighbours.
        interrupt: raises when the caller's deadline has passed.
    """
    item = evidence[candidate.index]
    start, end = _with_neighbours(item, candidate)
    texts = [candidate.text, item.text[start:end]]
    places = [0, candidate.start - start]
    shown = [Evidence(item.kind, text, context=item.context) for text in texts]
    sentences = [
        replace(candidate, index=n, start=place, end=place + len(candidate.text))
        for n, place in enumerate(places)
    ]
    alone, near = (_log_odds(s) for s in scorer.score(question, shown, sentences, interrupt))
    return alone, near


def _with_neighbours(item: Evidence, candidate: Candidate) -> tuple[int, int]:
    if item.kind != "passage":
        return candidate.start, candidate.end
    sentences = sentence_spans(item.text)
    before = max((a for a, _ in sentences if a < candidate.start), default=candidate.start)
    after = min((b for _, b in sentences if b > candidate.end), default=candidate.end)
    return before, after


def _log_odds(span: Span | None) -> float:
    return FLOOR if span is None else span.log_odds
