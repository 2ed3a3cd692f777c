"""What the reader is trained on: answerable questions, and several kinds of unanswerable ones."""

import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from knowledge.sentences import sentence_spans
from knowledge.text import comparable
from service.rewriting.altered_questions import alter_question
from service.tuning.near_miss import NearMisses
from service.tuning.rows import QuestionRow


@dataclass(frozen=True, slots=True)
class ReadingExample:
    """A question and a passage.

    Attributes:
        before: title or headings that stand before the passage; never holds the answer.
        span: the answer in `passage`; None when there is none.
        kind: where the example comes from, for reports.
        lure: of a null whose question was changed, where the answer to the unchanged one stands.
    """

    question: str
    before: str
    passage: str
    span: tuple[int, int] | None
    lang: str
    kind: str
    lure: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class NullShares:
    """For each answerable question, the chance that a null example is made of it, by kind.

    Attributes:
        short: share of the passages that are cut to a few sentences; longer ones of the others are
            cut as well. None leaves all of them whole.
    """

    near_miss: float = 0.18
    cut: float = 0.10
    altered: float = 0.24
    short: float | None = 0.7


# Most passages are cut to about this many characters around the answer: it saves training
# time, and passages of every length are met in service. A Chinese character counts as three.
_SHORT = (200, 380)
_LONG = 900


def make_examples(
    rows: Sequence[QuestionRow], shares: NullShares, seed: int
) -> Iterator[ReadingExample]:
    """Answerable examples as they are, and null examples made from them.

    Args:
        rows: questions; unanswerable ones are kept as nulls, of kind `contrast` where it is known
            what they lure to, else `human`.
        shares: how many nulls of each kind.
        seed: fixes every choice.
    """
    draw = random.Random(seed)  # noqa: S311 - reproducible choices, not secrets
    near = NearMisses(rows) if shares.near_miss or shares.altered else None
    for row in rows:
        if row.spans:
            yield _answerable(row, shares.short, draw)
            yield from _made_nulls(row, shares, near, draw)
        elif row.context:
            kind = "contrast" if row.lure else "human"
            yield _null(row, row.question, row.context, kind, shares.short, draw, row.lure)


def _made_nulls(
    row: QuestionRow, shares: NullShares, near: NearMisses | None, draw: random.Random
) -> Iterator[ReadingExample]:
    if near and draw.random() < shares.near_miss:
        passage = near.of(row, skip=draw.choice((0, 0, 0, 2)))
        if passage:
            yield _null(row, row.question, passage, "near_miss", shares.short, draw)
    if draw.random() < shares.cut:
        passage = without_answers(row)
        if passage:
            yield _null(row, row.question, passage, "cut", shares.short, draw)
    if near and draw.random() < shares.altered:
        changed = alter_question(row.question, row.context, near.subject(row), row.lang, draw)
        if changed:
            yield _null(row, changed, row.context, "altered", shares.short, draw, row.spans[0])


def without_answers(row: QuestionRow) -> str | None:
    """The passage without the sentences that say an answer; None if too little is left."""
    answers = [comparable(row.context[a:b]) for a, b in row.spans]
    kept = [
        row.context[a:b]
        for a, b in sentence_spans(row.context)
        if not any(answer in comparable(row.context[a:b]) for answer in answers)
    ]
    joined = ("" if row.lang == "zh" else " ").join(kept)
    return joined if len(joined) >= 60 else None


def crop(passage: str, around: tuple[int, int], units: int, lang: str) -> tuple[str, int]:
    """Whole sentences of `passage` that hold `around`, about `units` long, and their offset.

    Args:
        passage: the text.
        around: what must stay, as `(start, end)`.
        units: characters in English; a third as many in Chinese.
        lang: "en" or "zh".
    """
    room = units // 3 if lang == "zh" else units
    spans = list(sentence_spans(passage))
    inside = [n for n, (a, b) in enumerate(spans) if a < around[1] and around[0] < b]
    if not inside:
        return passage, 0
    first, last = inside[0], inside[-1]
    grow_left = around[0] % 2 == 0
    while spans[last][1] - spans[first][0] < room and (first > 0 or last < len(spans) - 1):
        if (grow_left and first > 0) or last == len(spans) - 1:
            first -= 1
        else:
            last += 1
        grow_left = not grow_left
    start, end = spans[first][0], spans[last][1]
    return passage[start:end], start


def _answerable(row: QuestionRow, short: float | None, draw: random.Random) -> ReadingExample:
    span = row.spans[0]
    passage, offset = crop(row.context, span, _length(short, draw), row.lang)
    moved = (span[0] - offset, span[1] - offset)
    return ReadingExample(row.question, _before(row, draw), passage, moved, row.lang, "answerable")


def _null(
    row: QuestionRow,
    question: str,
    passage: str,
    kind: str,
    short: float | None,
    draw: random.Random,
    around: tuple[int, int] | None = None,
) -> ReadingExample:
    # As long as answerable ones: length must not tell them apart.
    if around is None:
        point = draw.randrange(len(passage))
        around = (point, point + 1)
    cropped, offset = crop(passage, around, _length(short, draw), row.lang)
    lure = (around[0] - offset, around[1] - offset) if kind == "altered" else None
    return ReadingExample(question, _before(row, draw), cropped, None, row.lang, kind, lure)


def _length(short: float | None, draw: random.Random) -> int:
    if short is None:
        return sys.maxsize
    return draw.randint(*_SHORT) if draw.random() < short else _LONG


def _before(row: QuestionRow, draw: random.Random) -> str:
    return row.title if draw.random() < 0.5 else ""


def counts(examples: Iterable[ReadingExample]) -> dict[str, int]:
    """How many examples of each language and kind."""
    found: dict[str, int] = {}
    for example in examples:
        key = f"{example.lang} {example.kind}"
        found[key] = found.get(key, 0) + 1
    return dict(sorted(found.items()))
