"""The path of a question, from `ask` to an answer or a refusal. Every door calls this."""

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from uuid import uuid4

from indexes.hybrid import HybridSearcher
from knowledge.errors import GeneratorFailedError
from knowledge.text import comparable, content_terms, language_of, terms
from knowledge.types import DEFAULT_COLLECTION, Evidence
from service import abstention, questions
from service import evidence as evidence_of
from service.abstention import Decision
from service.answer import DONT_KNOW, Answer, CheckedClaim, Citation, Models, Source
from service.calibration.standards import Standard, Standards
from service.checking import Checking
from service.deadline import Deadline
from service.decomposition.plan import plan_of
from service.generators.base import Draft, Generator, Question
from service.release import Released, find_highlights, release
from service.sources import Sources
from service.stepwise import answer_stepwise


@dataclass(frozen=True, slots=True)
class Ask:
    """A question with how to answer it.

    Attributes:
        sources: texts to answer from in place of the collection.
        top_k: how many passages the generator gets; None for the configured number.
        steps: whether a question that asks through others is answered step by step.
    """

    question: str
    collection: str = DEFAULT_COLLECTION
    sources: Sequence[Source] = ()
    top_k: int | None = None
    include_evidence: bool = False
    steps: bool = True


@dataclass(frozen=True, slots=True)
class Examined:
    """An answer with what came before it, for those who measure.

    Attributes:
        draft: what the generator wrote; empty when it was not asked.
        claims: of the draft, with verdicts.
        citations: that those claims refer to by number.
        decision: of gate 1 or gate 2.
        touched: share of the question, by weight of its terms, that the evidence says.
    """

    answer: Answer
    draft: Draft
    claims: list[CheckedClaim]
    citations: list[Citation]
    decision: Decision
    touched: float


@dataclass(frozen=True, slots=True)
class _Found:
    question: Question
    evidence: list[Evidence]
    touched: float
    standard: Standard
    include_evidence: bool
    timings_ms: dict[str, float]


@dataclass(frozen=True, slots=True)
class _Drafted:
    draft: Draft = Draft("")  # noqa: RUF009 - frozen
    claims: list[CheckedClaim] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)


NOTHING_FOUND = Decision("abstained", "no_evidence", 0.0)
GENERATOR_FAILED = Decision("abstained", "generator_failed", 0.0)
_log = logging.getLogger(__name__)


