"""Passages: every character that is no heading is in exactly one, with the headings above it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.chunking import MAX_UNITS, chunk_text, units
from knowledge.types import Span

LINES = st.sampled_from(
    [
        "# One", "## Two", "### Three ###", "## 二级标题", "###### Six", "#no heading",
        "#" * 7 + " no", "", "", "  ", "```", "```python", "~~~", "# a comment perhaps",
        "- item", "| a | b |",
        "Some words stand here. And a second sentence follows!",
        "这是一句中文。这是第二句，长一些。",
        "Unbroken" * 12, "长" * 45, "a\tb  c", "1. first", "> quoted",
    ]
)  # fmt: skip
TEXT = st.lists(LINES | st.text(st.characters(exclude_characters="#`~"), max_size=30), max_size=25)
LIMITS = st.sampled_from([40, 90, 300])


# Heading line or None, path, start and end of the body.
Section = tuple[tuple[int, int] | None, tuple[str, ...], int, int]


def sections(text) -> list[Section]:
    """The sections of a text by a plain reading of Markdown."""
    path: list[tuple[int, str]] = []
    found: list[tuple[tuple[int, int] | None, tuple[str, ...], int]] = [(None, (), 0)]
    fenced, position = False, 0
    for line in text.splitlines(keepends=True):
        if line.lstrip().startswith(("```", "~~~")):
            fenced = not fenced
        heading = re.fullmatch(r"(#{1,6})[ \t]+(.*\S)[ \t]*\n?", line)
        title = heading and heading[2].rstrip("# \t")
        if heading and title and not fenced:
            path = [p for p in path if p[0] < len(heading[1])] + [(len(heading[1]), title)]
            line_span = (position, position + len(line.rstrip()))
            found.append((line_span, tuple(t for _, t in path), position + len(line)))
        position += len(line)
    ends = [f[0][0] for f in found[1:] if f[0]] + [len(text)]
    return [(*f, end) for f, end in zip(found, ends, strict=True)]


@given(TEXT.map("\n".join), LIMITS)
def test_every_character_outside_headings_is_in_exactly_one_passage(text, limit):
    covered = [0] * len(text)
    for span in chunk_text(text, limit):
        for i in range(span.start, span.end):
            covered[i] += 1
    for heading, _, start, end in sections(text):
        if heading:
            # A heading with nothing under it is a passage of its own.
            alone = not text[start:end].strip()
            assert covered[slice(*heading)] == [int(alone)] * (heading[1] - heading[0])
        assert all(covered[i] == 1 for i in range(start, end) if not text[i].isspace())


@given(TEXT.map("\n".join), LIMITS)
def test_passages_are_trimmed_in_order_apart_and_within_the_limit(text, limit):
    position = 0
    for span in chunk_text(text, limit):
        passage = text[span.start : span.end]
        assert position <= span.start < span.end
        assert passage == passage.strip()
        assert units(passage) <= limit
        position = span.end


@given(TEXT.map("\n".join), LIMITS)
def test_each_passage_carries_the_headings_above_it(text, limit):
    for span in chunk_text(text, limit):
        for heading, path, start, end in sections(text):
            if start <= span.start < end:
                assert span.end <= end
                assert span.heading_path == path
            if heading and span.start == heading[0]:
                assert span.heading_path == path[:-1]


def passages(text, limit=MAX_UNITS) -> list[tuple[str, tuple[str, ...]]]:
    return [(text[s.start : s.end], s.heading_path) for s in chunk_text(text, limit)]


def test_headings_make_the_path_and_not_the_passage():
    text = "Intro.\n# Guide\nBody.\n## Install\nRun it.\n# 附录\n内容。\n"
    assert passages(text) == [
        ("Intro.", ()),
        ("Body.", ("Guide",)),
        ("Run it.", ("Guide", "Install")),
        ("内容。", ("附录",)),
    ]


def test_a_heading_without_a_body_is_a_passage_under_its_parents():
    assert passages("# A\n## B\n## C\ntext") == [
        ("# A", ()),
        ("## B", ("A",)),
        ("text", ("A", "C")),
    ]
    assert passages("# Only") == [("# Only", ())]


def test_a_skipped_level_does_not_keep_a_deeper_heading():
    assert passages("### Deep\nx\n# Top\ny\n### Deep again\nz") == [
        ("x", ("Deep",)),
        ("y", ("Top",)),
        ("z", ("Top", "Deep again")),
    ]


def test_a_hash_in_a_code_fence_is_code():
    text = "# Real\n```\n# comment\n```\nafter"
    assert passages(text) == [("```\n# comment\n```\nafter", ("Real",))]


@pytest.mark.parametrize("text", ["", " \n\t\n"])
def test_nothing_to_read_makes_no_passage(text):
    assert chunk_text(text) == []


def test_sentences_are_joined_up_to_the_limit():
    assert [p for p, _ in passages("One two. Three four. Five six.", 21)] == [
        "One two. Three four.",
        "Five six.",
    ]


def test_a_passage_prefers_to_end_with_a_paragraph():
    # 16 of 21 units are used at the paragraph's end; "Short." would still fit.
    text = "One two three.\n\nShort. Next."
    assert [p for p, _ in passages(text, 20)] == ["One two three.", "Short. Next."]
    # In a larger limit they stay together.
    assert [p for p, _ in passages(text, 40)] == [text]


def test_chinese_counts_three_units():
    assert units("ab 中文。") == 3 + 3 * 3 - (0 if ord("。") > 0x2E80 else 2)
    assert [p for p, _ in passages("一二三四。五六七八。", 15)] == ["一二三四。", "五六七八。"]
    assert [p for p, _ in passages("一二三四。五六七八。", 30)] == ["一二三四。五六七八。"]


def test_a_sentence_over_the_limit_is_cut_at_spaces_where_there_are_some():
    assert [p for p, _ in passages("aaaa bbbb cccc dddd", 10)] == ["aaaa bbbb", "cccc dddd"]
    assert [p for p, _ in passages("a" * 25, 10)] == ["a" * 10, "a" * 10, "a" * 5]
    assert [p for p, _ in passages("中" * 8, 10)] == ["中中中", "中中中", "中中"]


def test_a_book_in_one_line_is_cut_in_the_time_of_a_test():
    text = "x" * (200 * MAX_UNITS)
    assert chunk_text(text) == [Span(i, i + MAX_UNITS) for i in range(0, len(text), MAX_UNITS)]
