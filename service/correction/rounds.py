"""Rounds of correction: look for evidence of the claims that failed, then have the draft revised.

What still fails is trimmed by gate 2. Only drafts of generators that revise are corrected: one
that quotes has nothing to look up and no other words.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from knowledge.errors import DeadlineExceededError, GeneratorFailedError
from knowledge.text import comparable
from knowledge.types import Evidence
from service.correction.attempt import Attempt
from service.correction.judging import Judging
from service.correction.limits import Budget, Limits
from service.correction.lookup import more_evidence
from service.deadline import Deadline
from service.generators.base import Generator, Objection, Revision, did_not_fit
from service.searching import Searching
from service.trace import counted

# Texts of evidence against a claim that a generator is shown.
_AGAINST = 2
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Corrected:
    """The best attempt there was.

    Attributes:
        complete: whether every step could be tried; not when time ran out or a model failed.
    """

    attempt: Attempt
    complete: bool = True


class Correction:
    """Corrects drafts within bounds of rounds and time.

    Args:
        searching: finds evidence of claims.
        generator: revises drafts.
        limits: rounds, seconds and steps.
    """

    def __init__(self, searching: Searching, generator: Generator, limits: Limits) -> None:
        self._searching = searching
        self._generator = generator
        self._limits = limits

    def correct(self, judging: Judging, attempt: Attempt, deadline: Deadline) -> Corrected:
        """The attempt, or a better one; never one that releases less.

        Raises:
            DeadlineExceededError: the caller's own deadline passed.
        """
        if not self._generator.revises or not attempt.failed or not self._limits.rounds:
            return Corrected(attempt)
        question = judging.found.question
        budget = Budget(self._limits.seconds, deadline, question.check)
        timely = replace(question, check=budget.check)
        timely_judging = replace(judging, found=replace(judging.found, question=timely))
        best, complete = attempt, True
        try:
            for later in self._attempts(timely_judging, attempt):
                best = later if later.better_than(best) else best
                # What stood in for a model that failed may not do so the next time.
                complete = complete and not later.draft.written_by
        except DeadlineExceededError:
            question.check()  # the caller's own time may be up
            judging.trace.say("revise", "stopped: the time for corrections is up")
            return Corrected(best, complete=False)
        except GeneratorFailedError as error:
            _log.warning("%s failed to revise: %s", self._generator.name, error)
            judging.trace.say("revise", "the generator failed; the earlier draft is kept")
            return Corrected(best, complete=False)
        return Corrected(best, complete)

    def _attempts(self, judging: Judging, attempt: Attempt) -> Iterator[Attempt]:
        """One attempt after the other, until nothing fails or nothing new comes."""
        seen = {comparable(attempt.draft.text)}
        steps = self._limits.steps
        for _ in range(self._limits.rounds):
            if "lookup" in steps:
                attempt = self._looked_up(judging, attempt)
                yield attempt
            if not attempt.failed or "revise" not in steps:
                return
            revised = self._revised(judging, attempt, seen)
            if revised is None:
                return
            attempt = revised
            yield attempt
            if not attempt.failed:
                return

    def _looked_up(self, judging: Judging, attempt: Attempt) -> Attempt:
        """The attempt with its failed claims judged by evidence of those very claims too."""
        found = judging.found
        statements = [attempt.claims[i].statement for i in attempt.failed]
        with judging.trace.timed("lookup") as note:
            new = more_evidence(
                statements,
                attempt.evidence,
                lambda statement, limit: self._searching.look_up(statement, found, limit),
                found.question.check,
            )
            failed = counted(len(statements), "failed sentence")
            note.detail = f"searched for {failed} and found nothing new"
            if new:
                attempt = judging.rejudge(attempt, [*attempt.evidence, *new])
                passed = len(statements) - len(attempt.failed)
                pieces = counted(len(new), "new piece")
                note.detail = f"found {pieces} of evidence for {failed}; {passed} now supported"
        return attempt

    def _revised(self, judging: Judging, attempt: Attempt, seen: set[str]) -> Attempt | None:
        """The judged draft that the generator writes instead; None if it has none to offer."""
        objections = objections_to(attempt)
        if not objections:
            return None
        with judging.trace.timed("revise") as note:
            question = judging.found.question
            question.check()
            sought = range(len(judging.found.evidence), len(attempt.evidence))
            revision = Revision(attempt.draft.text, objections, tuple(sought))
            draft = self._generator.generate(question, attempt.evidence, revision)
            told = f"asked for a correction of {counted(len(objections), 'sentence')}"
            key = comparable(draft.text)
            if key in seen:
                note.detail = f"{told}; the generator said the same again"
                return None
            seen.add(key)
            note.detail = f"{told}; got {'a new draft' if draft.text else 'no answer instead'}"
            note.detail += did_not_fit(draft)
        # Samples of what was asked before know nothing of the objections, and would outvote every
        # correction; but what they did outvote shall not come back in other words.
        heard = judging.samples if attempt.outvoted else ()
        return replace(judging, samples=heard).judge(draft, attempt.evidence)


def objections_to(attempt: Attempt) -> tuple[Objection, ...]:
    """What is wrong with a draft, claim by claim, for its generator.

    Evidence has nothing to say against a claim that samples outvoted.
    """
    outvoted = attempt.outvoted
    return tuple(_objection(attempt, i) for i in attempt.failed if i not in outvoted)


def _objection(attempt: Attempt, position: int) -> Objection:
    judgement = attempt.judgements[position]
    against: Sequence[Evidence] = [
        attempt.evidence[i] for i in (judgement.contradicting if judgement else ())
    ]
    return Objection(
        claim=attempt.claims[position].text,
        contradicted=attempt.checked[position].verdict == "contradicted",
        evidence=tuple(item.text for item in against[:_AGAINST]),
    )
