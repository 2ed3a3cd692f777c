"""Triples that cannot all be true, and those that only look so."""

import pytest

from knowledge.triples.conflicts import find_conflicts
from knowledge.types import Triple


def conflicts(*parts: tuple[str, str, str]) -> list[tuple[str, str, list[str]]]:
    triples = [Triple(*part, id=n) for n, part in enumerate(parts, 1)]
    return [(c.entity, c.question, [t.object for t in c.triples]) for c in find_conflicts(triples)]


def test_two_birthplaces():
    assert conflicts(("Ada", "born in", "London"), ("ada", "place of birth", "Paris")) == [
        ("ada", "place of birth", ["London", "Paris"])
    ]


def test_two_founding_years_and_who_says_them():
    found = find_conflicts(
        [Triple("Acme", "founded in", "1949", id=2), Triple("Acme", "established in", "1950", id=1)]
    )
    assert [(c.question, [t.id for t in c.triples]) for c in found] == [("founded", [1, 2])]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Ada", "born on", "1912"), ("Ada", "born on", "3 May 1912")),
        (("Ada", "born in", "London"), ("Ada", "born in", "1815")),
        (("Ada", "born in", "Ulm"), ("Ada", "born in", "Ulm, Germany")),
        (("Ada", "published", "Notes"), ("Ada", "published", "Letters")),
        (("Oslo", "population", "700,000"), ("Oslo", "population", "700000")),
        (("Oslo", "area", "454 km2"), ("Oslo", "area", "175 miles")),
        (("北京", "出生日期", "1912年"), ("上海", "出生日期", "1913年")),
    ],
)
def test_no_conflict(one, other):
    assert conflicts(one, other) == []


def test_two_capitals_conflict_in_the_value_that_is_the_subject():
    found = find_conflicts(
        [Triple("Paris", "capital of", "France"), Triple("Lyon", "capital of", "France")]
    )
    assert [(c.entity, c.question, len(c.triples)) for c in found] == [("france", "capital", 2)]


def test_chinese_dates_and_other_names_of_the_entity():
    triples = [Triple("鲁迅", "出生日期", "1881年"), Triple("周树人", "出生日期", "1882年9月")]
    assert find_conflicts(triples) == []
    (found,) = find_conflicts(triples, lambda name: "鲁迅" if name == "周树人" else name)
    assert (found.entity, found.question) == ("鲁迅", "date of birth")


def test_a_value_that_agrees_with_all_others_is_not_at_odds():
    triples = [
        Triple("A", "born on", "May 3", id=1),
        Triple("A", "born on", "1912", id=2),
        Triple("A", "born on", "1913", id=3),
    ]
    (found,) = find_conflicts(triples)
    assert [t.id for t in found.triples] == [2, 3]
