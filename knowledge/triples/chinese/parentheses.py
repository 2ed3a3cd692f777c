"""What stands in parentheses after a Chinese name: life dates, foreign names, abbreviations."""

import re
from collections.abc import Iterator

from knowledge.triples.chinese import patterns as p
from knowledge.triples.chinese.relations import alias_as
from knowledge.triples.masking import NAME
from knowledge.triples.statements import Statement

LIFE = ("出生日期", "逝世日期")
# One name in parentheses after another: which is the foreign one, their characters tell.
BRACKETED = "外文名|中文名"


def statements(masked: str) -> Iterator[Statement]:
    """What stands in parentheses after names: life dates, foreign names, abbreviations."""
    for match in p.IN_PARENTHESES.finditer(masked):
        subject, inside = match["subject"], match["inside"].strip("，； ")
        life = p.LIFE.match(inside)
        if life and (match.start() < 3 or life["died"]):
            yield Statement(subject, "出生日期", life["born"], 0.85)
            if life["died"]:
                yield Statement(subject, "逝世日期", life["died"], 0.85)
        if quoted := re.match(r"[\"“「]([^\"”」]+)[\"”」]", inside):
            yield from _other_name(subject, quoted[1], True)
            continue
        for number, part in enumerate(re.split(r"[，；,;]", inside)):
            yield from _other_name(subject, part.strip(' 「」“”"'), number == 0)


def _other_name(subject: str, part: str, first: bool) -> Iterator[Statement]:
    if foreign := p.FOREIGN.match(part):
        label = "英文名" if foreign["language"].startswith("英") else "外文名"
        if foreign["language"] != "学名":
            yield Statement(subject, label, foreign["name"].strip(" 「」“”。."), 0.85)
    elif alias := p.ALIAS.match(part):
        yield Statement(subject, alias_as(alias["verb"]), alias["name"], 0.85)
    elif first and re.fullmatch(
        r"[A-Za-z][A-Za-z .'’&/-]{1,60}|[\u00c0-\u024fA-Za-z .'’-]{2,60}", part
    ):
        yield Statement(subject, "外文名", part, 0.8)
    elif first and re.fullmatch(NAME, part):
        yield Statement(subject, BRACKETED, part, 0.8)


def without_parentheses(masked: str) -> str:
    """The sentence without what stands in parentheses."""
    for _ in range(3):
        shorter = p.PARENTHESES.sub("", masked)
        if shorter == masked:
            break
        masked = shorter
    return masked
