"""Exact match, F1 and rightness of answers, for English and Chinese. Pure functions.

EM and F1 follow SQuAD 2.0 (Rajpurkar, Jia and Liang 2018): lower case, no punctuation, no English
articles; Chinese is compared by character, as CMRC 2018 does. An abstention is the empty answer.
"""

import re
import string
from collections import Counter
from collections.abc import Sequence

from knowledge.text import comparable, is_cjk

_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_PUNCTUATION = frozenset(string.punctuation + "，。！？；：、“”‘’（）《》〈〉【】—…·～「」『』")
_RIGHT_F1 = 0.5


def tokens(text: str) -> list[str]:
    """Comparable tokens of an answer: words, and single Chinese characters."""
    plain = "".join(" " if c in _PUNCTUATION else c for c in comparable(text))
    spaced = "".join(f" {c} " if is_cjk(c) else c for c in _ARTICLES.sub(" ", plain))
    return spaced.split()


def exact_match(answer: str, references: Sequence[str]) -> float:
    """1 if the answer is one of the references; without references, if it is empty."""
    said = tokens(answer)
    return float(any(said == tokens(r) for r in references) if references else not said)


def f1(answer: str, references: Sequence[str]) -> float:
    """Overlap of tokens with the best reference; without references, 1 for the empty answer."""
    if not references:
        return float(not tokens(answer))
    return max(_f1(tokens(answer), tokens(r)) for r in references)


def _f1(said: Sequence[str], wanted: Sequence[str]) -> float:
    if not said or not wanted:
        return float(list(said) == list(wanted))
    common = sum((Counter(said) & Counter(wanted)).values())
    return 2 * common / (len(said) + len(wanted))


def contains(text: str, reference: str) -> bool:
    """Whether the reference stands in the text, token for token."""
    said, wanted = tokens(text), tokens(reference)
    return bool(wanted) and any(
        said[i : i + len(wanted)] == wanted for i in range(len(said) - len(wanted) + 1)
    )


def is_right(text: str, short_answer: str | None, references: Sequence[str]) -> bool:
    """Whether a released answer is right: a reference stands in it, or F1 is at least 0.5.

    Without references (the question cannot be answered) whatever is released is wrong.
    """
    if not references:
        return False
    overlap = f1(short_answer if short_answer is not None else text, references)
    return overlap >= _RIGHT_F1 or any(contains(text, r) for r in references)


def recall_at(k: int, found: Sequence[str], wanted: Sequence[str]) -> float:
    """Share of the wanted ids among the first `k` distinct found ids."""
    first = list(dict.fromkeys(found))[:k]
    return sum(1 for w in set(wanted) if w in first) / len(set(wanted))


def all_gold_at(k: int, found: Sequence[str], wanted: Sequence[str]) -> float:
    """1 if every wanted id is among the first `k` distinct found ids."""
    return float(recall_at(k, found, wanted) == 1.0)
