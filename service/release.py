"""What leaves the house: the kept claims as one text, and the citations they use."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from service.answer import CheckedClaim, Citation, Highlight


@dataclass(frozen=True, slots=True)
class Released:
    """A text with its claims and citations; offsets and numbers refer to this text."""

    text: str
    claims: list[CheckedClaim] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)


def release(
    kept: Sequence[int], claims: Sequence[CheckedClaim], citations: Sequence[Citation]
) -> Released:
    """Join the claims at the positions `kept`, and number anew the citations that are used."""
    text = ""
    released: list[CheckedClaim] = []
    used: dict[int, int] = {}
    for index in kept:
        claim = claims[index]
        text += _separator(text)
        moved = {
            "start": len(text),
            "end": len(text) + len(claim.text),
            "citations": [used.setdefault(n, len(used) + 1) for n in claim.citations],
            "contradictions": [used.setdefault(n, len(used) + 1) for n in claim.contradictions],
        }
        released.append(claim.model_copy(update=moved))
        text += claim.text
    by_number = {c.n: c for c in citations}
    cited = [by_number[old].model_copy(update={"n": new}) for old, new in used.items()]
    return Released(text, released, cited)


def find_highlights(text: str, marked: Sequence[str]) -> list[Highlight]:
    """Where a released text says what its draft marked; what was withheld is not found."""
    found = []
    for value in marked:
        start = text.find(value)
        if start >= 0:
            found.append(Highlight(start=start, end=start + len(value)))
    return found


def _separator(before: str) -> str:
    """Chinese sentences follow each other without a space."""
    return "" if not before or before.endswith(("。", "！", "？")) else " "
