"""What the small model learns from: a question beside evidence, and one sentence that answers.

Knows nothing of tokens. The answers are right ones; that the model writes wrong ones is its own
doing.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from knowledge.sentences import sentence_spans
from service.answer import DONT_KNOW
from service.rewriting.statements import statement_of
from service.tuning.near_miss import NearMisses
from service.tuning.reading_examples import crop
from service.tuning.rows import QuestionRow

# Characters of evidence around an answer; a Chinese character counts as three. Short ones are
# quick to learn copying from, and some are as long as what a search finds.
_SHORT, _LONG, _LONG_SHARE = (40, 260), (400, 900), 0.12
# Longest answer: a sentence of the passage beyond this teaches to ramble.
_LONGEST = {"en": 180, "zh": 70}
# Of the examples: with a passage that says nothing beside the right one, and without the right one.
_DISTRACTED, _UNANSWERED = 0.25, 0.05
# Of those that have both, answers that restate the question; the others quote the sentence.
_RESTATED = 0.7
# Share of the conversations that open with another exchange, as a worked example does.
_WITH_EXAMPLE = 0.08
_ASKED = {"en": "Question:", "zh": "问题："}


@dataclass(frozen=True, slots=True)
class Conversation:
    """One exchange: what the model is asked and what it should write.

    Attributes:
        example: another exchange that comes before.
    """

    question: str
    evidence: tuple[str, ...]
    reply: str
    lang: str
    example: "Conversation | None" = None

    def messages(self) -> list[dict[str, str]]:
        """The exchange as chat messages, the reply last."""
        return [
            *(self.example.messages() if self.example else []),
            {"role": "user", "content": prompt_of(self.question, self.evidence, self.lang)},
            {"role": "assistant", "content": self.reply},
        ]


def prompt_of(question: str, evidence: Sequence[str], lang: str) -> str:
    """Numbered evidence, then the question, as the service asks."""
    numbered = [f"[{n}] {' '.join(text.split())}" for n, text in enumerate(evidence, 1)]
    return "\n".join(["<evidence>", *numbered, "</evidence>", f"{_ASKED[lang]} {question}"])


def with_examples(found: Sequence[Conversation], seed: int) -> list[Conversation]:
    """The same, some of them behind a short exchange of the same language."""
    draw = random.Random(seed)  # noqa: S311
    short = {
        lang: [c for c in found if c.lang == lang and len("".join(c.evidence)) < _SHORT[1]]
        for lang in {c.lang for c in found}
    }
    return [
        replace(c, example=draw.choice(short[c.lang]))
        if short[c.lang] and draw.random() < _WITH_EXAMPLE
        else c
        for c in found
    ]


def conversations(rows: Sequence[QuestionRow], seed: int) -> Iterator[Conversation]:
    """Exchanges about rows that have an answer, each with a citation of the passage it is from."""
    draw = random.Random(seed)  # noqa: S311 - reproducible choices, not secrets
    near = NearMisses(rows)
    for row in rows:
        reply = row.spans and _reply(row, draw)
        if not reply:
            continue
        passage, _ = crop(row.context, row.spans[0], _length(draw), row.lang)
        unanswered = draw.random() < _UNANSWERED
        other = unanswered or draw.random() < _DISTRACTED
        lacking = near.of(row, draw.randrange(3)) if other else None
        if lacking is None:
            yield Conversation(row.question, (passage,), f"{reply} [1]", row.lang)
            continue
        point = draw.randrange(len(lacking))
        beside, _ = crop(lacking, (point, point + 1), draw.randint(*_SHORT), row.lang)
        if unanswered:
            yield Conversation(row.question, (beside,), DONT_KNOW[row.lang], row.lang)
            continue
        place = draw.randrange(2)
        both = (passage, beside) if place == 0 else (beside, passage)
        yield Conversation(row.question, both, f"{reply} [{place + 1}]", row.lang)


def _length(draw: random.Random) -> int:
    return draw.randint(*(_LONG if draw.random() < _LONG_SHARE else _SHORT))


def _reply(row: QuestionRow, draw: random.Random) -> str | None:
    """The answer as a statement, or the sentence that says it; None if neither is fit to teach."""
    start, end = row.spans[0]
    said = statement_of(row.question, row.context[start:end], row.lang)
    if said and draw.random() < _RESTATED:
        return said
    quoted = next((s for s in sentence_spans(row.context) if s[0] <= start and end <= s[1]), None)
    if quoted is None:
        return said
    sentence = " ".join(row.context[slice(*quoted)].split())
    return sentence if len(sentence) <= _LONGEST[row.lang] else said
