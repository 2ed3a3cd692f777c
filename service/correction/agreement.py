"""Do several drafts of the same answer say the same?

What a model knows it says again; what it makes up differs from draft to draft (SelfCheckGPT,
Manakul, Liusie and Gales, 2023). There the sentences of the answer are held against samples of the
same prompt; here likewise, with the service's own checker in place of an inference model:

    agreement(c) = (1 + k) / (1 + m)

for m samples of which k say the claim c, the draft itself counting as one voice. The support of a
claim is multiplied by it, and a claim that less than half of the voices say is withheld. A claim
that every sample says keeps its support; agreement never raises it, for what all samples say may
still stand nowhere.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from knowledge.text import comparable
from knowledge.types import Evidence
from service.claims import Claim, split_claims
from service.groundedness.base import Judgement

# Voices below which a claim is withheld.
MAJORITY = 0.5

Judge = Callable[[Sequence[Claim], Sequence[Evidence]], Sequence[Judgement | None]]


def agreement(claims: Sequence[Claim], samples: Sequence[str], judge: Judge) -> list[float]:
    """Share of the voices, 0 to 1, that say each claim; 1 without samples.

    Args:
        claims: sentences of the draft.
        samples: texts of further drafts; an empty one says nothing.
        judge: decides whether a text says a claim.
    """
    said = [0] * len(claims)
    for text in samples:
        for position, holds in enumerate(_says(text, claims, judge)):
            said[position] += holds
    return [(1 + count) / (1 + len(samples)) for count in said]


def lowered(judgement: Judgement, share: float) -> Judgement:
    """A judgement after the samples have been heard."""
    unsure = judgement.verdict == "supported" and share < MAJORITY
    return replace(
        judgement,
        support=judgement.support * share,
        verdict="unsupported" if unsure else judgement.verdict,
    )


def _says(text: str, claims: Sequence[Claim], judge: Judge) -> list[bool]:
    if not text.strip():
        return [False] * len(claims)
    verbatim = {_bare(claim.statement) for claim in split_claims(text)}
    same = [_bare(claim.statement) in verbatim for claim in claims]
    if all(same):
        return same
    judged = judge(claims, [Evidence(kind="passage", text=text, start=0, end=len(text))])
    return [
        known or bool(judgement and judgement.verdict == "supported")
        for known, judgement in zip(same, judged, strict=True)
    ]


def _bare(statement: str) -> str:
    return comparable(statement).strip(" .。!！")
