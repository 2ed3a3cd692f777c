"""Full names of a text: people, places and works that are named by more than one word.

Read: two or more capitalised words in a row, initials among them (Mary Penrose, J. R. Oppenheimer);
in Chinese, foreign names with a dot (玛丽·彭罗斯) and titles (《战争与和平》). Single words and
undotted Chinese names look like other words and are left to the checker.
"""

from collections.abc import Iterator, Sequence

import regex

from knowledge.text import comparable, is_cjk, language_of, terms

_WORD = r"\p{Lu}(?=[\p{L}\p{M}'’-]*\p{Ll})[\p{L}\p{M}]*(?:[-'’]\p{L}+)*"
_INITIAL = r"(?:\p{Lu}\.\s?)"
_NEXT = rf"(?:\s{_INITIAL}*{_WORD})"
_LATIN = regex.compile(rf"(?<![\p{{L}}\d])(?:{_INITIAL}+{_WORD}{_NEXT}*|{_WORD}{_NEXT}+)")
_DOT = regex.compile("[·・•]")
# Nothing tells where a Chinese name begins and ends: what stands next to its dots is looked at.
_DOTTED = regex.compile(rf"\p{{Han}}{{1,2}}(?:{_DOT.pattern}\p{{Han}}{{1,2}})+")
_TITLED = regex.compile(r"《([^《》]{2,60})》")


def full_names(text: str) -> list[str]:
    """The full names of a text, in its own spelling."""
    found = [match[0] for pattern in (_LATIN, _DOTTED) for match in pattern.finditer(text)]
    return found + [match[1] for match in _TITLED.finditer(text)]


def unsaid_names(claimed: str, evidence: Sequence[str], question: str = "") -> list[str]:
    """The full names of a sentence of which evidence and question say no part at all.

    A part is enough: Bradfield is John Bradfield. Evidence that is all in another language spells
    names otherwise, so nothing is held against the sentence then.

    Args:
        claimed: the sentence.
        evidence: texts with their titles.
        question: as asked.
    """
    names = full_names(claimed)
    language = language_of(claimed)
    if not names or not any(language_of(text) == language for text in evidence):
        return []
    said = "\n".join((*evidence, question))
    folded, spoken = comparable(said), set(terms(said))
    return [name for name in names if not any(_parts_said(name, folded, spoken))]


def _parts_said(name: str, folded: str, spoken: set[str]) -> Iterator[bool]:
    if any(map(is_cjk, name)):
        return (part in folded for part in _DOT.split(comparable(name)))
    return (term in spoken for term in terms(name))
