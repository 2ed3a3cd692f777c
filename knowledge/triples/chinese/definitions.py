"""Definitions in Chinese, such as 悬崖是一种地形."""

import re
from collections.abc import Iterator

from knowledge.triples.chinese import patterns as p
from knowledge.triples.chinese.segmenter import segment
from knowledge.triples.masking import NAME
from knowledge.triples.statements import Statement

_LONGEST_NOUN = 14


def defined(subject: str, rest: str, own: bool) -> Iterator[Statement]:
    """What a clause says that its subject is.

    Args:
        subject: masked.
        rest: the clause after its subject.
        own: whether the clause names the subject itself, not an earlier one of the sentence.
    """
    match = p.DEFINED.match(rest)
    if not match or _says_something_else(rest, match, own):
        return
    noun = match["noun"]
    modifier, of, head = noun.rpartition("的")
    if p.BAD_NOUN.match(noun) or len(noun) > _LONGEST_NOUN:
        # Only after 一种 and the like is the modifier more than the noun needs: 是法国的首都.
        if not (match["one"] and of and len(head) > 1) or modifier.endswith("之一"):
            return
        noun = head
    noun = noun.strip("「」“”《》 ")
    if _is_class(noun):
        yield Statement(subject, "是", noun, 0.8)


def _says_something_else(rest: str, match: re.Match[str], own: bool) -> bool:
    """Whether 为 is not "is": 上层为公路 (consists of), 为学校题词 (for)."""
    noun = match["noun"]
    weak = "为" in rest[: match.start("noun")] and "称为" not in rest
    if weak and not match["one"] and (not own or not re.search("[的之]", noun)):
        return True
    for_whom = re.search(rf"为{NAME}[^的之]*$", rest[: match.end()])
    return bool(for_whom and re.match(NAME, noun))


def _is_class(noun: str) -> bool:
    """Whether a noun phrase names what something can be."""
    bad = (
        p.BAD_END.search(noun) or p.BAD_NOUN.match(noun) or re.search("[「」“”『』《》〈〉]", noun)
    )
    if len(noun) < 2 or noun in p.VAGUE or bad:
        return False
    tag = list(segment(noun))[-1].tag
    return tag[0] in "nzjxlrbig" or tag in ("vn", "eng")
