"""The path of a question, from `ask` to an answer or a refusal. Every door calls this."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

from indexes.hybrid import HybridSearcher
from knowledge.text import comparable, content_terms, language_of, terms
from knowledge.types import DEFAULT_COLLECTION, Evidence
from service import abstention, questions
from service import evidence as evidence_of
from service.abstention import Decision
from service.answer import DONT_KNOW, Answer, CheckedClaim, Citation, EvidenceItem, Models, Source
from service.checking import Checking
from service.deadline import Deadline
from service.generators.base import Draft, Generator, Question
from service.release import Released, find_highlights, release
from service.sources import Sources


@dataclass(frozen=True, slots=True)
class Ask:
    """A question with how to answer it.

    Attributes:
        sources: texts to answer from in place of the collection.
        top_k: how many passages the generator gets; None for the configured number.
    """

    question: str
    collection: str = DEFAULT_COLLECTION
    sources: Sequence[Source] = ()
    top_k: int | None = None
    include_evidence: bool = False


@dataclass(frozen=True, slots=True)
class _Found:
    question: Question
    evidence: list[Evidence]
    timings_ms: dict[str, float]


class Pipeline:
    """Searches, drafts, checks, and releases only what is supported.

    Args:
        searcher: finds evidence in a collection.
        sources: finds evidence in texts that the caller gives.
        generator: drafts.
        checking: judges the claims of a draft.
        threshold: least support that is released.
        top_k: passages a generator gets unless the caller says otherwise.
    """

    def __init__(
        self,
        searcher: HybridSearcher,
        sources: Sources,
        generator: Generator,
        checking: Checking,
        threshold: float,
        top_k: int,
        embedder_name: str,
    ) -> None:
        self._searcher = searcher
        self._sources = sources
        self._generator = generator
        self._checking = checking
        self.threshold = threshold
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
        deadline = deadline or Deadline()
        started = time.perf_counter()
        text = questions.valid_question(request.question)
        found = self._find(request, text, deadline)
        searched = time.perf_counter()
        if not abstention.enough_evidence(found.evidence, _touched(found)):
            timings = {**found.timings_ms, "total": _ms(started)}
            nothing = Decision("abstained", "no_evidence", 0.0)
            return self._answer(request, text, found, nothing, [], [], Draft(""), timings)
        draft = self._generator.generate(found.question, found.evidence)
        drafted = time.perf_counter()
        deadline.check()
        claims, citations = self._checking.check(
            draft.text, found.evidence, deadline.check, prefer=draft.stands_on
        )
        decision = abstention.decide(claims, draft.answerability, self.threshold)
        timings = {
            **found.timings_ms,
            "search": round((searched - started) * 1000, 3),
            "generate": round((drafted - searched) * 1000, 3),
            "check": _ms(drafted),
            "total": _ms(started),
        }
        return self._answer(request, text, found, decision, claims, citations, draft, timings)

    def _find(self, request: Ask, text: str, deadline: Deadline) -> _Found:
        limit = request.top_k or self._top_k
        collection = questions.valid_collection(request.collection)
        if request.sources:
            given = self._sources.find(text, request.sources, limit)
            question = Question(text, given.rarity, given.readable, deadline.check)
            return _Found(question, given.evidence, {})
        result = self._searcher.search(collection, text, limit, deadline.check)
        rarity = self._searcher.indexes(collection).keywords.rarity
        question = Question(text, rarity, result.readable, deadline.check)
        return _Found(question, evidence_of.from_search(result), dict(result.timings_ms))

    def _answer(
        self,
        request: Ask,
        text: str,
        found: _Found,
        decision: Decision,
        claims: list[CheckedClaim],
        citations: list[Citation],
        draft: Draft,
        timings: dict[str, float],
    ) -> Answer:
        if decision.status == "abstained":
            released = Released(DONT_KNOW[language_of(text)])
        else:
            released = release(decision.kept, claims, citations)
        return Answer(
            id=uuid4().hex,
            question=text,
            status=decision.status,
            abstain_reason=decision.reason,
            text=released.text,
            short_answer=_released_value(draft, released),
            highlights=find_highlights(released.text, draft.marked),
            support=decision.support,
            threshold=self.threshold,
            claims=released.claims,
            citations=released.citations,
            evidence=[_item(e) for e in found.evidence] if request.include_evidence else [],
            model=self.models,
            timings_ms=timings,
        )


def _released_value(draft: Draft, released: Released) -> str | None:
    """The short answer, unless the sentence that it stands in was withheld."""
    value = draft.short_answer
    return value if value and comparable(value) in comparable(released.text) else None


def _touched(found: _Found) -> float:
    """Share of the question, by weight, that the evidence says anywhere."""
    weights = {t: 0.05 + found.question.rarity(t) for t in content_terms(found.question.text)}
    if not weights:
        return 1.0
    said = {t for item in found.evidence for t in terms(f"{item.context} {item.text}")}
    return sum(w for t, w in weights.items() if t in said) / sum(weights.values())


def _item(item: Evidence) -> EvidenceItem:
    return EvidenceItem(
        kind=item.kind,
        text=item.text,
        score=item.score,
        title=item.title,
        uri=item.uri,
        document_id=item.document_id,
        chunk_id=item.chunk_id,
        start=item.start,
        end=item.end,
        hops=evidence_of.hops(item.triples),
        conflicts=evidence_of.hops(item.at_odds),
    )


def _ms(since: float) -> float:
    return round((time.perf_counter() - since) * 1000, 3)
