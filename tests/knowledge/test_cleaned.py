"""Places in a cleaned text lead back to the text it was made of."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.cleaned import cleaned
from knowledge.text import clean_text

# Often what is changed, and often beside something that is changed, too.
TEXT = st.text(st.sampled_from("ab中𝔘\r\n\x00\x85\u2028\ufeff\ud800 "), max_size=30)


@given(TEXT, st.data())
def test_what_stands_at_a_place_is_the_text_once_it_is_cleaned(text, data):
    made = cleaned(text)
    assert made.text == clean_text(text)
    if made.text:
        start = data.draw(st.integers(0, len(made.text) - 1))
        end = data.draw(st.integers(start + 1, len(made.text)))
        first, last = made.span(start, end)
        assert clean_text(text[first:last]) == made.text[start:end]


@given(TEXT)
def test_characters_one_by_one_stand_where_they_stood(text):
    made = cleaned(text)
    places = [made.span(i, i + 1) for i in range(len(made.text))]
    assert all(one[1] <= other[0] for one, other in pairwise(places))
    for (start, end), character in zip(places, made.text, strict=True):
        assert end == start + 1
        assert text[start] == character or (character == "\n" and text[start] in "\r\x85\u2028")


@pytest.mark.parametrize(
    ("text", "part", "place"),
    [
        ("plain", "ain", (2, 5)),
        ("one\r\ntwo\r\nthree", "two", (5, 8)),
        ("one\r\ntwo", "e\nt", (2, 6)),
        ("\ufeffone", "one", (1, 4)),
        ("a\x00\x00b\x00c", "bc", (3, 6)),
    ],
)
def test_examples(text, part, place):
    made = cleaned(text)
    start = made.text.index(part)
    assert made.span(start, start + len(part)) == place
