"""Full names of a text: people, places and works that are named by more than one word.

Read: two or more capitalised words in a row, initials among them (Mary Penrose, J. R. Oppenheimer);
in Chinese, foreign names with a dot (玛丽·彭罗斯) and titles (《战争与和平》). Single words and
undotted Chinese names look like other words and are left to the checker.
"""

from collections.abc import Sequence

import regex

from knowledge.stop_words import STOP_WORDS_EN
from knowledge.text import comparable, is_cjk, language_of, words

# Bounded and possessive: what a model writes may go round in circles for thousands of characters.
_TAIL = r"[\p{Latin}\p{M}]{0,40}+(?:[-'’][\p{Latin}\p{M}]{1,40}+){0,4}+"
_WORD = rf"\p{{Lu}}(?=[\p{{Latin}}\p{{M}}'’-]{{0,40}}\p{{Ll}}){_TAIL}"
_INITIAL = r"\p{Lu}\.[^\S\n]?"
_NEXT = rf"[^\S\n](?:{_INITIAL}){{0,3}}+{_WORD}"
_NAME = regex.compile(
    rf"(?<![\p{{Latin}}\d.'’-])"
    rf"(?:(?P<initials>(?:{_INITIAL}){{2,4}}+){_WORD}(?:{_NEXT}){{0,6}}+|{_WORD}(?:{_NEXT}){{1,6}}+)"
)
_DOTS = "·‧"
# Nothing tells where a Chinese name begins and ends: what stands next to its dots is looked at.
_DOTTED = regex.compile(rf"\p{{Han}}{{2}}[{_DOTS}]\p{{Han}}{{2}}")
_TITLE = regex.compile(r"《([^《》]{2,60})》")
_EDITION = regex.compile(r"[(（][^()（）]*[)）]\s*$")
# A label before the sentence, or the letter of a list.
_LABEL = regex.compile(
    r"^\s*(?:\*\*[^*]{1,60}\*\*|[^:：]{1,40}(?=[:：])|\p{Lu}(?=[.)]\s(?!\p{Lu}\.)))[:：.)\s]+"
)
# A name in brackets behind a Chinese one is that one in other letters.
_GLOSS = regex.compile(r"\p{Han}\s?[(（]$")
_ACRONYM = regex.compile(r"(?<!\p{Latin})\p{Lu}{2,8}(?=s?(?!\p{Latin}))")
_NO_WORD = regex.compile(r"[\W_]+")
_SAY_LITTLE = STOP_WORDS_EN | frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may "
    "june july august september october november december mr mrs ms dr sir president professor "
    "new".split()
)


def full_names(text: str) -> list[str]:
    """The full names of a sentence, in its own spelling."""
    said = _LABEL.sub("", text).replace("*", "")
    found = [
        match[0]
        for match in _NAME.finditer(said)
        if (len(_parts(match[0])) > 1 or match["initials"])
        and not _GLOSS.search(said[: match.start()])
    ]
    found += [match[0] for match in _DOTTED.finditer(said)]
    return found + [match[1] for match in _TITLE.finditer(said)]


def unsaid_names(claimed: str, evidence: Sequence[str], question: str = "") -> list[str]:
    """The full names of a sentence of which evidence and question say no part at all.

    A part is enough: Bradfield is John Bradfield. So are initials: US is United States.

    Args:
        claimed: the sentence.
        evidence: texts with their titles.
        question: as asked.
    """
    if not (names := full_names(claimed)):
        return []
    said = "\n".join((*evidence, question))
    spoken, bare, short = set(words(said)), _bare(said), set(_ACRONYM.findall(said))

    def holds(name: str) -> bool:
        if any(map(is_cjk, name)):
            return _half_said(name, bare)
        parts = _parts(name)
        initials = "".join(part[0] for part in parts).upper()
        return (
            any(part in spoken or part.rstrip("s") in spoken for part in parts)
            or "".join(parts) in bare
            or (len(initials) > 1 and any(initials in acronym for acronym in short))
        )

    return [name for name in names if not holds(name)]


def in_another_language(claimed: str, texts: Sequence[str]) -> bool:
    """Whether one of the texts is in another language, which spells names otherwise."""
    return any(language_of(text) != language_of(claimed) for text in texts)


def _parts(name: str) -> list[str]:
    """The words of a Latin name that tell it from others."""
    return [word for word in words(name) if len(word) > 1 and word not in _SAY_LITTLE]


def _half_said(name: str, bare: str) -> bool:
    """Whether half of the pairs of characters of a Chinese name stand in a text."""
    parts = [_bare(part) for part in regex.split(f"[{_DOTS}]", _EDITION.sub("", name))]
    pairs = [part[n : n + 2] for part in parts for n in range(max(1, len(part) - 1))]
    return 2 * sum(pair in bare for pair in pairs) >= len(pairs)


def _bare(text: str) -> str:
    """Letters and digits alone."""
    return _NO_WORD.sub("", comparable(text))
