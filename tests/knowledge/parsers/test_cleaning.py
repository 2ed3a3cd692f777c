"""Cleaning of what converters wrote: white space, and how long it may take."""

import pytest

from knowledge.parsers.cleaning import clean_converted
from tests.hostile import LONG, in_linear_time


def test_blanks_at_line_ends_and_runs_of_blank_lines_go():
    assert clean_converted(" a  b \t\n\t\n\n \nc\u00a0\n") == " a  b\n\nc"


@pytest.mark.parametrize("blank", [" ", "\t", "\u00a0", " \t"])
def test_long_runs_of_blanks_within_a_line_are_kept_in_linear_time(blank):
    run = blank * (LONG // len(blank))
    with in_linear_time():
        assert clean_converted(f"a{run}b{run}") == f"a{run}b".replace("\u00a0", " ")
