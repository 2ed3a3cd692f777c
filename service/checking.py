"""Check a text claim by claim against evidence: verdicts with citations that point at the text."""

from collections.abc import Callable, Sequence

from indexes.hybrid import HybridSearcher
from knowledge.types import Evidence
from service import evidence as evidence_of
from service.answer import CheckedClaim, CheckResult, Citation, Source
from service.claims import Claim, split_claims
from service.deadline import Deadline
from service.groundedness.base import Checker, Judgement
from service.questions import MAX_QUESTION, valid_collection
from service.sources import cut

# Support and contradiction that a claim may cite; more would bury the reader.
MAX_CITATIONS = 3
# Passages looked up for each claim when checking against a collection.
_PASSAGES_A_CLAIM = 5
# A text of more sentences is checked up to here, and `truncated` says so.
MAX_CLAIMS = 200


class Checking:
    """Judges texts by a checker and numbers what their claims stand on."""

    def __init__(self, checker: Checker, searcher: HybridSearcher) -> None:
        self._checker = checker
        self._searcher = searcher
        self.name = checker.name

    def check(
        self,
        text: str,
        evidence: Sequence[Evidence],
        interrupt: Callable[[], None] = lambda: None,
        prefer: Sequence[int] = (),
    ) -> tuple[list[CheckedClaim], list[Citation]]:
        """The claims of `text` with verdicts, and the citations they refer to by number.

        Args:
            text: a draft or someone else's answer.
            evidence: what it should stand on.
            interrupt: raises when the caller's deadline has passed.
            prefer: positions in `evidence` that the text was taken from; cited first.
        """
        return self._numbered(split_claims(text), evidence, interrupt, prefer)

    def _numbered(
        self,
        claims: Sequence[Claim],
        evidence: Sequence[Evidence],
        interrupt: Callable[[], None],
        prefer: Sequence[int] = (),
    ) -> tuple[list[CheckedClaim], list[Citation]]:
        return numbered(claims, self.judge(claims, evidence, interrupt), evidence, prefer)

    def judge(
        self,
        claims: Sequence[Claim],
        evidence: Sequence[Evidence],
        interrupt: Callable[[], None] = lambda: None,
    ) -> list[Judgement | None]:
        """What the checker says of each claim; None for one that states nothing."""
        checkable = [c for c in claims if c.checkable]
        judged = iter(self._checker.check([c.statement for c in checkable], evidence, interrupt))
        return [next(judged) if claim.checkable else None for claim in claims]

    def check_answer(
        self,
        answer: str,
        sources: Sequence[Source],
        collection: str | None,
        deadline: Deadline,
        question: str = "",
    ) -> CheckResult:
        """Check someone's answer against given texts or a collection.

        Args:
            answer: the text to check.
            sources: what it should stand on; or else
            collection: where to look for what it could stand on.
            deadline: when to stop.
            question: that was answered, if known: it makes a statement of a bare name or value.
        """
        claims = split_claims(answer, question)
        truncated = len(claims) > MAX_CLAIMS
        claims = claims[:MAX_CLAIMS]
        long = max((len(c.statement) for c in claims), default=0) > MAX_QUESTION
        truncated = truncated or (long and not sources)
        evidence = cut(sources) if sources else self._look_up(claims, collection, deadline)
        checked, citations = self._numbered(claims, evidence, deadline.check)
        checkable = [c for c in checked if c.verdict != "not_checkable"]
        support = min((c.support for c in checkable), default=0.0)
        return CheckResult(
            support=support,
            grounded=bool(checkable) and all(c.verdict == "supported" for c in checkable),
            claims=checked,
            citations=citations,
            truncated=truncated,
        )

    def _look_up(
        self, claims: Sequence[Claim], collection: str | None, deadline: Deadline
    ) -> list[Evidence]:
        """Evidence of each claim from a collection, each piece once."""
        found: dict[tuple[str, str], Evidence] = {}
        if collection is None:
            return []
        collection = valid_collection(collection)
        self._searcher.indexes(collection)  # an unknown one is an error whatever is claimed
        for claim in claims:
            if claim.checkable:
                result = self._searcher.search(
                    collection, claim.statement[:MAX_QUESTION], _PASSAGES_A_CLAIM, deadline.check
                )
                for item in evidence_of.from_search(result):
                    found.setdefault((item.document_id or "", item.text), item)
        return list(found.values())


def numbered(
    claims: Sequence[Claim],
    judgements: Sequence[Judgement | None],
    evidence: Sequence[Evidence],
    prefer: Sequence[int] = (),
) -> tuple[list[CheckedClaim], list[Citation]]:
    """Claims with their verdicts, and the citations they refer to, numbered in order of use."""
    numbers: dict[int, int] = {}
    checked = [
        _checked(claim, judgement, numbers, prefer)
        for claim, judgement in zip(claims, judgements, strict=True)
    ]
    return checked, [_citation(n, evidence[i]) for i, n in numbers.items()]


def cited(judgement: Judgement, prefer: Sequence[int] = ()) -> list[int]:
    """Positions of the evidence that a claim cites, of `prefer` first."""
    return sorted(judgement.supporting, key=lambda i: i not in prefer)[:MAX_CITATIONS]


def _checked(
    claim: Claim, judgement: Judgement | None, numbers: dict[int, int], prefer: Sequence[int]
) -> CheckedClaim:
    if judgement is None:
        return CheckedClaim(
            text=claim.text, start=claim.start, end=claim.end, verdict="not_checkable", support=0.0
        )
    against = judgement.contradicting[:MAX_CITATIONS]
    return CheckedClaim(
        text=claim.text,
        start=claim.start,
        end=claim.end,
        verdict=judgement.verdict,
        support=round(judgement.support, 4),
        citations=[numbers.setdefault(i, len(numbers) + 1) for i in cited(judgement, prefer)],
        contradictions=[numbers.setdefault(i, len(numbers) + 1) for i in against],
    )


def _citation(number: int, item: Evidence) -> Citation:
    title, uri = evidence_of.place(item)
    return Citation(
        n=number,
        kind=item.kind,
        document_id=item.document_id,
        chunk_id=item.chunk_id,
        title=title,
        uri=uri,
        start=item.start,
        end=item.end,
        text=item.text,
        hops=evidence_of.hops(item, item.triples),
        conflicts=evidence_of.hops(item, item.at_odds),
    )
