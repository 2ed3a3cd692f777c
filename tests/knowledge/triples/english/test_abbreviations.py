"""Abbreviations that a text explains, after Schwartz and Hearst."""

import pytest

from knowledge.triples.english.abbreviations import abbreviations


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A Large Language Model (LLM) writes.", [("Large Language Model", "LLM")]),
        ("Many large language models (LLMs) write.", [("large language model", "LLM")]),
        ("The World Health Organization (WHO) met.", [("World Health Organization", "WHO")]),
        ("It is new (see below) and big (USA).", []),
        ("He left (IBM).", []),
        ("The Massachusetts Institute of Technology (MIT) met.", [
            ("Massachusetts Institute of Technology", "MIT"),
        ]),
    ],
)  # fmt: skip
def test_long_forms(text, expected):
    assert [(a.long, a.short) for a in abbreviations(text)] == expected
