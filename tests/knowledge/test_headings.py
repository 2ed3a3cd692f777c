"""Markdown headings, and the texts that pretend to be one."""

import pytest

from knowledge.chunking import chunk_text
from knowledge.headings import MAX_HEADING, heading_of


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("# Title\n", (1, "Title")),
        ("###### 标题", (6, "标题")),
        ("##\tTabbed  ", (2, "Tabbed")),
        ("## Closed ##", (2, "Closed")),
        ("# C#", (1, "C#")),
        ("####### seven", None),
        ("#no space", None),
        ("## ", None),
        ("## ##", None),
        ("text # not at the start", None),
        ("# " + "x" * (MAX_HEADING + 1), None),
    ],
)
def test_a_heading_is_hashes_a_blank_and_a_short_title(line, heading):
    assert heading_of(line) == heading


def test_a_run_of_blanks_costs_no_more_than_its_length():
    assert heading_of("#" + " " * 1_000_000 + "b") == (1, "b")


def test_a_huge_heading_is_text_and_travels_with_nothing():
    text = "# " + "word " * 2000 + "\n\nBody."
    spans = chunk_text(text)
    assert all(span.heading_path == () for span in spans)
    assert text[spans[-1].start : spans[-1].end].endswith("Body.")


def test_a_book_in_one_line_is_cut_in_linear_time():
    spans = chunk_text("It is so. " * 100_000)
    assert sum(span.end - span.start for span in spans) > 900_000
