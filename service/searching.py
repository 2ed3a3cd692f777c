"""Evidence for a question: from the collection, or from texts that the caller gives."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from indexes.hybrid import HybridSearcher
from knowledge.text import content_terms, terms
from knowledge.types import Evidence
from service import evidence as evidence_of
from service.answer import Source
from service.deadline import Deadline
from service.generators.base import Question
from service.questions import MAX_QUESTION
from service.rewriting.queries import without_chatter
from service.sources import Sources
from service.trace import Trace, counted

# Below this share of a question in the evidence, a first search is weak: see EXPERIMENTS.md.
WEAK = 0.5


@dataclass(frozen=True, slots=True)
class Found:
    """A question with its evidence.

    Attributes:
        collection: that was searched; None for sources that the caller gave.
        touched: share of the question, by weight of its terms, that the evidence says.
        sources: the texts that the caller gave.
        timings_ms: see `SearchResult`.
    """

    question: Question
    evidence: list[Evidence]
    collection: str | None
    sources: Sequence[Source]
    touched: float
    timings_ms: dict[str, float]


class Searching:
    """Finds evidence, without a question's chatter where the whole of it finds little.

    Args:
        searcher: finds evidence in a collection.
        sources: finds evidence in given texts.
        rewrite: whether a weak search is repeated without chatter.
    """

    def __init__(self, searcher: HybridSearcher, sources: Sources, *, rewrite: bool = True) -> None:
        self._searcher = searcher
        self._sources = sources
        self._rewrite = rewrite

    def find(
        self,
        text: str,
        collection: str | None,
        sources: Sequence[Source],
        limit: int,
        deadline: Deadline,
        trace: Trace,
    ) -> Found:
        """The evidence for a question.

        Args:
            text: the question.
            collection: where to search; None for
            sources: texts to search instead.
            limit: passages at most.
            deadline: when to stop.
            trace: where the steps are noted.

        Raises:
            UnknownCollectionError: no such collection.
            DeadlineExceededError: by the deadline.
        """
        with trace.timed("search") as note:
            if collection is None:
                found = self._given(text, sources, limit, deadline)
            else:
                found = self._searched(text, collection, limit, deadline)
            note.detail = f"found {_counts(found.evidence)}"
        if not self._rewrite or found.touched >= WEAK:
            return found
        core = without_chatter(text)
        if core == text:
            return found
        with trace.timed("rewrite") as note:
            again = (
                self._given(core, sources, limit, deadline)
                if collection is None
                else self._searched(core, collection, limit, deadline)
            )
            better = again.touched > found.touched
            outcome = "took what that found" if better else "found nothing better"
            note.detail = (
                f"the evidence touched {found.touched:.0%} of the question; searched it without "
                f"chatter and {outcome}"
            )
        return replace(again, timings_ms=found.timings_ms) if better else found

    def look_up(self, statement: str, found: Found, limit: int) -> list[Evidence]:
        """Evidence of one statement from where the question's was found, best first.

        In a collection this links the entities that the statement names and walks the graph.
        """
        if found.collection is None:
            return self._sources.find(statement, found.sources, limit).evidence
        check = found.question.check
        return evidence_of.from_search(
            self._searcher.search(found.collection, statement[:MAX_QUESTION], limit, check)
        )

    def _given(self, text: str, sources: Sequence[Source], limit: int, deadline: Deadline) -> Found:
        given = self._sources.find(text, sources, limit)
        question = Question(text, given.rarity, given.readable, deadline.check)
        share = touched(text, given.rarity, given.evidence)
        return Found(question, given.evidence, None, sources, share, {})

    def _searched(self, text: str, collection: str, limit: int, deadline: Deadline) -> Found:
        result = self._searcher.search(collection, text, limit, deadline.check)
        rarity = self._searcher.indexes(collection).keywords.rarity
        evidence = evidence_of.from_search(result)
        return Found(
            question=Question(text, rarity, result.readable, deadline.check, collection),
            evidence=evidence,
            collection=collection,
            sources=(),
            touched=touched(text, rarity, evidence),
            timings_ms=dict(result.timings_ms),
        )


def touched(text: str, rarity: Callable[[str], float], evidence: Sequence[Evidence]) -> float:
    """Share of a question, by weight of its terms, that the evidence says anywhere."""
    weights = {t: 0.05 + rarity(t) for t in content_terms(text)}
    if not weights:
        return 1.0
    said = {t for item in evidence for t in terms(f"{item.context} {item.text}")}
    return sum(w for t, w in weights.items() if t in said) / sum(weights.values())


def identity(item: Evidence) -> tuple[str, str | None, int | None, str]:
    """What makes two pieces of evidence the same."""
    return item.kind, item.document_id, item.start, item.text


def _counts(evidence: Sequence[Evidence]) -> str:
    passages = sum(1 for item in evidence if item.kind == "passage")
    return f"{counted(passages, 'passage')} and {counted(len(evidence) - passages, 'triple')}"
