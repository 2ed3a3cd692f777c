"""The path of a question, from `ask` to an answer or a refusal. Every door calls this."""

import logging
import time
from collections.abc import Hashable, Sequence
from dataclasses import replace

from indexes.hybrid import HybridSearcher
from knowledge.errors import GeneratorFailedError
from knowledge.text import language_of
from knowledge.types import Evidence
from service import abstention, questions
from service.abstention import Decision
from service.answer import Answer, Models
from service.asking import Ask, Asked, Examined, Outcome, again, compose
from service.cache import Cache
from service.calibration.standards import Standards
from service.checking import Checking
from service.correction.judging import Judging
from service.correction.limits import Limits
from service.correction.rounds import Correction
from service.deadline import Deadline
from service.decomposition.plan import Plan, plan_of
from service.generators.base import Draft, Generator, Sampling, did_not_fit
from service.generators.second_opinion import SecondOpinion
from service.rules.ruleset import Rules
from service.searching import Found, Searching
from service.sources import Sources
from service.stepwise import Reached, answer_stepwise
from service.trace import Trace, counted

__all__ = ["Ask", "Examined", "Pipeline"]

NOTHING_FOUND = Decision("abstained", "no_evidence", 0.0)
GENERATOR_FAILED = Decision("abstained", "generator_failed", 0.0)
FORBIDDEN = Decision("abstained", "not_answerable", 0.0)
_log = logging.getLogger(__name__)


