"""Answers about another thing whose name holds the name that is asked about: O-LoRA is not LoRA.

A reader takes them for one, since it reads names in pieces. Only coined names are looked at (LoRA,
GPT-4; in a Chinese question any Latin word): what the Normans did may well answer for a Norman.
"""

import re
from collections.abc import Sequence

from knowledge.text import language_of
from service.generators.spans import Span

_NAME = re.compile(r"(?<![A-Za-z0-9])[A-Za-z0-9]+(?:[.+-]+[A-Za-z0-9]+)*\+*")
_COINED = re.compile(r"[A-Z].*[A-Z]|[A-Z].*\d|\d.*[A-Z]")
# What says by whom, or which, goes on with what stands before its comma.
_ENDS_CLAUSE = re.compile(
    r"，(?!由)|[；。、（）：]|,(?=\s|$)(?!\s+(?:by|from|which|who|whose)\b)|[;:()](?=\s|$)|\s[(]"
)
# Shorter names are found in too many others.
_SHORTEST = 3


def about_another(question: str, sentence: str, span: Span) -> bool:
    """Whether the clause of an answer names only something else that a name of the question is in.

    `LLaMA-2-7B` is a `LLaMA-2`, and `GPUs` are `GPU`; `QLoRA`, `O-LoRA` and `LoRA+` are no `LoRA`.
    """
    # What a name of the question is part of may be the very answer: which LoRA? QLoRA.
    said = [name for part in _around(sentence, span) for name in _NAME.findall(part)]
    names = _NAME.findall(question)
    return any(_replaced(name, said, names) for name in _asked(question, names))


def _asked(question: str, names: Sequence[str]) -> list[str]:
    latin = language_of(question) == "zh"
    return [
        name
        for name in names
        if len(name) >= _SHORTEST and (_COINED.search(name) or (latin and not name.isdecimal()))
    ]


def _replaced(name: str, said: Sequence[str], names: Sequence[str]) -> bool:
    folded = name.lower()
    others = [other.lower() for other in said]
    if any(o in (folded, f"{folded}s") or o.startswith(f"{folded}-") for o in others):
        return False
    # LoRA+ is told from LoRA by a sign that is easily overlooked.
    stem = folded.rstrip("+")
    return any(
        stem in other.lower() and _COINED.search(other) and other not in names for other in said
    )


def _around(sentence: str, span: Span) -> tuple[str, str]:
    """What stands before and behind an answer in its clause."""
    ends = [(m.start(), m.end()) for m in _ENDS_CLAUSE.finditer(sentence)]
    start = max((b for _, b in ends if b <= span.start), default=0)
    end = min((a for a, _ in ends if a >= span.end), default=len(sentence))
    return sentence[start : span.start], sentence[span.end : end]
