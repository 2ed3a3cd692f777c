"""Claims beside sentences that share their words and say something else: what search brings along.

"Two brothers founded a choir" is found for "The company was founded by two brothers", and a
checker that goes by words takes it for support. Such sentences are looked up among other passages,
and those kept that deceive the checker itself (adversarial filtering; Zellers et al., 2018).
"""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from knowledge.sentences import sentence_spans
from knowledge.text import comparable, content_terms, terms
from knowledge.triples.chinese.segmenter import segment
from service.tuning.reading_examples import crop
from service.tuning.rows import ClaimRow, QuestionRow

# Chance that a window supports each of some claims, `(claim, window)`.
Support = Callable[[Sequence[tuple[str, str]]], NDArray[np.float64]]
# Sentences looked up for a claim, and from which support on one of them deceives.
_LOOKED_UP, _DECEIVES = 4, 0.2
# What shares more of a claim's terms may well say it.
_SAYS_IT = 0.9
_SENTENCE = (20, 400)
_LENGTHS = (60, 500)
_BATCH = 2000
_THING = re.compile(
    r"\b(?:the|an?|this|its|his|her|their) ([a-z]{3,})(?= (?:is|was|are|were|has|had|of|in|on|for|"
    r"that|which|to|by|with|and|who|can|will)\b|[,.])"
)


@dataclass(frozen=True, slots=True)
class _Place:
    row: QuestionRow
    span: tuple[int, int]
    said: frozenset[str]


def near_claims(
    claims: Sequence[ClaimRow], passages: Sequence[QuestionRow], support: Support, seed: int
) -> Iterator[ClaimRow]:
    """Supported claims beside sentences of other passages that deceive a checker: `not_enough`.

    Args:
        claims: supported ones; `id` is that of the row they were made from.
        passages: where to look, each passage of one title.
        support: the checker's.
        seed: for the lengths of what is shown.
    """
    draw = random.Random(seed)  # noqa: S311 - reproducible choices, not secrets
    titles = {row.id: row.title or row.context for row in passages}
    found = list(_found(claims, passages, titles))
    for start in range(0, len(found), _BATCH):
        batch = found[start : start + _BATCH]
        shown = [
            crop(p.row.context, p.span, draw.randint(*_LENGTHS), p.row.lang)[0] for _, p in batch
        ]
        chances = support([(c.claim, text) for (c, _), text in zip(batch, shown, strict=True)])
        for (claim, _), text, chance in zip(batch, shown, chances.tolist(), strict=True):
            if chance >= _DECEIVES:
                yield replace(claim, evidence=text, label="not_enough")


def _shown(place: _Place, draw: random.Random) -> str:
    return crop(place.row.context, place.span, draw.randint(*_LENGTHS), place.row.lang)[0]


def _found(
    claims: Sequence[ClaimRow], passages: Sequence[QuestionRow], titles: dict[str, str]
) -> Iterator[tuple[ClaimRow, _Place]]:
    from sklearn.feature_extraction.text import TfidfVectorizer

    places = list(_places(passages))
    vectorizer = TfidfVectorizer(analyzer=terms, sublinear_tf=True)
    table = vectorizer.fit_transform([p.row.context[slice(*p.span)] for p in places]).T.tocsr()
    for start in range(0, len(claims), _BATCH):
        batch = claims[start : start + _BATCH]
        scores = vectorizer.transform([c.claim for c in batch]) @ table
        for n, claim in enumerate(batch):
            row = scores[n]
            best = row.indices[np.argsort(-row.data, kind="stable")[: 4 * _LOOKED_UP]]
            others = (places[i] for i in best.tolist())
            fitting = [p for p in others if _is_other(claim, p, titles)]
            yield from ((claim, place) for place in fitting[:_LOOKED_UP])


def _places(passages: Sequence[QuestionRow]) -> Iterator[_Place]:
    for row in {r.context: r for r in passages}.values():
        for start, end in sentence_spans(row.context):
            if _SENTENCE[0] <= (end - start) * (3 if row.lang == "zh" else 1) <= _SENTENCE[1]:
                said = frozenset(terms(row.context[start:end]))
                yield _Place(row, (start, end), said)


def _is_other(claim: ClaimRow, place: _Place, titles: dict[str, str]) -> bool:
    """Whether a sentence is of another text and lacks something of the claim."""
    asked = content_terms(claim.claim)
    said = sum(term in place.said for term in asked)
    return titles.get(claim.id) != (place.row.title or place.row.context) and (
        said < _SAYS_IT * len(asked)
    )


def other_things(claims: Sequence[ClaimRow], seed: int) -> Iterator[ClaimRow]:
    """Supported claims about another thing than their evidence: a choir for a company.

    The other thing is one that some other claim speaks of.
    """
    draw = random.Random(seed)  # noqa: S311
    named = [_things(claim.claim, claim.lang) for claim in claims]
    pool = [name for names in named for name in names]
    for claim, names in zip(claims, named, strict=True):
        folded = comparable(f"{claim.claim} {claim.evidence}")
        for name in names[:1]:
            tried = draw.sample(pool, min(20, len(pool)))
            others = [other for other in tried if other not in folded]
            if others:
                pattern = rf"\b{name}\b" if name.isascii() else re.escape(name)
                changed = re.sub(pattern, others[0], claim.claim)
                yield replace(claim, claim=changed, label="unsupported")


def _things(text: str, lang: str) -> list[str]:
    """Common nouns of a sentence, in order; in English those behind an article within it."""
    if lang == "zh":
        return [word.text for word in segment(text) if word.tag == "n" and len(word.text) > 1]
    return _THING.findall(text)
