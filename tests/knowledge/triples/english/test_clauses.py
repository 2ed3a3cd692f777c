"""What English sentences state, and what is not taken from them."""

import pytest


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Marie Curie was born in Warsaw, Poland on 7 November 1867.",
            [("Marie Curie", "born in", "Warsaw"), ("Marie Curie", "born on", "7 November 1867")],
        ),
        (
            "Marie Curie died in Passy and married Pierre Curie.",
            [("Marie Curie", "died in", "Passy"), ("Marie Curie", "married", "Pierre Curie")],
        ),
        ("The Acme Company was founded by Wile Coyote in 1949.", [
            ("Acme Company", "founded by", "Wile Coyote"), ("Acme Company", "founded in", "1949"),
        ]),
        ("Acme Hall is located in New Mexico.", [("Acme Hall", "located in", "New Mexico")]),
        ("Paris is the capital of France.", [("Paris", "capital of", "France")]),
        ("The capital of France is Paris.", [("Paris", "capital of", "France")]),
        (
            "Heat is a 1995 American crime film directed by Michael Mann and starring Al Pacino "
            "and Robert De Niro.",
            [
                ("Heat", "is a", "1995 American crime film"),
                ("Heat", "directed by", "Michael Mann"),
                ("Heat", "starring", "Al Pacino"),
                ("Heat", "starring", "Robert De Niro"),
            ],
        ),
        ("Gordo is a village in Bowie County, Texas.", [
            ("Gordo", "is a", "village"), ("Gordo", "located in", "Bowie County"),
        ]),
        ("Sue Smith, a chemist from Leeds, won the Davy Medal.", [
            ("Sue Smith", "is a", "chemist"),
        ]),
        ("Jim Roe, the founder of Acme Corporation, lives there.", [
            ("Jim Roe", "founder of", "Acme Corporation"),
        ]),
        ("A palindrome is a word that reads the same backwards.", [
            ("palindrome", "is a", "word"),
        ]),
        ("Lake Toba has an area of 1,130 km2.", [("Lake Toba", "area", "1,130 km2")]),
        ("Ann Lee, also known as Annie Star, played for Real Madrid.", [
            ("Ann Lee", "also known as", "Annie Star"), ("Ann Lee", "played for", "Real Madrid"),
        ]),
    ],
)  # fmt: skip
def test_what_is_stated(facts, text, expected):
    assert set(expected) <= set(facts(text))


@pytest.mark.parametrize(
    "text",
    [
        "Marie Curie was not born in Paris.",
        "Marie Curie may have visited Madrid.",
        "If Acme Corporation joined Globex Corporation, prices would rise.",
        "Did Acme Corporation buy Globex Corporation?",
        "Acme Corporation is expected to join Globex Corporation.",
        "Acme Corporation never joined Globex Corporation.",
        "He joined Globex Corporation.",
        "Jane Doe said Globex Corporation.",
        "In Paris, a crowd gathered.",
    ],
)
def test_nothing_is_taken_from_denials_guesses_and_unknown_subjects(facts, text):
    assert facts(text) == []


def test_a_superlative_keeps_what_makes_it_true(facts):
    assert facts("Munich is the largest city in Bavaria.") == [
        ("Munich", "is", "the largest city in Bavaria")
    ]


def test_the_owner_of_a_relative_clause_is_the_name_before_it(facts):
    assert ("Ada Lovelace", "published", "Notes") not in facts("Charles met Ada Lovelace.")
    found = facts("Charles Babbage met Ada Lovelace, who married William King.")
    assert ("Ada Lovelace", "married", "William King") in found
    assert ("Charles Babbage", "married", "William King") not in found
