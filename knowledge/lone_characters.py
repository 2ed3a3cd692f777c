"""Chinese words of one character, told from characters that are a part of a longer word.

A character counts where the dictionary cuts it off and both its neighbours are function words,
marks or the text's ends: 铁 in 铁的熔点, not in 地铁, 铁路 or the name 王铁. Where 的 is left out
(铁熔点), it takes somebody who knows that the thing has what the next words say.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from knowledge.text import is_cjk
from knowledge.triples.chinese.segmenter import Word, segment

# Tags of prepositions, particles, conjunctions, adverbs, pronouns and modal particles.
_FUNCTION_TAGS = frozenset("pucdry")
# What stands beside a thing in a question and is tagged as a verb or a number.
_FUNCTION_WORDS = frozenset(
    "是 有 叫 指 含 会 能 要 可 可以 应该 属于 含有 具有 请问 什么是 多少 没有 有没有 是否".split()
)
_WORD = re.compile(r"\w")


@lru_cache(maxsize=256)
def lone_characters(text: str) -> frozenset[int]:
    """Where the words of one character stand in a text."""
    words = _words(text)
    following = zip(words, [*words[1:], None], strict=True)
    return frozenset(
        word.start
        for word, after in following
        if word.start in _opening(text) and _ends_a_word(after)
    )


def stands_before(text: str, start: int, attributes: Iterable[str]) -> bool:
    """Whether a word of one character stands there with one of its attributes right behind it.

    Args:
        text: in comparable form.
        start: of the character.
        attributes: whole words, in comparable form.
    """
    if start not in _opening(text):
        return False
    ends = {word.end for word in _words(text) if word.start > start}
    return any(
        text.startswith(attribute, start + 1) and start + 1 + len(attribute) in ends
        for attribute in attributes
    )


@lru_cache(maxsize=256)
def _words(text: str) -> tuple[Word, ...]:
    # Without guesses at unknown words: those make one word of 铁有.
    return tuple(segment(text, guess=False))


@lru_cache(maxsize=256)
def _opening(text: str) -> frozenset[int]:
    """Where words of one character stand that no other word stands before."""
    words = _words(text)
    return frozenset(
        word.start
        for before, word in zip([None, *words], words, strict=False)
        if len(word.text) == 1
        and is_cjk(word.text)
        and not _is_function(word)
        and _ends_a_word(before)
    )


def _ends_a_word(neighbour: Word | None) -> bool:
    return neighbour is None or not _WORD.search(neighbour.text) or _is_function(neighbour)


def _is_function(word: Word) -> bool:
    return word.text in _FUNCTION_WORDS or (is_cjk(word.text[0]) and word.tag[0] in _FUNCTION_TAGS)
