"""A varied choice out of many proposals: languages, rules and documents in turn, by a seed."""

import heapq
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from knowledge.types import Language
from service.evaluation.proposals.proposal import Proposal
from service.evaluation.proposals.sampling import place


def in_varied_order(proposals: Iterable[Proposal], seed: int) -> Iterator[Proposal]:
    """The proposals so that any first part of them is as varied as it can be.

    Lazy greedy: next is the one whose sentence, then rule and document, were chosen least often.
    The counts only grow, so a stale rank is never too high.
    """
    sentences, rules = Counter[str](), Counter[str]()
    documents, subjects = Counter[str](), Counter[str]()

    def rank(proposal: Proposal) -> tuple[int, float]:
        found = proposal.found
        used = (
            1.0 * rules[found.rule]
            + 1.0 * documents[str(proposal.document_id)]
            + 3.0 * subjects[found.subject]
        )
        return sentences[proposal.sentence], used

    waiting = [
        # Two cells of a row may be under one heading: then the answers tell them apart.
        (rank(p), place(seed, p.found.question, p.document_id), p.found.answers, n, p)
        for n, p in enumerate(proposals)
    ]
    heapq.heapify(waiting)
    while waiting:
        known, random, answers, n, proposal = heapq.heappop(waiting)
        now = rank(proposal)
        if now > known:
            heapq.heappush(waiting, (now, random, answers, n, proposal))
            continue
        yield proposal
        sentences[proposal.sentence] += 1
        rules[proposal.found.rule] += 1
        documents[str(proposal.document_id)] += 1
        subjects[proposal.found.subject] += bool(proposal.found.subject)


def shares(count: int, available: dict[Language, int]) -> dict[Language, int]:
    """How many of `count` for each language: equal parts, as far as there are enough."""
    languages: Sequence[Language] = sorted(available, key=lambda lang: available[lang])
    parts: dict[Language, int] = {}
    left = count
    for n, lang in enumerate(languages):
        fair = -(-left // (len(languages) - n))
        parts[lang] = min(available[lang], fair)
        left -= parts[lang]
    return parts
