"""A question on its way through the pipeline, and the answer composed of what came of it."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import uuid4

from knowledge.text import comparable, language_of
from knowledge.types import DEFAULT_COLLECTION
from service import evidence as evidence_of
from service.abstention import Decision
from service.answer import (
    DONT_KNOW,
    Answer,
    CheckedClaim,
    Citation,
    Models,
    Source,
    StepName,
    TraceStep,
)
from service.calibration.standards import Standard
from service.correction.attempt import Attempt, as_released
from service.deadline import Deadline
from service.generators.base import Draft
from service.release import Released, find_highlights, release
from service.rules.ruleset import Ruleset
from service.searching import Found
from service.trace import Trace, counted

# What `timings_ms` holds beside the parts of a search, by the steps that make it up.
_TIMED: dict[str, tuple[StepName, ...]] = {
    "generate": ("draft", "steps"),
    "opinion": ("opinion",),
    "check": ("check", "disputes"),
    "samples": ("samples",),
    "correct": ("lookup", "revise"),
}


@dataclass(frozen=True, slots=True)
class Ask:
    """A question with how to answer it.

    Attributes:
        sources: texts to answer from in place of the collection.
        top_k: how many passages the generator gets; None for the configured number.
        samples: drafts whose claims are compared; None for the configured number.
        steps: whether a question that asks through others is answered step by step.
    """

    question: str
    collection: str = DEFAULT_COLLECTION
    sources: Sequence[Source] = ()
    top_k: int | None = None
    include_evidence: bool = False
    samples: int | None = None
    steps: bool = True


@dataclass(frozen=True, slots=True)
class Examined:
    """An answer with what came before it, for those who measure.

    Attributes:
        draft: the best that the generator wrote; empty when it was not asked.
        claims: of the draft, with verdicts.
        citations: that those claims refer to by number.
        decision: of gate 1 or gate 2.
        touched: share of the question, by weight of its terms, that the evidence says.
        complete: whether nothing failed or ran out of time on the way.
    """

    answer: Answer
    draft: Draft
    claims: list[CheckedClaim]
    citations: list[Citation]
    decision: Decision
    touched: float
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Asked:
    """A question on its way, with what it is held to."""

    request: Ask
    text: str
    collection: str | None
    standard: Standard
    rules: Ruleset
    deadline: Deadline
    trace: Trace = field(default_factory=Trace)
    started: float = field(default_factory=time.perf_counter)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is to be released, and what it was chosen from.

    Attributes:
        found: None when nothing was searched.
        attempt: the best draft, judged; None when there is none.
        complete: whether nothing failed or ran out of time on the way.
        refusal: said in place of "I don't know".
    """

    decision: Decision
    found: Found | None = None
    attempt: Attempt | None = None
    complete: bool = True
    refusal: str | None = None


def compose(asked: Asked, outcome: Outcome, models: Models) -> Answer:
    """The answer: only what the decision keeps leaves with it."""
    decision, attempt, found = outcome.decision, outcome.attempt, outcome.found
    released = Released(outcome.refusal or DONT_KNOW[language_of(asked.text)])
    if attempt and decision.status != "abstained":
        claims, citations = as_released(attempt)
        released = release(range(len(claims)), claims, citations)
    _note_decision(asked, outcome)
    draft = attempt.draft if attempt else Draft("")
    evidence = attempt.evidence if attempt else found.evidence if found else ()
    return Answer(
        id=uuid4().hex,
        question=asked.text,
        status=decision.status,
        abstain_reason=decision.reason,
        text=released.text,
        short_answer=_released_value(attempt, released),
        highlights=find_highlights(released.text, draft.marked),
        support=decision.support,
        threshold=asked.standard.threshold,
        threshold_from=asked.standard.origin,
        guarantee=asked.standard.guarantee,
        claims=released.claims,
        citations=released.citations,
        evidence=[evidence_of.as_item(e) for e in evidence]
        if asked.request.include_evidence
        else [],
        disclaimers=_disclaimers(asked, released, decision),
        model=_written_by(models, draft),
        timings_ms=_timings(asked, found),
        trace=asked.trace.steps,
    )


def again(answer: Answer, started: float) -> Answer:
    """An answer that was kept, given once more: with an id and a time of its own.

    Args:
        answer: as it was given first.
        started: `time.perf_counter()` when it was asked for again.
    """
    ms = _ms(started)
    hit = TraceStep(step="cache", detail="the same was asked before and nothing changed", ms=ms)
    before = [step.model_copy(update={"ms": 0.0}) for step in answer.trace]
    timings = {**dict.fromkeys(answer.timings_ms, 0.0), "total": ms}
    update = {"id": uuid4().hex, "timings_ms": timings, "trace": [hit, *before]}
    return answer.model_copy(update=update)


def _disclaimers(asked: Asked, released: Released, decision: Decision) -> list[str]:
    if decision.status == "abstained":
        return []
    rules = asked.rules.disclaimers(asked.text, released.text)
    if rules:
        names = ", ".join(f"'{rule.name}'" for rule in rules)
        asked.trace.say("rules", f"a disclaimer was added by {names}")
    return list(dict.fromkeys(rule.text for rule in rules))


def _note_decision(asked: Asked, outcome: Outcome) -> None:
    decision, attempt = outcome.decision, outcome.attempt
    if attempt and decision.status == "partial":
        failed = counted(len(attempt.failed), "sentence")
        asked.trace.say("trim", f"withheld {failed} without support")
    against = f"support {decision.support:.2f}, threshold {asked.standard.threshold:.2f}"
    because = f" ({decision.reason})" if decision.reason else ""
    asked.trace.say("decide", f"{decision.status}{because}: {against}")


def _released_value(attempt: Attempt | None, released: Released) -> str | None:
    """The short answer, unless its sentence was withheld or a source says something else."""
    if attempt is None or attempt.disputed or not released.claims:
        return None
    value = attempt.draft.short_answer
    if attempt.draft.linked:
        return value
    return value if value and comparable(value) in comparable(released.text) else None


def _written_by(models: Models, draft: Draft) -> Models:
    """The models of an answer, with the generator that stood in where the first one failed."""
    return models.model_copy(update={"generator": draft.written_by}) if draft.written_by else models


def _timings(asked: Asked, found: Found | None) -> dict[str, float]:
    trace = asked.trace
    timings = dict(found.timings_ms) if found else {}
    timings["search"] = trace.ms("search", "rewrite")
    for name, steps in _TIMED.items():
        if ms := trace.ms(*steps):
            timings[name] = ms
    return timings | {"total": _ms(asked.started)}


def _ms(since: float) -> float:
    return round((time.perf_counter() - since) * 1000, 3)
