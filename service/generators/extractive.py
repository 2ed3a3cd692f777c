"""The default generator: releases sentences of the evidence, word for word."""

import re
from collections.abc import Sequence

from knowledge.types import Evidence
from service.generators.base import Draft, Question
from service.generators.question_type import answer_type, candidates_of_type
from service.generators.reader import Reader
from service.generators.signals import Candidate

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
        best = reading.candidates[0][0]
        sentence = _LIST_MARK.sub("", best.text)
        text = f"{_LIST_MARK.sub('', best.before)} {sentence}" if _leans(best) else sentence
        return Draft(
            text=" ".join(text.split()),
            short_answer=_short_answer(question.text, sentence),
            answerability=reading.answerability,
            stands_on=(best.index,),
        )


def _leans(candidate: Candidate) -> bool:
    return bool(candidate.before and _LEANS.match(candidate.text))


def _short_answer(question: str, sentence: str) -> str | None:
    """The value itself, when exactly one in the sentence is of the kind that is asked for."""
    if " — " in sentence and sentence.count(" — ") == 2:
        return sentence.rsplit(" — ", 1)[1]
    found = candidates_of_type(answer_type(question), sentence, question)
    values = list(dict.fromkeys(sentence[start:end] for start, end in found))
    return values[0] if len(values) == 1 else None
