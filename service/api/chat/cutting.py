"""Lengths as OpenAI's parameters mean them: `stop`, `max_tokens`, `usage`.

A text is cut at `max_tokens` between its pieces, never inside a sentence: half a sentence was
never checked. `stop` cuts where the caller says.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from knowledge.text import is_cjk

FinishReason = Literal["stop", "length"]
_TOKEN = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Cut:
    """What is left of the pieces of a text, and why it ends there."""

    pieces: list[str]
    finish_reason: FinishReason


def count_tokens(text: str) -> int:
    """Words, Chinese characters and punctuation marks: close to what tokenisers count."""
    return sum(max(1, sum(map(is_cjk, token[0]))) for token in _TOKEN.finditer(text))


def cut(pieces: Sequence[str], stop: Sequence[str], max_tokens: int | None) -> Cut:
    """The pieces up to the first stop sequence and no longer than `max_tokens`."""
    kept: list[str] = []
    room = max_tokens if max_tokens is not None else float("inf")
    for piece in pieces:
        room -= count_tokens(piece)
        if room < 0:
            break
        kept.append(piece)
    text = "".join(kept)
    ends = [text.find(sequence) for sequence in stop if sequence and sequence in text]
    if ends:
        return Cut(_first(kept, min(ends)), "stop")
    return Cut(kept, "stop" if len(kept) == len(pieces) else "length")


def _first(pieces: Sequence[str], length: int) -> list[str]:
    """The first `length` characters, piece by piece."""
    kept = []
    for piece in pieces:
        if length <= 0:
            break
        kept.append(piece[:length])
        length -= len(piece)
    return kept
