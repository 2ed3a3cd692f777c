"""Evidence of the very claims that failed: a model may state what is true and was not retrieved."""

from collections.abc import Callable, Sequence

from knowledge.types import Evidence
from service.searching import identity

# Claims that are looked up at most, passages that are searched for each, and kept of those.
MAX_CLAIMS = 5
PASSAGES = 5
KEPT = 3
KEPT_TRIPLES = 4


def more_evidence(
    statements: Sequence[str],
    have: Sequence[Evidence],
    search: Callable[[str, int], Sequence[Evidence]],
    check: Callable[[], None],
) -> list[Evidence]:
    """What is found for claims and is not in evidence yet, each piece once.

    Args:
        statements: the claims, without citation marks.
        have: the evidence that there is.
        search: finds evidence of a statement, so many passages at most, the best first.
        check: raises when there is no time left.
    """
    known = {identity(item) for item in have}
    found: list[Evidence] = []
    for statement in statements[:MAX_CLAIMS]:
        check()
        new = [e for e in search(statement, PASSAGES) if identity(e) not in known]
        passages = [e for e in new if e.kind == "passage"][:KEPT]
        triples = [e for e in new if e.kind != "passage"][:KEPT_TRIPLES]
        found += passages + triples
        known.update(identity(e) for e in passages + triples)
    return found
