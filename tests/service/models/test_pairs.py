"""Pairs of texts as sequences: windows, their order and overlap, and offsets in the texts."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice
from string import ascii_lowercase

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from transformers import BertTokenizer

from knowledge.text import simplified
from service.models.pairs import MAX_SHORT, PairEncoder


def _letters(count: int) -> list[str]:
    return list(islice(cycle(ascii_lowercase), count))


@pytest.mark.parametrize(
    ("before", "text", "expected"),
    [
        ("Bridges › Sydney", "It is old.", "Bridges › Sydney\nIt is old."),
        ("", "It is old.", "It is old."),
        ("長城", "很長。", "長城\n很長。"),
    ],
)
def test_a_passage_stands_behind_its_context_and_its_place_is_known(before, text, expected):
    together = PairEncoder.passage(before, text)
    assert together == expected
    assert together[PairEncoder.offset(before) :] == text


@pytest.mark.parametrize("passage_first", [False, True])
@pytest.mark.parametrize(
    ("short", "long"),
    [("a b", "c d.\n  e - f"), ("長城", "橋體 開放在。"), ("Ａ", "x 長城 y")],
)
def test_offsets_are_places_in_the_texts_as_given(tokenizer, short, long, passage_first):
    pairs = PairEncoder(tokenizer, passage_first=passage_first)
    ((encoding,), owners) = pairs.windows([(short, long)])
    assert owners == [0]
    read = [
        (token, long[start:end])
        for token, (start, end), text in zip(
            encoding.tokens, encoding.offsets, encoding.sequence_ids, strict=True
        )
        if text == pairs.segment
    ]
    assert "".join(said for _, said in read) == "".join(long.split())
    for token, said in read:
        assert token in (simplified(said).lower(), "[UNK]")


def test_traditional_characters_are_read_as_simplified_ones(tokenizer):
    pairs = PairEncoder(tokenizer)
    (traditional,) = pairs.first_windows([("長城", "橋體開放")])
    (simple,) = pairs.first_windows([("长城", "桥体开放")])
    assert traditional.tokens == simple.tokens == ["[CLS]", *"长城", "[SEP]", *"桥体开放", "[SEP]"]


@pytest.mark.parametrize(
    ("passage_first", "expected"),
    [
        (False, ["[CLS]", "a", "[SEP]", "x", "y", "[SEP]"]),
        (True, ["[CLS]", "x", "y", "[SEP]", "a", "[SEP]"]),
    ],
)
def test_the_texts_stand_in_the_order_the_model_takes(tokenizer, passage_first, expected):
    pairs = PairEncoder(tokenizer, passage_first=passage_first)
    (encoding,) = pairs.first_windows([("a", "x y")])
    assert encoding.tokens == expected
    marked = [t for t, s in zip(expected, encoding.sequence_ids, strict=True) if s == pairs.segment]
    assert marked == ["x", "y"]


@pytest.mark.parametrize("passage_first", [False, True])
@pytest.mark.parametrize("count", [1, 14, 15, 16, 26, 27, 100])
def test_long_texts_come_in_windows_that_overlap_by_the_stride(tokenizer, count, passage_first):
    # 20 tokens, of which 3 are marks and 2 the question: 15 a window, 4 of them from the one before
    pairs = PairEncoder(tokenizer, max_length=20, stride=4, passage_first=passage_first)
    long = _letters(count)
    starts = [0, *range(11, count - 4, 11)]
    encodings, owners = pairs.windows([("q q", " ".join(long))])
    read = [
        [
            token
            for token, text in zip(e.tokens, e.sequence_ids, strict=True)
            if text == pairs.segment
        ]
        for e in encodings
    ]
    assert read == [long[start : start + 15] for start in starts]
    assert owners == [0] * len(starts)
    assert max(len(e.ids) for e in encodings) <= 20


def test_windows_of_many_pairs_know_whose_they_are(tokenizer):
    pairs = PairEncoder(tokenizer, max_length=20, stride=4)
    texts = [("a", "x"), ("b", " ".join(_letters(30))), ("c", ""), ("d", "y")]
    encodings, owners = pairs.windows(texts)
    assert owners == [0, 1, 1, 1, 2, 3]  # 16 letters a window, 4 of them again: 0, 12, 24
    assert [e.tokens[1] for e in encodings] == ["abcd"[n] for n in owners]


def test_the_first_windows_are_the_first_of_all_windows(tokenizer):
    pairs = PairEncoder(tokenizer, max_length=20, stride=4)
    texts = [("a", " ".join(_letters(50))), ("b", "x y"), ("c", " ".join(_letters(30)))]
    encodings, owners = pairs.windows(texts)
    firsts = [encodings[owners.index(n)].ids for n in range(len(texts))]
    assert [e.ids for e in pairs.first_windows(texts)] == firsts


def test_no_pairs_have_no_windows(tokenizer):
    assert PairEncoder(tokenizer).windows([]) == ([], [])


@pytest.mark.parametrize("count", [MAX_SHORT - 1, MAX_SHORT, MAX_SHORT + 1, 5 * MAX_SHORT])
def test_a_long_question_is_cut_and_leaves_the_passage_its_room(tokenizer, count):
    question = _letters(count)
    ((encoding,), _) = PairEncoder(tokenizer).windows([(" ".join(question), "x y z")])
    read = question[:MAX_SHORT]
    assert encoding.tokens == ["[CLS]", *read, "[SEP]", "x", "y", "z", "[SEP]"]


@pytest.mark.parametrize("max_length", [320, 126, 62])
def test_every_word_of_a_long_passage_is_read_beside_a_long_question(tokenizer, max_length):
    pairs = PairEncoder(tokenizer, max_length)
    long = " ".join(_letters(400))
    encodings, _ = pairs.windows([(" ".join(_letters(60)), long)])
    read = {
        start
        for e in encodings
        for (start, _), text in zip(e.offsets, e.sequence_ids, strict=True)
        if text == pairs.segment
    }
    assert read == set(range(0, len(long), 2))
    assert max(len(e.ids) for e in encodings) <= max_length


@pytest.fixture
def hurried_threads() -> Iterator[None]:
    """Threads take turns a thousand times more often, so that races show."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(5e-6)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("hurried_threads")
