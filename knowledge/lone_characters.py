"""Chinese words of one character, told from characters that are a part of a longer word.

A character counts where the dictionary cuts it off and both its neighbours are function words,
marks or the text's ends: 铁 in 铁的熔点, not in 地铁, 铁路 or the name 王铁.
"""

import re
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
    # Without guesses at unknown words: those make one word of 铁有.
    words = list(segment(text, guess=False))
    beside = [None, *words, None]
    return frozenset(
        word.start
        for before, word, after in zip(beside, words, beside[2:], strict=False)
        if len(word.text) == 1
        and is_cjk(word.text)
        and not _is_function(word)
        and _ends_a_word(before)
        and _ends_a_word(after)
    )


def _ends_a_word(neighbour: Word | None) -> bool:
    return neighbour is None or not _WORD.search(neighbour.text) or _is_function(neighbour)


def _is_function(word: Word) -> bool:
    return word.text in _FUNCTION_WORDS or (is_cjk(word.text[0]) and word.tag[0] in _FUNCTION_TAGS)