class Pipeline:
    """Searches, drafts, checks, corrects, and releases only what is supported.

    Args:
        searcher: finds evidence in a collection.
        sources: finds evidence in texts that the caller gives.
        generator: drafts.
        checking: judges the claims of a draft.
        standards: the threshold that each collection's answers have to pass.
        top_k: passages a generator gets unless the caller says otherwise.
        limits: of correcting drafts.
        rules: demands of the user; by default that numbers and full names stand in the evidence,
            where the generator writes words of its own.
        opinion: on drafts whose generator does not say how likely they answer.
        cache_size: answers that are kept for the same question; 0 for none.
    """

    def __init__(
        self,
        searcher: HybridSearcher,
        sources: Sources,
        generator: Generator,
        checking: Checking,
        standards: Standards,
        top_k: int,
        embedder_name: str,
        limits: Limits | None = None,
        rules: Rules | None = None,
        opinion: SecondOpinion | None = None,
        cache_size: int = 0,
    ) -> None:
        self._limits = limits or Limits()
        self._searching = Searching(searcher, sources, rewrite="rewrite" in self._limits.steps)
        self._generator = generator
        self._checking = checking
        self._opinion = opinion
        self._correction = Correction(self._searching, generator, self._limits)
        self.standards = standards
        self.rules = rules or Rules(written=generator.revises)
        self._top_k = top_k
        self._cache = Cache[Examined](cache_size) if cache_size else None
        self.models = Models(
            generator=generator.name, checker=checking.name, embedder=embedder_name
        )

    def ask(self, request: Ask, deadline: Deadline | None = None) -> Answer:
        """Answer a question, or say why not.

        Raises:
            InvalidInputError: the question cannot be asked as it is.
            UnknownCollectionError: no such collection.
            DeadlineExceededError: the deadline passed before there was an answer.
        """
        deadline, started = deadline or Deadline(), time.perf_counter()
        deadline.check()
        if self._cache is None or request.sources:
            examined = self.examine(request, deadline)
            answer = examined.answer
        else:
            key = self._key(request)
            kept = self._cache.get(key, lambda: self._keepable(request, key, deadline), deadline)
            examined = kept.value
            answer = again(examined.answer, started) if kept.hit else examined.answer
        self.standards.seen(_collection(request), examined.decision.score, examined.touched)
        return answer

    def examine(
        self, request: Ask, deadline: Deadline | None = None, *, always_draft: bool = False
    ) -> Examined:
        """The same with what came before the answer; not kept, and not counted as a live question.

        Args:
            request: the question.
            deadline: when to stop.
            always_draft: draft from whatever was found, even where gate 1 would refuse; the
                answer is the same refusal.
        """
        asked = self._asked(request, deadline or Deadline())
        if forbidden := asked.rules.refusal(asked.text):
            asked.trace.say("rules", f"the question is refused by the rule '{forbidden.name}'")
            return self._examined(asked, Outcome(FORBIDDEN, refusal=forbidden.text))
        found = self._find(asked, asked.text, asked.trace)
        enough = abstention.enough_evidence(found.evidence, found.touched)
        if not enough and not (always_draft and found.evidence):
            return self._examined(asked, Outcome(NOTHING_FOUND, found))
        try:
            found, draft = self._draft(asked, found)
            samples = self._samples(asked, found)
        except GeneratorFailedError as error:
            _log.warning("%s failed: %s", self._generator.name, error)
            asked.trace.say("draft", "the generator failed")
            return self._examined(asked, Outcome(GENERATOR_FAILED, found, complete=False))
        asked.deadline.check()
        judging = self._judging(asked, found, samples)
        attempt = judging.judge(draft, found.evidence)
        if not enough:
            return self._examined(asked, Outcome(NOTHING_FOUND, found, attempt))
        corrected = self._correction.correct(judging, attempt, asked.deadline)
        best = corrected.attempt
        # What another generator wrote in an emergency is not kept for the next time.
        stood_in = any(each.written_by for each in (best.draft, *samples))
        complete = corrected.complete and not stood_in
        return self._examined(asked, Outcome(best.decision, found, best, complete))

    def _asked(self, request: Ask, deadline: Deadline) -> Asked:
        text = questions.valid_question(request.question)
        collection = _collection(request)
        standard = self.standards.of(collection, language_of(text))
        return Asked(request, text, collection, standard, self.rules.of(collection), deadline)

    def _find(self, asked: Asked, text: str, trace: Trace) -> Found:
        request = asked.request
        return self._searching.find(
            text, asked.collection, request.sources, request.top_k or self._top_k, asked.deadline,
            trace,
        )  # fmt: skip

    def _draft(self, asked: Asked, found: Found) -> tuple[Found, Draft]:
        """A draft with what it was taken from: step by step where the question asks for it."""
        # A model that writes reads all the evidence at once; one that quotes takes steps.
        plan = plan_of(asked.text) if asked.request.steps and not self._generator.revises else None
        if plan and (reached := self._step_by_step(asked, plan)):
            return replace(found, evidence=list(reached.evidence)), reached.draft
        with asked.trace.timed("draft") as note:
            draft = self._generator.generate(found.question, found.evidence)
            if plan and not plan.fits(draft.text):
                draft = Draft("", answerability=0.0)
            wrote = "drafted an answer" if draft.text else "found no answer in the evidence"
            note.detail = f"{draft.written_by or self._generator.name} {wrote}"
            note.detail += did_not_fit(draft)
        return found, draft

    def _step_by_step(self, asked: Asked, plan: Plan) -> Reached | None:
        """The draft that the steps of a question lead to; None if one of them leads nowhere."""

        def ask(text: str) -> tuple[Sequence[Evidence], Draft]:
            asked.deadline.check()
            step = self._find(asked, text, Trace())
            return step.evidence, self._generator.generate(step.question, step.evidence)

        with asked.trace.timed("steps") as note:
            reached = answer_stepwise(plan, ask)
            taken = counted(len(reached.steps), "step") if reached else ""
            note.detail = f"answered in {taken}" if reached else "a step found no answer"
        return reached

    def _judging(self, asked: Asked, found: Found, samples: Sequence[Draft]) -> Judging:
        steps = self._limits.steps
        return Judging(
            self._checking, found, asked.standard, asked.rules, asked.trace,
            opinion=self._opinion, samples=[draft.text for draft in samples], trim="trim" in steps,
            disputes=self._generator.revises and "disputes" in steps,
        )  # fmt: skip

    def _samples(self, asked: Asked, found: Found) -> list[Draft]:
        """Further drafts to compare with; none unless they are wanted."""
        count = (asked.request.samples or self._limits.samples) - 1
        if count < 1:
            return []
        if not isinstance(self._generator, Sampling):
            asked.trace.say("samples", f"{self._generator.name} always drafts the same")
            return []
        with asked.trace.timed("samples") as note:
            drafts = self._generator.sample(found.question, found.evidence, count)
            note.detail = f"drew {counted(len(drafts), 'further draft')}"
        return drafts

    def _examined(self, asked: Asked, outcome: Outcome) -> Examined:
        answer = compose(asked, outcome, self.models)
        attempt, found = outcome.attempt, outcome.found
        return Examined(
            answer,
            draft=attempt.draft if attempt else Draft(""),
            claims=attempt.checked if attempt else [],
            citations=attempt.citations if attempt else [],
            decision=outcome.decision,
            touched=found.touched if found else 0.0,
            complete=outcome.complete,
        )

    def _key(self, request: Ask) -> Hashable:
        """Everything that an answer depends on; it changes when the collection does."""
        collection = _collection(request)
        return (
            questions.valid_question(request.question),
            # Constants of the code stay what they are while it runs.
            self.standards.binding(collection).model_dump_json(exclude={"constants"}),
            repr(self.standards.of(collection, language_of(request.question))),
            request.top_k or self._top_k,
            request.include_evidence,
            request.samples or self._limits.samples,
            request.steps,
        )

    def _keepable(self, request: Ask, key: Hashable, deadline: Deadline) -> tuple[Examined, bool]:
        """The answer, and whether it holds for the key: nothing changed while it was made."""
        examined = self.examine(request, deadline)
        return examined, examined.complete and self._key(request) == key


def _collection(request: Ask) -> str | None:
    """The collection that is searched; None for sources that the caller gives."""
    name = questions.valid_collection(request.collection)
    return None if request.sources else name
