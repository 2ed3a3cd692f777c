"""Dates at the precision they are given at."""

import pytest

from knowledge.triples.dates import DateValue, can_be_one, read_date, read_years, times_in


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


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("1940s", range(1940, 1950)),
        ("early 1940s", range(1940, 1950)),
        ("1900s", range(1900, 2000)),
        ("19th century", range(1800, 1901)),
        ("1940年代初", range(1940, 1950)),
        ("20世纪40年代", range(1940, 1950)),
        ("二十世纪四十年代", range(1940, 1950)),
        ("19世纪", range(1800, 1901)),
        ("1945s", None),
        ("5th century BCE", None),
        ("40年代", None),
        ("1945", None),
    ],
)
def test_decades_and_centuries_are_spans_of_years(text, years):
    assert read_years(text) == years


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("It began on 1 September 1939 and ended in the 1940s.",
         ["1 September 1939", "1940s"]),
        ("二战于1939年9月1日爆发，20世纪40年代结束。", ["1939年9月1日", "20世纪40年代"]),
        ("Released 2021-06-17, in May or on Monday.", ["2021-06-17", "May"]),
        ("He sold 1945 books to 8 people.", []),
        ("", []),
    ],
)  # fmt: skip
def test_times_are_found_where_they_stand(text, stated):
    assert [text[found.start : found.end] for found in times_in(text)] == stated


@pytest.mark.parametrize(
    ("one", "other", "can"),
    [
        (DateValue(1945), DateValue(1945, 5, 8), True),
        (DateValue(1945), DateValue(1944), False),
        (DateValue(None, 5, 8), DateValue(1945, 5, 8), True),
        (DateValue(None, 5, 8), DateValue(1945), False),
        (range(1940, 1950), DateValue(1945, 5), True),
        (range(1940, 1950), DateValue(1955), False),
        (range(1940, 1950), DateValue(None, 5, 8), False),
        (range(1940, 1950), range(1900, 2001), True),
        (range(1940, 1950), range(1930, 1940), False),
    ],
)
def test_times_that_can_be_one(one, other, can):
    assert can_be_one(one, other) is can
    assert can_be_one(other, one) is can
