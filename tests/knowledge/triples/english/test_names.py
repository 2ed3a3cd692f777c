"""English names: their extent, and what only looks like one."""

import pytest

from knowledge.triples.english.names import NameFinder


def names(text: str) -> list[str]:
    return [m.name for m in NameFinder(text).find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "They met the Duke of Wellington and Charles de Gaulle.",
            ["Duke of Wellington", "Charles de Gaulle"],
        ),
        ("They met J. R. R. Tolkien in Oxford.", ["J. R. R. Tolkien", "Oxford"]),
        ("The New Zealand team won.", ["New Zealand"]),
        ("He moved to St. Louis.", ["St. Louis"]),
        ("However, critics praised it.", []),
        ("They read “The Great Gatsby” twice.", ["The Great Gatsby"]),
        ("He was a French painter.", []),
        (
            "He joined the Ministry of Science and Technology.",
            ["Ministry of Science and Technology"],
        ),
        ("They met Smith's brother.", ["Smith"]),
        ("They used Windows 95 there.", ["Windows 95"]),
        ("They met on 3 May 1950 and paid $4.25 million.", ["3 May 1950", "$4.25 million"]),
    ],
)
def test_extent(text, expected):
    assert names(text) == expected


def test_a_word_that_opens_a_sentence_is_a_name_if_it_is_one_elsewhere():
    assert NameFinder("Bread is baked.").find("Bread rises.") == []
    finder = NameFinder("Berlin grew. They left Berlin.")
    assert [m.name for m in finder.find("Berlin grew.")] == ["Berlin"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("They left Stanford University.", "organisation"),
        ("They crossed the Amazon River.", "place"),
        ("They left in May 1950.", "date"),
        ("They walked 12 km there.", "quantity"),
        ("They met Joan Clarke.", "other"),
    ],
)
def test_kinds(text, kind):
    assert [m.kind for m in NameFinder(text).find(text)] == [kind]


def test_a_person_and_a_university_are_two_names():
    assert names("They met Jane Roe of the University of Oxford.") == [
        "Jane Roe",
        "University of Oxford",
    ]
