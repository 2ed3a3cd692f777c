"""Answers a question through other questions: one hop after the other, or things compared.

"Where was the director of Alien born?" is asked as "Who directed Alien?" and then "Where was
Ridley Scott born?". Each step is searched, read and quoted like any question, so that every
sentence of the answer has a source of its own; if a step finds nothing, there is no answer.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from knowledge.text import comparable, language_of
from knowledge.types import Evidence
from service.decomposition import amounts, values
from service.decomposition.parts import Bridge, Comparison
from service.decomposition.plan import Plan, plan_of
from service.generators.base import Draft

# Steps within steps: the mother of the director of the film of the song.
_DEEPEST = 3
# A step that is less likely right than this leads nowhere.
LEAST_SURE = 0.25
_YES_NO = {"en": ("Yes", "No"), "zh": ("是", "否")}


@dataclass(frozen=True, slots=True)
class Reached:
    """A draft with the evidence that its positions refer to.

    Attributes:
        steps: the questions that were asked, in order.
    """

    evidence: tuple[Evidence, ...]
    draft: Draft
    steps: tuple[str, ...]


# Searches and drafts for one question.
AskOne = Callable[[str], tuple[Sequence[Evidence], Draft]]


def answer_stepwise(plan: Plan, ask: AskOne, depth: int = 1) -> Reached | None:
    """The draft that follows from the steps of a plan; None if one of them has no answer."""
    if isinstance(plan, Bridge):
        return _through(plan, ask, depth)
    return _compared(plan, ask, depth)


def _through(plan: Bridge, ask: AskOne, depth: int) -> Reached | None:
    first = _reach(plan.first, ask, depth)
    if first is None or not first.draft.short_answer:
        return None
    then = plan.then(first.draft.short_answer)
    # A step that leads back to where it came from: "the father of X is X".
    if comparable(first.draft.short_answer) in comparable(plan.first):
        return None
    second = _reach(then, ask, depth)
    if second is None or _repeats(first.draft, second.draft):
        return None
    return _joined([first, second], second.draft.short_answer, second.draft.marked)


def _repeats(first: Draft, second: Draft) -> bool:
    """Whether the second step says what the first has said, and nothing of its own."""
    return second.text == first.text and second.short_answer in (None, first.short_answer)


def _compared(plan: Comparison, ask: AskOne, depth: int) -> Reached | None:
    reached = [_reach(question, ask, depth) for question in plan.questions]
    found = [part for part in reached if part is not None]
    answers = [part.draft.short_answer for part in found if part.draft.short_answer]
    if len(answers) < len(plan.questions):
        return None
    if plan.choice == "same":
        verdict = _YES_NO[language_of(plan.questions[0])]
        return _joined(found, verdict[0 if values.all_same(answers) else 1], tuple(answers))
    if plan.choice in ("most", "least"):
        place = amounts.most(answers, least=plan.choice == "least")
    else:
        said = [(answer, part.draft.text) for answer, part in zip(answers, found, strict=True)]
        place = values.extreme(said, latest=plan.choice == "latest", ends=plan.ends)
    return None if place is None else _joined(found, plan.names[place], tuple(answers))


def _reach(question: str, ask: AskOne, depth: int) -> Reached | None:
    """The answer to one step, itself taken apart if it asks through another thing."""
    plan = plan_of(question) if depth < _DEEPEST else None
    if plan is not None:
        return answer_stepwise(plan, ask, depth + 1)
    evidence, draft = ask(question)
    sure = 1.0 if draft.answerability is None else draft.answerability
    if not draft.text or sure < LEAST_SURE:
        return None
    return Reached(tuple(evidence), draft, (question,))


def _joined(parts: Sequence[Reached], answer: str | None, marked: Sequence[str]) -> Reached:
    """Several steps as one draft over all their evidence, each piece once."""
    places: dict[tuple[str | None, int | None, str], int] = {}
    evidence: list[Evidence] = []
    stands_on: list[int] = []
    for part in parts:
        moved = []
        for item in part.evidence:
            key = (item.document_id, item.start, item.text)
            if key not in places:
                places[key] = len(evidence)
                evidence.append(item)
            moved.append(places[key])
        stands_on += [moved[n] for n in part.draft.stands_on]
    sure = [part.draft.answerability for part in parts if part.draft.answerability is not None]
    draft = replace(
        parts[-1].draft,
        text="\n\n".join(dict.fromkeys(part.draft.text for part in parts)),
        short_answer=answer,
        answerability=min(sure, default=None),
        marked=tuple(marked),
        stands_on=tuple(dict.fromkeys(stands_on)),
        linked=True,
    )
    return Reached(tuple(evidence), draft, tuple(step for part in parts for step in part.steps))
