"""Dates at the precision they are given at."""

import pytest

from knowledge.triples.dates import DateValue, read_date


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1912", (1912, None, None)),
        ("May 1912", (1912, 5, None)),
        ("3 May 1912", (1912, 5, 3)),
        ("May 3, 1912", (1912, 5, 3)),
        ("3rd of May 1912", (1912, 5, 3)),
        ("May 3", (None, 5, 3)),
        ("1912-05-03", (1912, 5, 3)),
        ("1912年5月3日", (1912, 5, 3)),
        ("一九一二年", (1912, None, None)),
        ("十二月二十五日", (None, 12, 25)),
        ("1912年", (1912, None, None)),
        ("the 1990s", None),
        ("19th century", None),
        ("Paris", None),
        ("", None),
    ],
)
def test_reading(text, value):
    assert read_date(text) == (None if value is None else DateValue(*value))


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("1912", "3 May 1912", True),
        ("May 1912", "3 May 1912", True),
        ("May 3", "1912", True),
        ("1912", "1913", False),
        ("3 May 1912", "4 May 1912", False),
    ],
)
def test_agreement(one, other, agree):
    a, b = read_date(one), read_date(other)
    assert a is not None
    assert b is not None
    assert a.agrees_with(b) is agree
    assert b.agrees_with(a) is agree
