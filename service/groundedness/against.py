"""Plain signals that evidence says otherwise than a claim. Pure functions, no weights."""

from knowledge.numbers import Number
from knowledge.text import comparable, content_terms, terms
from knowledge.triples.dates import Time, can_be_one
from knowledge.types import Evidence
from service.groundedness.facts import Facts, facts_of, opposed
from service.groundedness.signals import ClaimView, Window


def contradiction(claim: ClaimView, window: Window) -> float:
    """How strongly a window about the same thing says otherwise, 0 to 1.

    About the same thing: most of the claim's other terms are there. Otherwise: another number
    where the claim has one, a negation more or less, or an opposite word.
    """
    about = _coverage_without_particulars(claim, window)
    if about < 0.6:
        return 0.0
    signs = (
        _another_number(claim.facts, window.facts),
        claim.facts.negated != window.facts.negated,
        opposed(claim.text, window.text),
    )
    return about * (0.9 if any(signs) else 0.0)


def _another_number(claimed: Facts, said: Facts) -> bool:
    """Whether a text has other numbers than a claim, save those of a date that can be the same."""
    unsaid, others = claimed.numbers - said.numbers, said.numbers - claimed.numbers
    for time, numbers in claimed.years:
        for written in _numbers_of_same(time, said):
            unsaid, others = unsaid - numbers, others - written
    return bool(unsaid) and bool(_same_units(others, claimed.numbers))


def _numbers_of_same(time: Time, said: Facts) -> list[frozenset[Number]]:
    """How a text writes a date; with a decade or a century only where it gives no date at all."""
    found = [(other, numbers) for other, numbers in said.years if can_be_one(time, other)]
    vague = all(isinstance(other, range) for other, _ in found)
    if vague and not all(isinstance(other, range) for other, _ in said.years):
        return []
    return [numbers for _, numbers in found]


def triple_conflict(claim: ClaimView, item: Evidence) -> float:
    """1 when a triple gives the claim's subject and predicate another object of the same sort."""
    if item.kind == "passage" or not item.triples:
        return 0.0
    triple = item.triples[0]
    folded = comparable(claim.text)
    predicate = set(content_terms(triple.predicate))
    if comparable(triple.subject) not in folded or comparable(triple.object) in folded:
        return 0.0
    if not predicate or not predicate <= set(terms(claim.text)):
        return 0.0
    stated, known = claim.facts, facts_of(triple.object)
    names = {name for name in stated.names if name not in comparable(triple.subject)}
    # A month is no name.
    named = bool(names and known.names) and not known.years
    return float(named or _another_number(stated, known))


def _coverage_without_particulars(claim: ClaimView, window: Window) -> float:
    plain = [t for t in claim.asked if not any(c.isdigit() for c in t)]
    return sum(1 for t in plain if t in window.said) / len(plain) if len(plain) > 1 else 0.0


def _same_units(
    found: frozenset[tuple[float, str]], wanted: frozenset[tuple[float, str]]
) -> frozenset[tuple[float, str]]:
    units = {unit for _, unit in wanted}
    return frozenset(item for item in found if item[1] in units)
