"""English questions that compare amounts: which of two has more of something, or is longer."""

import re

from service.decomposition.english_names import two_names
from service.decomposition.parts import Comparison

_MORE = "more|most|larger|largest|bigger|biggest|greater|greatest|higher|highest|longer|longest"
_LESS = "fewer|fewest|less|least|smaller|smallest|lower|lowest|shorter|shortest"
_COUNTS = frozenset("more most fewer fewest less least".split())
_LENGTHS = frozenset("longer longest shorter shortest".split())
_OUT = r"(?P<out>,? out of|,? between|,|:)"
_WHO = r"(?:which|what|who)(?: [\w-]+){0,2}?(?: of the two)?"
# Which of the two has more layers, A or B? Which GPU has the larger memory: A or B?
_HAS_MORE = re.compile(
    rf"{_WHO} (?:has|have|had|contains?|holds?|supports?|offers?|uses?|used|needs?|takes?) "
    rf"(?:the |an? )?(?:(?P<more>{_MORE})|(?P<less>{_LESS})) (?P<what>[\w-]+(?: [\w-]+){{0,3}})"
    rf"{_OUT} (?P<names>.+)",
    re.IGNORECASE,
)
# How an adjective asks for the amount that its comparative compares.
_TALL = {
    "taller": "tall", "tallest": "tall", "longer": "long", "longest": "long", "higher": "high",
    "highest": "high", "heavier": "heavy", "heaviest": "heavy", "larger": "large",
    "largest": "large", "bigger": "big", "biggest": "big", "deeper": "deep", "deepest": "deep",
    "wider": "wide", "widest": "wide", "faster": "fast", "fastest": "fast",
}  # fmt: skip
_SMALL = {
    "lighter": "heavy", "lightest": "heavy", "smaller": "large", "smallest": "large",
    "shallower": "deep", "narrower": "wide", "slower": "fast", "slowest": "fast",
}  # fmt: skip
# Which is longer, the Rhine or the Danube?
_IS_LONGER = re.compile(
    rf"{_WHO} (?:is|was|are|were) (?:the )?(?P<how>{'|'.join((*_TALL, *_SMALL))})"
    rf"(?: than the other)?{_OUT} (?P<names>.+)",
    re.IGNORECASE,
)


def compare_amounts(text: str) -> Comparison | None:
    """A question, without its mark, that compares two things by an amount."""
    return _has_more(text) or _is_longer(text)


def _has_more(text: str) -> Comparison | None:
    found = _HAS_MORE.fullmatch(text)
    names = _names(found) if found else None
    if not found or not names:
        return None
    what, word = found["what"], (found["more"] or found["less"]).lower()
    if word in _LENGTHS:
        wording = f"How long is the {what} of {{}}?"
    elif word not in _COUNTS:
        wording = f"What is the {what} of {{}}?"
    elif what.endswith("s"):
        wording = f"How many {what} does {{}} have?"
    else:
        wording = f"How much {what} does {{}} have?"
    return _asked(names, wording, least=bool(found["less"]))


def _is_longer(text: str) -> Comparison | None:
    found = _IS_LONGER.fullmatch(text)
    names = _names(found) if found else None
    if not found or not names:
        return None
    how = found["how"].lower()
    adjective = _TALL.get(how) or _SMALL[how]
    return _asked(names, f"How {adjective} is {{}}?", least=how in _SMALL)


def _asked(names: tuple[str, str], wording: str, *, least: bool) -> Comparison:
    questions = tuple(wording.format(name) for name in names)
    return Comparison(names, questions, "least" if least else "most")


def _names(found: re.Match[str]) -> tuple[str, str] | None:
    named = re.sub(r"\b(?:both )?the (?=[A-Z0-9])", "", found["names"])
    of_two = found["out"].strip(" ,:")
    return two_names(named, "or") or (two_names(named, "and") if of_two else None)