class Pipeline:
    """Searches, drafts, checks, and releases only what is supported.

    Args:
        searcher: finds evidence in a collection.
        sources: finds evidence in texts that the caller gives.
        generator: drafts.
        checking: judges the claims of a draft.
        standards: the threshold that each collection's answers have to pass.
        top_k: passages a generator gets unless the caller says otherwise.
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
    ) -> None:
        self._searcher = searcher
        self._sources = sources
        self._generator = generator
        self._checking = checking
        self.standards = standards
        self._top_k = top_k
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
        examined = self.examine(request, deadline)
        self.standards.seen(_collection(request), examined.decision.score, examined.touched)
        return examined.answer

    def examine(
        self, request: Ask, deadline: Deadline | None = None, *, always_draft: bool = False
    ) -> Examined:
        """The same with what came before the answer; not counted as a live question.

        Args:
            request: the question.
            deadline: when to stop.
            always_draft: draft from whatever was found, even where gate 1 would refuse; the
                answer is the same refusal.
        """
        deadline = deadline or Deadline()
        started = time.perf_counter()
        text = questions.valid_question(request.question)
        found = self._find(request, text, deadline)
        searched = time.perf_counter()
        enough = abstention.enough_evidence(found.evidence, found.touched)
        if not enough and not (always_draft and found.evidence):
            timings = {**found.timings_ms, "total": _ms(started)}
            return self._examined(found, NOTHING_FOUND, _Drafted(), timings)
        try:
            found, draft = self._draft(request, found, deadline)
        except GeneratorFailedError as error:
            _log.warning("%s failed: %s", self._generator.name, error)
            timings = {**found.timings_ms, "total": _ms(started)}
            return self._examined(found, GENERATOR_FAILED, _Drafted(), timings)
        generated = time.perf_counter()
        deadline.check()
        claims, citations = self._checking.check(
            draft.text, found.evidence, deadline.check, prefer=draft.stands_on
        )
        standard = found.standard
        decision = NOTHING_FOUND
        if enough:
            decision = abstention.decide(
                claims, draft.answerability, standard.threshold, standard.scale, draft.linked
            )
        timings = {
            **found.timings_ms,
            "search": round((searched - started) * 1000, 3),
            "generate": round((generated - searched) * 1000, 3),
            "check": _ms(generated),
            "total": _ms(started),
        }
        return self._examined(found, decision, _Drafted(draft, claims, citations), timings)

    def _draft(self, request: Ask, found: _Found, deadline: Deadline) -> tuple[_Found, Draft]:
        """A draft with what it was taken from: step by step where the question asks for it."""
        stepwise = request.steps and not self._generator.revises
        plan = plan_of(found.question.text) if stepwise else None
        if plan is None:
            return found, self._generator.generate(found.question, found.evidence)

        def ask(text: str) -> tuple[Sequence[Evidence], Draft]:
            deadline.check()
            step = self._find(request, text, deadline)
            return step.evidence, self._generator.generate(step.question, step.evidence)

        reached = answer_stepwise(plan, ask)
        if reached is not None:
            return replace(found, evidence=list(reached.evidence)), reached.draft
        draft = self._generator.generate(found.question, found.evidence)
        # A sentence that says nothing of the steps answers another question.
        return found, draft if plan.fits(draft.text) else Draft("", answerability=0.0)

    def _find(self, request: Ask, text: str, deadline: Deadline) -> _Found:
        limit = request.top_k or self._top_k
        collection = _collection(request)
        if collection is None:
            given = self._sources.find(text, request.sources, limit)
            question = Question(text, given.rarity, given.readable, deadline.check)
            evidence, timings = given.evidence, dict[str, float]()
        else:
            result = self._searcher.search(collection, text, limit, deadline.check)
            rarity = self._searcher.indexes(collection).keywords.rarity
            question = Question(text, rarity, result.readable, deadline.check)
            evidence, timings = evidence_of.from_search(result), dict(result.timings_ms)
        standard = self.standards.of(collection, language_of(text))
        touched = _touched(question, evidence)
        return _Found(question, evidence, touched, standard, request.include_evidence, timings)

    def _examined(
        self, found: _Found, decision: Decision, drafted: _Drafted, timings: dict[str, float]
    ) -> Examined:
        text, draft = found.question.text, drafted.draft
        if decision.status == "abstained":
            released = Released(DONT_KNOW[language_of(text)])
        else:
            released = release(decision.kept, drafted.claims, drafted.citations)
        shown = found.evidence if found.include_evidence else []
        answer = Answer(
            id=uuid4().hex,
            question=text,
            status=decision.status,
            abstain_reason=decision.reason,
            text=released.text,
            short_answer=_released_value(draft, released),
            highlights=find_highlights(released.text, draft.marked),
            support=decision.support,
            threshold=found.standard.threshold,
            threshold_from=found.standard.origin,
            guarantee=found.standard.guarantee,
            claims=released.claims,
            citations=released.citations,
            evidence=[evidence_of.as_item(e) for e in shown],
            model=self.models,
            timings_ms=timings,
        )
        return Examined(answer, draft, drafted.claims, drafted.citations, decision, found.touched)


def _collection(request: Ask) -> str | None:
    """The collection that is searched; None for sources that the caller gives."""
    name = questions.valid_collection(request.collection)
    return None if request.sources else name


def _released_value(draft: Draft, released: Released) -> str | None:
    """The short answer, unless the sentence that it stands in was withheld."""
    value = draft.short_answer
    if draft.linked:
        return value if released.claims else None
    return value if value and comparable(value) in comparable(released.text) else None


def _touched(question: Question, evidence: Sequence[Evidence]) -> float:
    """Share of the question, by weight, that the evidence says anywhere."""
    weights = {t: 0.05 + question.rarity(t) for t in content_terms(question.text)}
    if not weights:
        return 1.0
    said = {t for item in evidence for t in terms(f"{item.context} {item.text}")}
    return sum(w for t, w in weights.items() if t in said) / sum(weights.values())


def _ms(since: float) -> float:
    return round((time.perf_counter() - since) * 1000, 3)
