"""The default generator: releases sentences of the evidence, word for word."""

import re
from collections.abc import Sequence
from itertools import pairwise

from knowledge.sentences import sentence_spans
from knowledge.text import comparable
from knowledge.types import Evidence
from service.generators.base import Draft, Question, Revision
from service.generators.lists import LIST_MARK, asks_for_several, list_around
from service.generators.look import span_text
from service.generators.question_type import answer_type, candidates_of_type
from service.generators.reader import Pointed, Reader, Reading
from service.generators.same_value import same_value
from service.generators.signals import Candidate

# A second sentence this close in logits is released with the first: the reader cannot tell.
SECOND_WITHIN = 1.0
# A sentence that leans on the one before is released with it.
_LEANS = re.compile(
    r"(?:it|its|they|their|he|his|she|her|this|that|these|those|both|such|however|but|instead|"
    r"therefore|there)\b|它|其|他|她|该|此|这|前者|后者|但|然而|因此|所以|而",
    re.IGNORECASE,
)
# Who is named as the first of several: with the others or without, it is the same answer.
_AND_OTHERS = re.compile(
    r",?\s+(?:et al\b\.?|and (?:(?:his|her|their|some|other) )?(?:colleagues|others)\b).*$"
    r"|等(?:人.*)?$",
    re.IGNORECASE,
)


class ExtractiveGenerator:
    """Answers with the sentence that the reader points at; never writes a word of its own."""

    revises = False

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self.name = f"extractive/{reader.name}"

    def generate(
        self, question: Question, evidence: Sequence[Evidence], revision: Revision | None = None
    ) -> Draft:
        """Draft an answer; an empty text means that the evidence holds none."""
        del revision  # what is quoted has no other wording
        reading = self._reader.read(question, evidence)
        if not reading.found:
            return Draft("", answerability=0.0)
        best = reading.found[0]
        items = _list_of(question.text, best.candidate, evidence)
        if items:
            return Draft(
                text=_joined([_plain(item) for item in items]),
                answerability=reading.answerability,
                stands_on=(best.candidate.index,),
            )
        chosen = chosen_of(reading, evidence)
        parts = [part for pointed in chosen for part in _with_context(pointed.candidate)]
        answers = [_short_answer(question.text, p, evidence[p.candidate.index]) for p in chosen]
        values = list(dict.fromkeys(answers))
        return Draft(
            text=_joined(list(dict.fromkeys(parts))),
            # Two sentences that say different things have no one value between them.
            short_answer=values[0] if len(values) == 1 else None,
            answerability=reading.answerability,
            marked=tuple(value for value in values if value),
            stands_on=tuple(pointed.candidate.index for pointed in chosen),
        )


def chosen_of(reading: Reading, evidence: Sequence[Evidence]) -> list[Pointed]:
    """The best sentence, and the second when the reader can hardly tell them apart.

    So passages that give different answers are shown side by side, each with its source.
    """
    best, *others = reading.found
    other = next((o for o in others if not _same(o, best, evidence)), None)
    return [best, other] if other and best.score - other.score < SECOND_WITHIN else [best]


def _same(second: Pointed, first: Pointed, evidence: Sequence[Evidence]) -> bool:
    """Whether the second says what the first has said: the same, its answer, or its value."""
    values = [_value(p, evidence[p.candidate.index]) for p in (first, second)]
    answers = [_AND_OTHERS.sub("", comparable(value)) for value in values]
    if answers[0] and (answers[0] == answers[1] or same_value(*values)):
        return True
    said = _object(evidence[second.candidate.index]) or second.candidate.text
    return _says(first.candidate.text, said)


def _value(pointed: Pointed, item: Evidence) -> str:
    """What a sentence answers: its span, of a triple without one the object."""
    return span_text(pointed.candidate, pointed.span) or _object(item)


def _object(item: Evidence) -> str:
    """The object of a triple; "" of anything else, dashes or not."""
    return item.triples[0].object if item.kind == "triple" else ""


def _says(sentence: str, value: str) -> bool:
    """Whether a value stands in a sentence: 8 does not stand in 1938."""
    folded = re.escape(comparable(value))
    return bool(re.search(rf"(?<![0-9a-z]){folded}(?![0-9a-z])", comparable(sentence)))


def _list_of(question: str, best: Candidate, evidence: Sequence[Evidence]) -> list[str]:
    item = evidence[best.index]
    if item.kind != "passage" or not asks_for_several(question):
        return []
    return list_around(item.text, best.start)


def _with_context(candidate: Candidate) -> list[str]:
    sentence = _plain(candidate.text)
    return [_plain(candidate.before), sentence] if _leans(candidate) else [sentence]


def _plain(sentence: str) -> str:
    """A sentence of a list or a wrapped paragraph as running text."""
    return " ".join(LIST_MARK.sub("", sentence).split())


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


def _short_answer(question: str, best: Pointed, item: Evidence) -> str | None:
    """The span, or without one the only value in the sentence of the kind that is asked for.

    Of a path it is where the path ends.
    """
    sentence = best.candidate.text
    if item.kind == "path":
        *_, before, last = item.triples
        on_the_way = {comparable(before.subject), comparable(before.object)}
        return last.subject if comparable(last.object) in on_the_way else last.object
    if item.kind == "triple":
        (triple,), asked = item.triples, comparable(question)
        # Who was the first president of Egypt? Not Egypt: the end that the question does not name.
        named = comparable(triple.object) in asked and comparable(triple.subject) not in asked
        return triple.subject if named else triple.object
    if best.span is not None:
        return _plain(span_text(best.candidate, best.span)) or None
    sentence = _plain(sentence)
    found = candidates_of_type(answer_type(question), sentence, question)
    values = list(dict.fromkeys(sentence[start:end] for start, end in found))
    return values[0] if len(values) == 1 else None
