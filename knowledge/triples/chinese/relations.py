"""Relations that a Chinese clause states of its subject: birth, founding, place, roles, names."""

import re
from collections.abc import Iterator

from knowledge.triples.chinese import patterns as p
from knowledge.triples.masking import NAME
from knowledge.triples.statements import Statement

# Without a subject of their own, these are often about what was taken, joined or merged.
_RENAMED = frozenset("改名 改名为 更名 更名为 改称 并入".split())


def relations(subject: str, rest: str, own: bool) -> Iterator[Statement]:
    """What a clause says of its subject by one of the listed relations.

    Args:
        subject: masked.
        rest: the clause after its subject.
        own: whether the clause names the subject itself, not an earlier one of the sentence.
    """
    yield from _life(subject, rest)
    yield from _making(subject, rest)
    if (match := p.LOCATED.match(rest)) and "之间" not in rest:
        yield Statement(subject, "位于", match["object"], 0.9)
    for pattern in (p.VERB_AT, p.INCLUDES) if own else (p.VERB_AT,):
        match = pattern.match(rest)
        if match and (own or match["verb"] not in _RENAMED):
            yield from each(subject, match["verb"], match, 0.85)
    if match := p.GRADUATED.match(rest):
        yield Statement(subject, "毕业于", match["object"], 0.85)
    yield from _roles(subject, rest)
    if match := p.ALIAS.match(rest):
        yield Statement(subject, alias_as(match["verb"]), match["name"], 0.85)


def alias_as(verb: str) -> str:
    """The predicate of an alias that is told by `verb`: 简称为 is 简称, 俗称 is 又称."""
    return p.ALIAS_AS.get(verb.rstrip("为"), p.ALIAS_AS.get(verb.rstrip("为叫做名"), "又称"))


def _making(subject: str, rest: str) -> Iterator[Statement]:
    """When something was founded or released, and who made it."""
    if match := p.WHEN.search(rest):
        verb = (match["verb"] or match["verb2"]).removesuffix("于")
        verb = {"建": "建成", "成": "建成"}.get(verb, verb)
        yield Statement(subject, f"{verb}时间", match["date"] or match["date2"], 0.85)
    if match := p.MADE_BY.search(rest):
        before = rest[: match.start()]
        if not re.search("的|，", before) or before.startswith(("是", "为")):
            verb = match["verb"].removeprefix("所")
            predicate = verb if verb in ("主演", "编剧", "主唱") else f"{verb}者"
            yield from each(subject, predicate, match, 0.85)


def _life(subject: str, rest: str) -> Iterator[Statement]:
    for pattern, when, where in ((p.BORN, "出生日期", "出生地"), (p.DIED, "逝世日期", "逝世地")):
        match = pattern.search(rest)
        groups = match.groupdict() if match else {}
        if date := groups.get("date") or groups.get("date2"):
            yield Statement(subject, when, date, 0.9)
        if place := groups.get("place") or groups.get("place2") or groups.get("place3"):
            yield Statement(subject, where, place, 0.85)


def _roles(subject: str, rest: str) -> Iterator[Statement]:
    if match := p.ROLE_OF.match(rest):
        yield Statement(subject, match["role"], match["object"], 0.85)
    if match := p.IS_ROLE.match(rest):
        yield Statement(match["owner"], match["role"], subject, 0.85)


def each(
    subject: str, predicate: str, match: re.Match[str], confidence: float
) -> Iterator[Statement]:
    """One statement for each name of a list."""
    for name in re.findall(NAME, match["object"] + match["more"]):
        yield Statement(subject, predicate, name, confidence)
