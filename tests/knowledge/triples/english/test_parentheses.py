"""What stands in parentheses after English names."""

import pytest


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jan Novak (born 3 May 1950) is a painter.", ("Jan Novak", "born on", "3 May 1950")),
        (
            "Jan Novak (3 May 1950 – 1 June 2001) was a painter.",
            ("Jan Novak", "died on", "1 June 2001"),
        ),
        ("Jan Novak (1950–2001) was a painter.", ("Jan Novak", "born on", "1950")),
        (
            "Beijing Opera (Chinese: 京剧) is a form of theatre.",
            ("Beijing Opera", "also known as", "京剧"),
        ),
    ],
)
def test_facts(facts, text, expected):
    assert expected in facts(text)


def test_years_that_are_no_life_are_left_alone(facts):
    assert facts("The Great War (1914–1918) was a war.") == [("Great War", "was a", "war")]
