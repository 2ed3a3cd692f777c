"""The default generator: releases sentences of the evidence, word for word."""

import re
from collections.abc import Sequence
from itertools import pairwise

from knowledge.sentences import sentence_spans
from knowledge.text import comparable
from knowledge.types import Evidence
from service.generators.base import Draft, Question
from service.generators.question_type import answer_type, candidates_of_type
from service.generators.reader import Reader, Reading
from service.generators.signals import Candidate

# A second sentence this close in logits is released with the first: the reader cannot tell.
SECOND_WITHIN = 1.0
_LIST_MARK = re.compile(r"^(?:[-*+•]|\d{1,3}[.)、])\s+")
# A sentence that leans on the one before is released with it.
_LEANS = re.compile(
    r"(?:it|its|they|their|he|his|she|her|this|that|these|those|both|such|however|but|instead|"
    r"therefore|there)\b|它|其|他|她|该|此|这|前者|后者|但|然而|因此|所以|而",
    re.IGNORECASE,
)


class ExtractiveGenerator:
    """Answers with the sentence that the reader points at; never writes a word of its own."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self.name = f"extractive/{reader.name}"

    def generate(self, question: Question, evidence: Sequence[Evidence]) -> Draft:
        """Draft an answer; an empty text means that the evidence holds none."""
        reading = self._reader.read(question, evidence)
        if not reading.candidates:
            return Draft("", answerability=0.0)
        chosen = _chosen(reading)
        best = chosen[0]
        parts = [part for candidate in chosen for part in _with_context(candidate)]
        return Draft(
            text=_joined(list(dict.fromkeys(parts))),
            short_answer=_short_answer(question.text, _plain(best.text)),
            answerability=reading.answerability,
            stands_on=tuple(candidate.index for candidate in chosen),
        )


def _chosen(reading: Reading) -> list[Candidate]:
    """The best sentence, and the second when the reader can hardly tell them apart."""
    (best, score), *others = reading.candidates
    close = [c for c, s in others[:1] if score - s < SECOND_WITHIN and not _repeats(c, best)]
    return [best, *close]


def _repeats(second: Candidate, first: Candidate) -> bool:
    """Whether the second says what the first has said: the same, or a triple's value."""
    value = second.text.rsplit(" — ", 1)[-1] if second.text.count(" — ") == 2 else second.text
    return comparable(value) in comparable(first.text)


def _with_context(candidate: Candidate) -> list[str]:
    sentence = _plain(candidate.text)
    return [_plain(candidate.before), sentence] if _leans(candidate) else [sentence]


def _plain(sentence: str) -> str:
    """A sentence of a list or a wrapped paragraph as running text."""
    return " ".join(_LIST_MARK.sub("", sentence).split())


def _joined(sentences: list[str]) -> str:
    """Sentences as running text; a blank line where they would run into one claim."""
    text = sentences[0]
    for before, sentence in pairwise(sentences):
        separator = "" if before.endswith(("。", "！", "？")) else " "
        start = len(before) + len(separator)
        starts = [a for a, _ in sentence_spans(before + separator + sentence)]
        text += (separator if start in starts else "\n\n") + sentence
    return text


def _leans(candidate: Candidate) -> bool:
    return bool(candidate.before and _LEANS.match(candidate.text))


def _short_answer(question: str, sentence: str) -> str | None:
    """The value itself, when exactly one in the sentence is of the kind that is asked for."""
    if " — " in sentence and sentence.count(" — ") == 2:
        return sentence.rsplit(" — ", 1)[1]
    found = candidates_of_type(answer_type(question), sentence, question)
    values = list(dict.fromkeys(sentence[start:end] for start, end in found))
    return values[0] if len(values) == 1 else None
