"""A generator that lies on purpose: half of what it writes is right, and which half is known.

Lies are right sentences with one particular changed, statements with another value of the passage
in place of the answer, and answers to questions that the passage does not answer.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from benchmarks.generation.cases import Case
from knowledge.sentences import sentence_spans
from knowledge.text import comparable, terms
from service.generators.question_type import AnswerType, answer_type, candidates_of_type
from service.rewriting.statements import statement_of
from service.tuning.corruptions import NAMED_WAYS

RIGHT, WRONG_VALUE, NO_ANSWER, ELSEWHERE = "right", "wrong value", "no answer", "quoted elsewhere"
# Some ways refuse by chance; so often each is tried.
_TRIES = 4
# Values to lie with where none is of the kind that is asked for.
_ANY: tuple[AnswerType, ...] = ("name", "number")


@dataclass(frozen=True, slots=True)
class Told:
    """What the liar says to a question; `kind` is `RIGHT` or the name of the lie.

    Attributes:
        right: what would be right to say; empty where the question cannot be answered.
    """

    text: str
    kind: str
    right: str = ""

    def is_right(self, sentence: str) -> bool:
        """Whether a sentence is what would be right, or stands in it."""
        return bool(self.right) and _bare(sentence) in _bare(self.right)


def tell(case: Case, seed: int = 0) -> Told | None:
    """A sentence about a case: right or a lie, the same every time; None if no rule fits."""
    draw = random.Random(f"{seed} {case.id}")  # noqa: S311 - reproducible choices, not secrets
    if not case.answers:
        return _invented(case, draw)
    right = _right(case, draw)
    # A third of the questions have no right answer, so that half of all sentences are right.
    if not right:
        return None
    lie = None if draw.random() < 0.75 else _lie(case, right, draw)
    return replace(lie or Told(right, RIGHT), right=right)


def another_lie(case: Case, said: Told, draw: random.Random) -> str | None:
    """Another lie about a case than what was said, if there is one."""
    for _ in range(_TRIES):
        lie = _lie(case, said.right, draw) if said.right else _invented(case, draw)
        if lie and lie.text != said.text:
            return lie.text
    return None


def balanced(cases: Sequence[Case], count: int) -> list[tuple[Case, Told]]:
    """The first cases that the liar has something to say to, a third of them unanswerable."""
    told = [(case, said) for case in cases if (said := tell(case))]
    without = [pair for pair in told if not pair[0].answers][: count // 3]
    return [*without, *(pair for pair in told if pair[0].answers)][:count]


def _right(case: Case, draw: random.Random) -> str | None:
    said = statement_of(case.question, case.answers[0], case.lang)
    if said and draw.random() < 0.7:
        return said
    start, end = case.row.spans[0]
    spans = sentence_spans(case.passage)
    quoted = next((s for s in spans if s[0] <= start and end <= s[1]), None)
    return " ".join(case.passage[slice(*quoted)].split()) if quoted else said


def _lie(case: Case, right: str, draw: random.Random) -> Told | None:
    if draw.random() < 0.35 and (other := _other_value(case, draw)):
        return Told(other, WRONG_VALUE)
    names = list(NAMED_WAYS)
    draw.shuffle(names)
    for name in names:
        for _ in range(_TRIES):
            changed = NAMED_WAYS[name](right, case.passage, draw)
            if changed and comparable(changed) not in comparable(case.passage):
                if changed != right:
                    return Told(changed, name)
                break
    other = _other_value(case, draw)
    return Told(other, WRONG_VALUE) if other else None


def _other_value(case: Case, draw: random.Random) -> str | None:
    """The question answered with another value of its passage, of the kind that is asked for."""
    folded = [comparable(a) for a in case.answers]
    asked = comparable(case.question)
    for kind in (answer_type(case.question), *_ANY):
        found = candidates_of_type(kind, case.passage, case.question)
        values = [
            v
            for v in dict.fromkeys(case.passage[a:b].strip(" ,.，。") for a, b in found)
            if v
            and comparable(v) not in asked
            and not any(comparable(v) in f or f in comparable(v) for f in folded)
        ]
        if values:
            return statement_of(case.question, draw.choice(values), case.lang)
    return None


def _invented(case: Case, draw: random.Random) -> Told | None:
    """An answer where there is none: a value of the passage, or its likeliest sentence."""
    if draw.random() < 0.8 and (made := _other_value(case, draw)):
        return Told(made, NO_ANSWER)
    asked = set(terms(case.question))
    sentences = [" ".join(case.passage[a:b].split()) for a, b in sentence_spans(case.passage)]
    near = max(sentences, key=lambda s: len(asked & set(terms(s))), default="")
    return Told(near, ELSEWHERE) if near else None


def _bare(text: str) -> str:
    return comparable(text).strip(" .。")
