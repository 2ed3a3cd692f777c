"""Triples that contradict each other: two birthplaces, two founding years. Kept, and told.

Pure functions over triples. Only predicates that can have one value are compared, and values that
agree at different precision ("1912", "3 May 1912") do not conflict.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from knowledge.text import comparable
from knowledge.triples.dates import read_date
from knowledge.types import Triple

# What can have one value only, by the question that its predicates answer; comparable forms.
_FUNCTIONAL: dict[str, str] = {
    "date of birth": "born on|date of birth|birth date|出生日期|出生于|生于|生日",
    "place of birth": "born in|place of birth|birthplace|birth place|出生地|出生地点|出生于|生于",
    "date of death": "died on|died in|date of death|death date|逝世日期|卒于|去世日期",
    "place of death": "died in|place of death|逝世地",
    "founded": "founded in|founded on|established in|established on|founding year|founded|创立时间|"
               "成立时间|"
    "创办时间|创建时间|成立日期|建立时间",
    "capital": "首都|省会|首府|has capital|capital",
    "director": "导演",
    "released": "released on|release date|上映时间|发行时间|首映时间|出版时间",
    "population": "population|人口",
    "area": "area|面积|land area",
    "height": "height|elevation|海拔|高度",
    "length": "length|长度|全长",
}  # fmt: skip
# The subject of "Paris — capital of — France" is the value.
_INVERSE = {"capital of": "capital"}
_DATES = frozenset(["date of birth", "date of death", "founded", "released"])
_PLACES = frozenset(["place of birth", "place of death"])
_NUMBERS = frozenset(["population", "area", "height", "length"])
_QUESTIONS: dict[str, list[str]] = defaultdict(list)
for _question, _predicates in _FUNCTIONAL.items():
    for _predicate in _predicates.split("|"):
        _QUESTIONS[_predicate].append(_question)
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Conflict:
    """Triples that cannot all be true.

    Attributes:
        entity: the comparable name of what they are about.
        question: what they answer differently, such as `place of birth`.
        triples: by id and order of reading; every value occurs in at least one of them.
    """

    entity: str
    question: str
    triples: tuple[Triple, ...]


def find_conflicts(
    triples: Iterable[Triple], canonical: Callable[[str], str] = lambda name: name
) -> list[Conflict]:
    """Conflicts among triples, by entity and question.

    Args:
        triples: any; those whose predicates can have several values are passed over.
        canonical: one comparable name for all names of an entity, as `KnowledgeGraph.canonical`.
    """
    claims: defaultdict[tuple[str, str], list[tuple[Triple, str]]] = defaultdict(list)
    for triple in triples:
        for question, entity, value in _claims(triple):
            claims[canonical(comparable(entity)), question].append((triple, value))
    found = []
    for (entity, question), said in sorted(claims.items()):
        values = [canonical(comparable(value)) for _, value in said]
        at_odds = [
            triple
            for (triple, _), value in zip(said, values, strict=True)
            if any(not _agree(question, value, other) for other in values)
        ]
        if at_odds:
            ordered = sorted(at_odds, key=lambda triple: triple.id)
            found.append(Conflict(entity, question, tuple(ordered)))
    return found


def _claims(triple: Triple) -> list[tuple[str, str, str]]:
    """Question, entity and value of a triple; a predicate may answer one of several questions."""
    predicate = _folded(triple.predicate)
    if question := _INVERSE.get(predicate):
        return [(question, triple.object, triple.subject)]
    return [
        (question, triple.subject, triple.object)
        for question in _QUESTIONS.get(predicate, ())
        if _answers(question, triple.object)
    ]


@lru_cache(maxsize=1 << 12)
def _folded(predicate: str) -> str:
    """A predicate's comparable form: a graph has few of them, and asks for each again and again."""
    return comparable(predicate)


def _answers(question: str, value: str) -> bool:
    """Whether a value is of the sort that a question asks for."""
    if question in _DATES:
        return read_date(value) is not None
    if question in _PLACES:
        return not any(c.isdigit() for c in value)
    return question not in _NUMBERS or bool(_NUMBER.search(value))


def _agree(question: str, one: str, other: str) -> bool:
    if one == other:
        return True
    if question in _DATES:
        a, b = read_date(one), read_date(other)
        return a is None or b is None or a.agrees_with(b)
    if question in _NUMBERS:
        return _numbers_agree(one, other)
    # "Ulm" and "Ulm, Germany" are one place; so are 北京 and 北京市.
    shorter, longer = sorted((one, other), key=len)
    return longer.startswith(shorter) or longer.endswith(shorter)


def _numbers_agree(one: str, other: str) -> bool:
    """Equal numbers, whatever is written around them; different units are not compared."""
    a, b = _NUMBER.search(one), _NUMBER.search(other)
    if not a or not b or _around(one) != _around(other):
        return True
    return float(a[0].replace(",", "")) == float(b[0].replace(",", ""))


def _around(value: str) -> Sequence[str]:
    return _NUMBER.sub(" ", value).split()
