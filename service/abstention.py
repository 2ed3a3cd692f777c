"""The two gates: is there enough evidence to try, and may what was drafted be released?

Pure functions of what search, reader and checker said. Knows nothing of models.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from knowledge.types import Evidence
from service.answer import AbstainReason, CheckedClaim, Status


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do with a checked draft.

    Attributes:
        support: calibrated, what the threshold was compared with.
        kept: positions of the claims to release.
        score: support before calibration; 0 when no threshold would have let anything through.
    """

    status: Status
    reason: AbstainReason | None
    support: float
    kept: tuple[int, ...] = ()
    score: float = 0.0


def enough_evidence(evidence: Sequence[Evidence], touched: float) -> bool:
    """Gate 1: something was found, and it has to do with the question.

    Args:
        evidence: what search found.
        touched: share of the question, by weight of its terms, that the evidence says anywhere.
    """
    return bool(evidence) and touched >= MIN_TOUCHED


# Below this nothing of the question is in the evidence; it only saves the work of reading.
MIN_TOUCHED = 0.1


def decide(
    claims: Sequence[CheckedClaim],
    answerability: float | None,
    threshold: float,
    scale: Callable[[float], float] = lambda score: score,
    *,
    trim: bool = True,
) -> Decision:
    """Gate 2: release, trim or abstain.

    Only supported claims are kept: a greeting says nothing, and what merely looks like one must
    not slip through. A draft is released if something is kept and its support is enough.

    Args:
        claims: of the draft, in order.
        answerability: probability that the draft answers the question; None if unknown.
        threshold: least support that is released.
        scale: calibrates support before it is compared.
        trim: whether claims that fail may be left out; if not, one of them withholds the draft.
    """
    checkable = [c for c in claims if c.verdict != "not_checkable"]
    supported = [c for c in checkable if c.verdict == "supported"]
    answers = 1.0 if answerability is None else answerability
    if not checkable:
        return Decision("abstained", "not_answerable", 0.0)
    if not supported or (len(supported) < len(checkable) and not trim):
        worst = any(c.verdict == "contradicted" for c in checkable)
        failed = [c for c in checkable if c.verdict != "supported"]
        weakest = round(scale(max(c.support for c in failed) * answers), 4)
        return Decision("abstained", "contradicted" if worst else "weak_support", weakest)
    score = round(min(c.support for c in supported) * answers, 4)
    support = round(scale(score), 4)
    kept = tuple(i for i, c in enumerate(claims) if c.verdict == "supported")
    if support < threshold:
        unanswered = answers < min(c.support for c in supported)
        reason: AbstainReason = "not_answerable" if unanswered else "weak_support"
        return Decision("abstained", reason, support, score=score)
    status: Status = "answered" if len(supported) == len(checkable) else "partial"
    return Decision(status, None, support, kept, score)
