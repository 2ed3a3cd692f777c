"""Claims that are nearly what a text says, for teaching and testing checkers. By rule."""

import random
import re

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_NEGATE = (
    (re.compile(r"\b(is|are|was|were|can|will|has|have)\b(?! not)"), r"\1 not"),
    (re.compile(r"(?<!不)(是|会|能|可以)"), r"不\1"),
)
_SWAPS = (
    ("increase", "decrease"), ("higher", "lower"), ("more", "fewer"), ("before", "after"),
    ("first", "last"), ("best", "worst"), ("largest", "smallest"),
    ("增加", "减少"), ("提高", "降低"), ("上升", "下降"), ("之前", "之后"),
    ("最大", "最小"), ("最高", "最低"),
)  # fmt: skip
_CLAUSE = re.compile(r"[,，;；]\s*")


def corrupt(sentence: str, draw: random.Random) -> str | None:
    """The sentence with one number, negation or direction changed; None if it has none."""
    ways = [way for way in (_other_number, _negated, _swapped) if way(sentence, draw) is not None]
    return draw.choice(ways)(sentence, draw) if ways else None


def shorten(sentence: str, draw: random.Random) -> str | None:
    """The sentence without one of its clauses, so that it still holds; None if it has one only."""
    clauses = _CLAUSE.split(sentence)
    if len(clauses) < 2:
        return None
    keep = draw.randrange(len(clauses))
    kept = clauses[: keep + 1] if keep else clauses[:1]
    text = "，".join(kept) if "，" in sentence else ", ".join(kept)
    return text.rstrip("。.") if len(text) >= 6 else None


def _other_number(sentence: str, draw: random.Random) -> str | None:
    found = list(_NUMBER.finditer(sentence))
    if not found:
        return None
    match = draw.choice(found)
    value = float(match[0])
    changed = value + draw.choice((-3, -2, -1, 1, 2, 5, 10)) if value < 3000 else value * 1.5
    text = f"{abs(changed) or 7:.1f}" if "." in match[0] else str(int(abs(changed)) or 7)
    return sentence[: match.start()] + text + sentence[match.end() :]


def _negated(sentence: str, draw: random.Random) -> str | None:
    for pattern, replacement in _NEGATE:
        changed, count = pattern.subn(replacement, sentence, count=1)
        if count:
            return changed
    return None


def _swapped(sentence: str, draw: random.Random) -> str | None:
    for left, right in _SWAPS:
        for one, other in ((left, right), (right, left)):
            if one in sentence:
                return sentence.replace(one, other, 1)
    return None
