"""What is released: one text, claims that point at it, citations numbered in order of use."""

from collections.abc import Sequence

import pytest

from service.answer import CheckedClaim, Citation
from service.release import find_highlights, release


def _claim(
    text: str, citations: Sequence[int] = (), contradictions: Sequence[int] = (), start: int = 100
) -> CheckedClaim:
    return CheckedClaim(
        text=text,
        start=start,
        end=start + len(text),
        verdict="supported",
        support=0.9,
        citations=list(citations),
        contradictions=list(contradictions),
    )


CITATIONS = [Citation(n=n, kind="passage", text=f"passage {n}") for n in (1, 2, 3, 4)]


def test_offsets_of_released_claims_point_at_the_released_text():
    claims = [
        _claim("One."),
        _claim("Two is dropped."),
        _claim("Three."),
        _claim("四。"),
        _claim("五！"),
    ]
    released = release((0, 2, 3, 4), claims, [])
    assert released.text == "One. Three. 四。五！"
    assert [released.text[c.start : c.end] for c in released.claims] == [
        "One.",
        "Three.",
        "四。",
        "五！",
    ]


def test_citations_are_numbered_anew_in_order_of_use_and_unused_ones_go():
    claims = [_claim("A.", [1]), _claim("B.", [4, 2]), _claim("C.", [2], [3])]
    released = release((1, 2), claims, CITATIONS)
    assert [(c.citations, c.contradictions) for c in released.claims] == [([1, 2], []), ([2], [3])]
    assert [(c.n, c.text) for c in released.citations] == [
        (1, "passage 4"),
        (2, "passage 2"),
        (3, "passage 3"),
    ]


def test_nothing_kept_is_an_empty_text():
    released = release((), [_claim("A.", [1])], CITATIONS)
    assert (released.text, released.claims, released.citations) == ("", [], [])


@pytest.mark.parametrize(
    ("first", "second", "text"),
    [
        ("A.", "B.", "A. B."),
        ("甲。", "乙。", "甲。乙。"),
        ("甲？", "B.", "甲？B."),
        ("甲 — 位于 — 乙", "丙。", "甲 — 位于 — 乙 丙。"),
    ],
)
def test_chinese_sentences_follow_each_other_without_a_space(first, second, text):
    assert release((0, 1), [_claim(first), _claim(second)], []).text == text


@pytest.mark.parametrize(
    ("marked", "found"),
    [
        ((), []),
        (("1932",), ["1932"]),
        (("1932", "1930"), ["1932", "1930"]),
        (("1945",), []),  # it stood in a sentence that was withheld
        (("8851公里",), ["8851公里"]),
    ],
)
def test_highlights_are_where_the_text_says_what_was_marked(marked, found):
    text = "It was opened in 1932. Others say 1930. 总长度为8851公里。"
    assert [text[h.start : h.end] for h in find_highlights(text, marked)] == found
