"""Names that texts are searched for: a table of them, and what a document's title is known by.

All names are in their comparable form. Does not know what a name stands for.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.stop_words import STOP_PHRASES_ZH, STOP_WORDS_EN
from knowledge.text import CJK, comparable, is_cjk

MAX_NAME = 80
_FORM_WORDS = STOP_WORDS_EN | frozenset(STOP_PHRASES_ZH)
_YES_OR_NO = frozenset("yes no true false 是 否 有 无".split())
# Where a name may start: at a Latin word, at any Chinese character, at a mark such as "(".
_START = re.compile(rf"[^\W{CJK}]+|[{CJK}]|[^\w\s]")
_FIRST_CJK = "\u3040"
# Characters behind a name's first word by which most of those that start alike are told apart.
_FOLLOWING = 3
_WORD = re.compile(r"\w")
_NUMBER_GOES_ON = re.compile(r"[.,]\d")
_NUMBER_GOES_ON_BEFORE = re.compile(r"\d[.,]$")
_NOT = re.compile(r"['’]t\b")
# Brackets at the end, with at most one pair inside.
_QUALIFIER = re.compile(r"\s*(?:\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\[\]]*\])$")
_QUOTED = re.compile(r"^[\"“'‘《「『](.+)[\"”'’》」』]$")
_EXTENSION = re.compile(r"\.(?:md|txt|html?|pdf|docx|pptx|xlsx|csv|json)$")


@dataclass(frozen=True, slots=True)
class Named:
    """A name found in a text: `comparable(text)[start:end] == name`."""

    start: int
    end: int
    name: str


def is_name(name: str) -> bool:
    """Whether a comparable text is worth searching for: has letters, is no mere function word."""
    if not 2 <= len(name) <= MAX_NAME or name in _FORM_WORDS:
        return False
    letters = sum(1 for c in name if c.isalpha())
    return letters >= (2 if any(map(is_cjk, name)) or len(name) == letters else 3)


def leads_on(name: str) -> bool:
    """Whether what shares a comparable name with something has to do with it: no number, no yes."""
    return any(c.isalpha() for c in name) and name not in _YES_OR_NO


def names_of_title(title: str) -> tuple[str, ...]:
    """What a thing is called that a document's title names: in full, and without a qualifier.

    `Mercury (planet)` is also `mercury`; quotation marks and a file's extension are left out.
    """
    full = _EXTENSION.sub("", comparable(title))
    found = [full]
    while (shorter := _QUALIFIER.sub("", found[-1])) != found[-1]:
        found.append(shorter)
    found.extend(m[1] for name in tuple(found) if (m := _QUOTED.match(name)))
    return tuple(dict.fromkeys(name for name in found if is_name(name)))


class NameTable:
    """Counts names, and finds the longest of them in a text from left to right."""

    def __init__(self) -> None:
        self._count: dict[str, int] = {}
        # Lengths of the names that start alike, the longest first. A length that is used no
        # more costs a look-up and does no harm.
        self._lengths: dict[str, tuple[int, ...]] = {}

    def __len__(self) -> int:
        return len(self._count)

    def __contains__(self, name: str) -> bool:
        return name in self._count

    def add(self, name: str) -> bool:
        """Count a name once more; answers whether it is new."""
        known = self._count.get(name, 0)
        self._count[name] = known + 1
        if not known:
            match = _START.match(name)
            longer, shorter = _keys(name, 0, match[0] if match else name[0])
            key = longer if len(longer) == len(shorter) + _FOLLOWING else shorter
            lengths = self._lengths.get(key, ())
            if len(name) not in lengths:
                self._lengths[key] = tuple(sorted({*lengths, len(name)}, reverse=True))
        return not known

    def remove(self, name: str) -> bool:
        """Count a name once less; answers whether it is gone."""
        left = self._count.pop(name) - 1
        if left:
            self._count[name] = left
        return not left

    def find(self, folded: str) -> Iterator[Named]:
        """Names in a comparable text; they do not overlap and break no Latin word."""
        position = 0
        for match in _START.finditer(folded):
            start = match.start()
            if start < position:
                continue
            end = self._longest(folded, start, match[0])
            if end:
                yield Named(start, end, folded[start:end])
                position = end

    def _longest(self, folded: str, start: int, first: str) -> int:
        # Most texts are words that no name starts with: these look-ups are what a scan costs.
        longer, shorter = (self._lengths.get(key, ()) for key in _keys(folded, start, first))
        if not (longer or shorter) or not _starts(folded, start):
            return 0
        for length in (*longer, *shorter):
            end = start + length
            if end <= len(folded) and folded[start:end] in self._count and _ends(folded, end):
                return end
        return 0


def _keys(text: str, start: int, first: str) -> tuple[str, str]:
    """What tells quickly that no long name starts here, and no short one.

    A Latin word with what follows it, and without; for Chinese two characters, whatever the length.
    """
    if first >= _FIRST_CJK and is_cjk(first[0]):
        return "", text[start : start + 2]
    return text[start : start + len(first) + _FOLLOWING], first


def _starts(text: str, position: int) -> bool:
    """Whether a name may start here: not within a number such as 3.5."""
    before = text[max(0, position - 2) : position]
    return not (text[position].isdigit() and _NUMBER_GOES_ON_BEFORE.match(before))


def _ends(text: str, position: int) -> bool:
    """Whether a name may end here: not within a word, a number, or before the t of don't."""
    if position == len(text):
        return True
    left, right = text[position - 1], text[position]
    if is_cjk(left) or is_cjk(right):
        return True
    if left.isdigit() and _NUMBER_GOES_ON.match(text, position):
        return False
    if _NOT.match(text, position):
        return False
    return not (_WORD.match(left) and _WORD.match(right))
