"""Harder cases made of labelled claims: two claims in one sentence, evidence among other texts.

A model that has only met short claims beside short evidence takes a long sentence for supported
when half of it is.
"""

import random
from collections.abc import Iterator, Sequence

from service.tuning.rows import ClaimRow

# First words that may be written small after "and".
_PLAIN = frozenset(
    "the a an it he she they its his her their this these in on at by after before during from "
    "some many most all both each there no not one two three more".split()
)
# Which label the two have together: one that is refuted, else one that is open, decides.
_WORST = {"supported": 0, "not_enough": 1, "unsupported": 1, "refuted": 2}


def joined(rows: Sequence[ClaimRow], seed: int) -> Iterator[ClaimRow]:
    """Pairs of claims about the same evidence as one sentence; each claim at most once."""
    draw = random.Random(seed)  # noqa: S311 - reproducible choices, not secrets
    by_evidence: dict[str, list[ClaimRow]] = {}
    for row in rows:
        by_evidence.setdefault(row.evidence, []).append(row)
    for together in by_evidence.values():
        draw.shuffle(together)
        for first, second in zip(together[::2], together[1::2], strict=False):
            label = max((first.label, second.label), key=lambda name: _WORST[name])
            claim = _sentence(first.claim, second.claim, first.lang)
            yield ClaimRow(first.id, first.evidence, claim, label, first.lang)


def among_others(
    rows: Sequence[ClaimRow], share: float, seed: int, longest: int = 700
) -> Iterator[ClaimRow]:
    """The rows, a share of them with evidence of another one before or behind their own.

    Args:
        rows: labelled claims.
        share: how many of them, from 0 to 1.
        seed: fixes every choice.
        longest: characters of evidence that may come together; a Chinese one counts as three.
    """
    draw = random.Random(seed)  # noqa: S311
    by_language: dict[str, list[str]] = {}
    for row in rows:
        by_language.setdefault(row.lang, []).append(row.evidence)
    for row in rows:
        evidence = row.evidence
        if draw.random() < share:
            other = draw.choice(by_language[row.lang])
            weight = 3 if row.lang == "zh" else 1
            if other != evidence and weight * (len(other) + len(evidence)) <= longest:
                pair = (other, evidence) if draw.random() < 0.5 else (evidence, other)
                evidence = "\n".join(pair)
        yield ClaimRow(row.id, evidence, row.claim, row.label, row.lang)


def _sentence(first: str, second: str, lang: str) -> str:
    if lang == "zh":
        return f"{first.rstrip('。！')}，{second}"
    word, _, rest = second.partition(" ")
    if word.lower() in _PLAIN:
        second = f"{word.lower()} {rest}"
    return f"{first.rstrip('.!')}, and {second}"
