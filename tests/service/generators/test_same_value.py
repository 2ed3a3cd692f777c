"""Which answers are one value: dates at different precision, numbers in different spelling."""

import pytest

from service.generators.same_value import same_value


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1945", "on 8 May 1945"),
        ("May 1945", "1945年5月8日"),
        ("in the 1940s", "1945"),
        ("20世纪40年代", "1945年"),
        ("1940年代", "the 1940s"),
        ("1854", "the 19th century"),
        ("十九世纪", "1854年"),
        ("1945-05-08", "8 May 1945"),
        ("8 May", "May 8, 1945"),
        ("8 May 1945 in Berlin", "1945"),
        ("from 1939 to 1945", "1939年至1945年"),
        ("3.5 million", "3,500,000"),
        ("3.5 million people", "350万人"),
        ("350万", "3,500,000"),
        ("5%", "5 percent"),
        ("16GB", "16 GB"),
        ("about 8 lanes", "8 lanes"),
        ("-5 °C", "-5°C"),
    ],
)
def test_the_same_or_compatible(one, other):
    assert same_value(one, other)
    assert same_value(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1944", "May 1945"),
        ("8 May 1945", "9 May 1945"),
        ("1945年5月", "1945年6月"),
        ("the 1930s", "1945"),
        ("20世纪30年代", "1945年"),
        ("the 18th century", "1854"),
        ("1939", "from 1939 to 1945"),
        ("8 May", "1945"),
        ("3.5 million", "3.4 million"),
        ("350万", "3,500"),
        ("8 lanes", "8 pillars"),
        ("7B", "7M"),
        ("7B", "7"),
        ("$5", "€5"),
        ("-5 °C", "5 °C"),
        ("more than 5", "less than 5"),
        ("over 5 million", "5 million"),
        ("超过350万", "不到350万"),
        ("Berlin", "Berlin"),
        ("", ""),
    ],
)
def test_another_value_or_none(one, other):
    assert not same_value(one, other)
    assert not same_value(other, one)
