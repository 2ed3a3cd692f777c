"""What an embedder is trained on: questions and sentences, each with the passage to be found."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.sentences import sentence_spans
from service.tuning.near_miss import NearMisses
from service.tuning.rows import QuestionRow

# Characters of a passage: from a few sentences to what the encoder reads.
_LENGTHS = (50, 250)
# Sentences shorter than this say too little to be found by.
_SENTENCE = 12
# A sentence stays in its passage this often, so that words that are shared count too
# (Lee et al., 2019, inverse cloze).
_STAYS = 0.1


@dataclass(frozen=True, slots=True)
class RetrievalPair:
    """A question and the passage that is to be found by it.

    Attributes:
        hard: a passage about the same that does not answer; "" for none.
        group: number of the context both come from; contexts are no negatives of themselves.
    """

    question: str
    passage: str
    hard: str
    group: int


def retrieval_pairs(
    rows: Sequence[QuestionRow], *, sentences: int = 3, hard: float = 0.3, seed: int = 0
) -> Iterator[RetrievalPair]:
    """A pair of every question, then of some sentences of every context.

    Args:
        rows: answerable questions.
        sentences: of a context that are asked for.
        hard: share of the questions that get a hard negative.
        seed: fixes every choice.
    """
    draw = random.Random(seed)  # noqa: S311 - reproducible choices, not secrets
    near = NearMisses(rows)
    groups = {context: n for n, context in enumerate(dict.fromkeys(r.context for r in rows))}
    for row in rows:
        miss = near.of(row, draw.choice((0, 0, 1, 2))) if draw.random() < hard else None
        at = row.spans[0][0]
        passage = _around(row.context, at, draw)
        negative = _around(miss, draw.randrange(len(miss)), draw) if miss else ""
        yield RetrievalPair(row.question, passage, negative, groups[row.context])
    for context, group in groups.items():
        spans = [s for s in sentence_spans(context) if s[1] - s[0] >= _SENTENCE]
        if len(spans) > 1:
            for start, end in draw.sample(spans, min(sentences, len(spans))):
                rest = context
                if draw.random() >= _STAYS:
                    rest = context[:start] + context[end:]
                at = min(start, len(rest) - 1)
                yield RetrievalPair(context[start:end], _around(rest, at, draw), "", group)


def _around(context: str, at: int, draw: random.Random) -> str:
    """Whole sentences around a place, as many as a length drawn at random holds; at least one."""
    room = draw.randint(*_LENGTHS)
    spans = sentence_spans(context)
    if not spans:
        return context
    first = last = next((n for n, s in enumerate(spans) if at < s[1]), len(spans) - 1)
    while True:
        wider = []
        if first > 0 and spans[last][1] - spans[first - 1][0] <= room:
            wider.append((first - 1, last))
        if last + 1 < len(spans) and spans[last + 1][1] - spans[first][0] <= room:
            wider.append((first, last + 1))
        if not wider:
            return context[spans[first][0] : spans[last][1]]
        first, last = draw.choice(wider)