def test_callers_in_other_threads_do_not_change_what_is_encoded(tokenizer: BertTokenizer) -> None:
    pairs = PairEncoder(tokenizer)
    texts = [("q", " ".join(_letters(800)))] * 8
    alone = [e.ids for e in pairs.windows(texts)[0]]

    def encode(_: int) -> bool:
        return [e.ids for e in pairs.windows(texts)[0]] == alone

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(encode, range(160)))


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("", [""]),
        ("a b c", ["a b c"]),
        ("a b c d, e f g h", ["a b c d,", " e f g h"]),
        # a clause that ends at once is no place to cut, nor is one that ends too late
        ("a, b c d e f g h", ["a, b c d", " e f g h"]),
        ("a b c d e f, g h", ["a b c d e", " f, g h"]),
        ("長城很長，橋體開放在", ["長城很長，", "橋體開放在"]),
    ],
)
def test_a_short_text_that_is_too_long_falls_into_parts(tokenizer, text, pieces):
    pairs = PairEncoder(tokenizer, max_length=15)  # a third for the short text
    assert pairs.pieces(text) == pieces


@settings(deadline=None)
@given(st.text(alphabet="ab, c長，城。-", max_size=60))
def test_parts_make_the_text_and_each_is_read_whole(tokenizer, text):
    pairs = PairEncoder(tokenizer, max_length=15)
    parts = pairs.pieces(text)
    assert "".join(parts) == text
    read = pairs.first_windows([(part, "a") for part in parts])
    counts = [sum(s == 0 for s in encoding.sequence_ids) for encoding in read]
    assert sum(counts) == len(
        tokenizer.backend_tokenizer.encode(simplified(text), add_special_tokens=False).ids
    )
