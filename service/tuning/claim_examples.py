"""What the checker is trained on: labelled claims, and claims made from questions and passages."""

import random
import re
from collections.abc import Callable, Iterator, Sequence

from knowledge.sentences import sentence_spans
from knowledge.text import comparable
from service.rewriting.altered_questions import alter_question
from service.rewriting.statements import statement_of
from service.tuning.corruptions import corrupt, shorten
from service.tuning.near_miss import NearMisses
from service.tuning.reading_examples import crop, without_answers
from service.tuning.rows import ClaimRow, QuestionRow

# Characters of evidence around a claim's place; a Chinese character counts as three.
_LENGTHS = (150, 700)
# Of the claims that do not hold, those with a wrong answer; up to the second, near misses.
_WRONG_ANSWERS, _NEAR_MISSES = 0.5, 0.75
_VALUE = re.compile(r"\d[\d,.]*|[A-Z][\w'-]+(?: [A-Z][\w'-]+)*")
_VALUE_ZH = re.compile(
    r"\d+[年月日岁个人]?|(?<=《)[^》]+(?=》)|(?<=[，。、于在为是])[一-鿿]{2,6}(?=[，。、的])"
)


def from_answers(rows: Sequence[QuestionRow], seed: int) -> Iterator[ClaimRow]:
    """Statements of questions with right and wrong answers, beside passages with and without them.

    The same statement stands with a passage that supports it and one that does not, and the same
    passage with right and wrong answers, so that neither alone gives the label away.
    """
    draw = random.Random(seed)  # noqa: S311 - reproducible choices, not secrets
    near = NearMisses(rows)
    for row in rows:
        right = row.spans and statement_of(
            row.question, row.context[slice(*row.spans[0])], row.lang
        )
        if right:
            evidence, _ = crop(row.context, row.spans[0], draw.randint(*_LENGTHS), row.lang)
            yield _row(row, evidence, right, "supported")
            wrong = _unsupported(row, right, evidence, near, draw)
            if wrong:
                yield wrong


def _unsupported(
    row: QuestionRow, right: str, evidence: str, near: NearMisses, draw: random.Random
) -> ClaimRow | None:
    """A wrong answer beside the passage, or the right one beside a passage that lacks it."""
    chance = draw.random()
    if chance < _WRONG_ANSWERS:
        answer = row.context[slice(*row.spans[0])]
        wrong = _other_value(answer, evidence, row, draw)
        claim = wrong and statement_of(row.question, wrong, row.lang)
        return _row(row, evidence, claim, "unsupported") if claim and claim != right else None
    lacking = near.of(row) if chance < _NEAR_MISSES else without_answers(row)
    if not lacking:
        return None
    point = draw.randrange(len(lacking))
    piece, _ = crop(lacking, (point, point + 1), draw.randint(*_LENGTHS), row.lang)
    return _row(row, piece, right, "not_enough")


def from_sentences(rows: Sequence[QuestionRow], seed: int) -> Iterator[ClaimRow]:
    """Sentences of passages, shortened or whole, beside corrupted ones of the same lengths."""
    draw = random.Random(seed)  # noqa: S311
    for row in {r.context: r for r in rows}.values():
        spans = [s for s in sentence_spans(row.context) if s[1] - s[0] >= 12]
        if not spans:
            continue
        span = draw.choice(spans)
        sentence = " ".join(row.context[slice(*span)].split())
        evidence, _ = crop(row.context, span, draw.randint(*_LENGTHS), row.lang)
        base = (shorten(sentence, draw) if draw.random() < 0.6 else None) or sentence
        wrong = corrupt(base, draw, row.context)
        yield _row(row, evidence, base, "supported")
        if wrong:
            yield _row(row, evidence, wrong, "unsupported")


def from_altered(rows: Sequence[QuestionRow], seed: int) -> Iterator[ClaimRow]:
    """Right answers to questions that ask something else: what a misled reader would say."""
    draw = random.Random(seed)  # noqa: S311
    near = NearMisses(rows)
    for row in rows:
        if not row.spans:
            continue
        changed = alter_question(row.question, row.context, near.subject(row), row.lang, draw)
        claim = changed and statement_of(changed, row.context[slice(*row.spans[0])], row.lang)
        if claim:
            evidence, _ = crop(row.context, row.spans[0], draw.randint(*_LENGTHS), row.lang)
            yield _row(row, evidence, claim, "unsupported")


def from_unanswerable(
    rows: Sequence[QuestionRow], point: Callable[[str, str], str | None]
) -> Iterator[ClaimRow]:
    """What a reader would answer to questions that their passages do not answer.

    Args:
        rows: those that can be answered are passed over.
        point: a reader's best span for `(question, passage)`, however unsure.
    """
    for row in rows:
        answer = None if row.spans else point(row.question, row.context)
        claim = answer and statement_of(row.question, answer, row.lang)
        if claim:
            yield _row(row, row.context, claim, "unsupported")


def _other_value(answer: str, evidence: str, row: QuestionRow, draw: random.Random) -> str | None:
    """A value of the passage that looks like the answer and is not; else a corrupted answer."""
    numeric = bool(re.search(r"\d", answer))
    found = (_VALUE_ZH if row.lang == "zh" else _VALUE).findall(row.context)
    folded, asked = comparable(answer), comparable(row.question)
    others: list[str] = [
        v.strip(" ,.")
        for v in dict.fromkeys(found)
        if bool(re.search(r"\d", v)) == numeric
        and comparable(v) not in folded
        and folded not in comparable(v)
        and comparable(v) not in asked
        and len(v) > 1
        # As long as the right one: length must not tell them apart.
        and abs(len(v) - len(answer)) <= max(2, len(answer) // 2)
    ]
    if others and draw.random() < 0.8:
        return draw.choice(others)
    return corrupt(answer, draw, evidence) if numeric else None


def _row(row: QuestionRow, evidence: str, claim: str, label: str) -> ClaimRow:
    return ClaimRow(row.id, evidence, claim, label, row.lang)
