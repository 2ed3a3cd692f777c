"""Plain signals that a claim follows from a window of evidence. Pure functions, no weights."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from knowledge.sentences import sentence_spans
from knowledge.text import CJK, comparable, content_terms, is_cjk, terms
from knowledge.types import Evidence
from service.groundedness.facts import Facts, facts_of, opposed

SIGNALS = (
    "coverage",
    "missing_numbers",
    "missing_names",
    "negation_differs",
    "opposed",
    "contained",
    "phrase_overlap",
)
# Sentences a window spans: one for the precise match, three for claims that join neighbours, and
# up to so many more for a model that reads whole paragraphs, as long as that many tokens, about,
# hold them: the checker that ships learned from no longer ones.
_SPANS = (1, 3)
WIDE, _WIDE_TOKENS = 6, 240
_TOKENS_A_CHARACTER = 0.25
_CJK = re.compile(f"[{CJK}]")
_LIST_MARK = re.compile(r"^\s*(?:[-*+•]|\d{1,3}[.)、])\s+")


@dataclass(frozen=True)
class Window:
    """A stretch of evidence that a claim is compared with: `evidence[index]`, some sentences.

    Attributes:
        context: what stands before the passage.
        said: terms of text and context.
        sentences: that it spans; fewer where a passage has no more.
        first: number of its first sentence in the passage.
        wide: whether it is for models that read paragraphs.
    """

    index: int
    text: str
    context: str
    said: frozenset[str]
    sentences: int = 1
    first: int = 0
    wide: bool = False

    @cached_property
    def facts(self) -> Facts:
        """Numbers, names and negation of text and context; few windows are looked at so closely."""
        return facts_of(f"{self.context} {self.text}")

    def repeats(self, other: "Window") -> bool:
        """Whether more than half of its sentences are those of the other window."""
        begin = max(self.first, other.first)
        end = min(self.first + self.sentences, other.first + other.sentences)
        return self.index == other.index and 2 * (end - begin) > self.sentences

    def within(self, other: "Window") -> bool:
        """Whether all of its sentences are among those of the other window."""
        return (
            self.index == other.index
            and other.first <= self.first
            and self.first + self.sentences <= other.first + other.sentences
        )

    @property
    def tokens(self) -> float:
        """About how many tokens of a model its text has."""
        return _tokens(self.text)


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim as the signals see it."""

    text: str
    asked: tuple[str, ...]
    pairs: frozenset[tuple[str, str]]
    facts: Facts


def windows_of(evidence: Sequence[Evidence], *, wide: bool = False) -> list[Window]:
    """Windows over every passage and triple; the context of a passage belongs to each.

    Args:
        evidence: passages, triples and paths.
        wide: whether windows of up to `WIDE` sentences are wanted too.
    """
    found = []
    for index, item in enumerate(evidence):
        before = frozenset(terms(item.context))
        if item.kind != "passage":
            said_there = before.union(terms(item.text))
            found.append(Window(index, item.text, item.context, said_there))
            continue
        spans = sentence_spans(item.text)
        said = [frozenset(terms(item.text[start:end])) for start, end in spans]
        met: set[str] = set()
        for first, end in (*_close(spans), *(_wide(item.text, spans) if wide else ())):
            text = item.text[spans[first][0] : spans[end - 1][1]]
            if text not in met:
                met.add(text)
                sentences = end - first
                terms_said = before.union(*said[first:end])
                found.append(
                    Window(index, text, item.context, terms_said, sentences, first,
                           sentences > max(_SPANS))
                )  # fmt: skip
    return found


def _close(spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """First sentence and end of every stretch of few sentences."""
    for size in (min(size, len(spans)) for size in _SPANS if spans):
        yield from ((first, first + size) for first in range(len(spans) - size + 1))


def _wide(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The same of many, as many as fit; none stands in another, and short passages have none."""
    tokens = [_tokens(text[start:end]) for start, end in spans]
    if len(spans) < WIDE and sum(tokens) <= _WIDE_TOKENS:
        return
    reached = 0
    for first in range(len(spans)):
        end = first + 1
        while end < min(first + WIDE, len(spans)) and sum(tokens[first : end + 1]) <= _WIDE_TOKENS:
            end += 1
        if end > reached and end - first > max(_SPANS):
            yield first, end
        reached = max(reached, end)


def _tokens(text: str) -> float:
    characters = len(_CJK.findall(text))
    return characters + _TOKENS_A_CHARACTER * (len(text) - characters)


def view_claim(text: str) -> ClaimView:
    """Prepare a claim for comparison with many windows."""
    said = terms(text)
    asked = content_terms(text)
    return ClaimView(text, tuple(asked), frozenset(pairwise(said)), facts_of(text))


def coverage(claim: ClaimView, window: Window) -> float:
    """Share of the claim's content terms that the window says."""
    if not claim.asked:
        return 0.0
    return sum(1 for term in claim.asked if term in window.said) / len(claim.asked)


def window_signals(claim: ClaimView, window: Window) -> list[float]:
    """The values of `SIGNALS` for a claim and a window."""
    said = terms(window.text)
    return [
        coverage(claim, window),
        _missing(claim.facts.numbers, window.facts.numbers),
        _missing(claim.facts.names, window.facts.names | window.said),
        float(claim.facts.negated != window.facts.negated),
        float(opposed(claim.text, window.text)),
        float(contains(window.text, claim.text)),
        len(claim.pairs & set(pairwise(said))) / max(1, len(claim.pairs)),
    ]


def copied(window: Window, claim: ClaimView) -> bool:
    """Whether the claim is the window, word for word: a whole sentence, not a part of one.

    A part may say the opposite: "No study shows that X" holds "X".
    """
    return _bare(window.text) == _bare(claim.text)


def contains(text: str, claim: str) -> bool:
    """Whether the claim stands in the text word for word."""
    said, wanted = comparable(text), _bare(claim)
    position = said.find(wanted)
    if position < 0 or not wanted:
        return False
    before, after = said[:position][-1:], said[position + len(wanted) :][:1]
    return not (_joins(before, wanted[0]) or _joins(wanted[-1], after))


def _bare(text: str) -> str:
    return _LIST_MARK.sub("", comparable(text)).strip(" .。")


def _joins(left: str, right: str) -> bool:
    """Whether two neighbours belong to one Latin word or number."""
    return (
        bool(left and right)
        and left.isalnum()
        and right.isalnum()
        and not (is_cjk(left) or is_cjk(right))
    )


def _missing(claimed: frozenset[object], said: frozenset[object]) -> float:
    return len(claimed - said) / len(claimed) if claimed else 0.0
