"""Sentences: nothing is lost, and the cuts are where a reader would cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.sentences import sentence_spans, split_sentences

PIECES = st.sampled_from(
    [
        "Dr. ", "e.g. ", "3.14", ". ", "... ", "….", "。", "！？", "”", '" ', "\n", "\n\n", "# T\n",
        "- a\n", "1. ", "| a | b |\n", "```\n",
        "词", "word ", "Word ", ",\n", "\t", "\u2028", "\x0c",
    ]
)  # fmt: skip
TEXT = st.text() | st.lists(PIECES | st.text(max_size=5), max_size=25).map("".join)


@given(TEXT)
def test_joined_sentences_are_the_text(text):
    assert "".join(split_sentences(text)) == text


@given(TEXT)
def test_spans_are_trimmed_in_order_apart_and_leave_out_white_space_only(text):
    spans = sentence_spans(text)
    position = 0
    for start, end in spans:
        assert text[position:start].strip() == ""
        assert text[start:end] == text[start:end].strip() != ""
        assert position <= start < end
        position = end
    assert text[position:].strip() == ""


def stripped(text) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["Dr. Smith met Mrs. Jones.", "They talked."],
        ["It weighs approx. 3.5 kg.", "That is light."],
        ["See Fig. 3 and no. 2, e.g. the left one.", "Then go on."],
        ["The U.S. economy grew.", "Prices fell."],
        ["J. R. Smith wrote it.", "It sold well."],
        ["Version 2.0.1 is out.", "Install it."],
        ['He said "Stop."', "Then he left."],
        ["(It rained.)", "We stayed."],
        ["Wait... what?", "Yes!"],
        ["It was late…", "We went home."],
        ["Really?!", "Yes."],
        ["Visit example.com today.", "It is free."],
        ["No full stop at the end", ],
    ],
)  # fmt: skip
def test_english_sentences(sentences):
    assert stripped(" ".join(sentences)) == sentences


@pytest.mark.parametrize(
    "sentences",
    [
        ["今天下雨。", "我们回家！", "好吗？"],
        ["他说：“你好。”", "然后走了。"],
        ["圆周率约为3.14。", "它是无理数。"],
        ["真的吗？！", "是的。"],
        ["（见上文。）", "下面继续。"],
        ["「早上好。」", "她笑了"],
        ["使用BERT模型。", "It works.", "效果好。"],
        ["甲，乙；丙、丁：戊。", "己。"],
    ],
)
def test_chinese_sentences_need_no_spaces(sentences):
    assert stripped("".join(s + " " if s.endswith("works.") else s for s in sentences)) == sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# Title\nText follows.", ["# Title", "Text follows."]),
        ("Fruits\n- apples\n- pears\n", ["Fruits", "- apples", "- pears"]),
        ("1. Open it\n2. Close it", ["1. Open it", "2. Close it"]),
        ("步骤\n一、打开\n二、关闭", ["步骤", "一、打开", "二、关闭"]),
        ("| a | b |\n| 1 | 2 |", ["| a | b |", "| 1 | 2 |"]),
        ("Name: Ada\nBorn: 1815", ["Name: Ada", "Born: 1815"]),
        ("Introduction\nThe text begins.", ["Introduction", "The text begins."]),
        ("One paragraph\n\nanother one", ["One paragraph", "another one"]),
        ("a short line,\nThat goes on.", ["a short line,\nThat goes on."]),
        ("a short line\nthat goes on.", ["a short line\nthat goes on."]),
    ],
)
def test_line_structure(text, expected):
    assert stripped(text) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "A line that a text editor wrapped after some sixty letters\nGoes on in the next one.",
        "这一行的文字足够长因此显然是由编辑器在固定的宽度处自动换行的结果\n所以下一行仍然属于同一句话。",
    ],
)
def test_a_long_line_goes_on_in_the_next(sentence):
    assert stripped(sentence) == [sentence]


def test_trailing_white_space_belongs_to_the_sentence_before():
    assert split_sentences("One.  Two.\n\nThree. ") == ["One.  ", "Two.\n\n", "Three. "]
    assert split_sentences("") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One." + "\n" * 200_000 + "Two.", ["One.", "Two."]),
        ("One" + "." * 200_000 + "two", ["One" + "." * 200_000 + "two"]),
        ("One" + "…" * 200_000 + "two", ["One" + "…" * 200_000 + "two"]),
        ("One. " * 20_000, ["One."] * 20_000),
    ],
    ids=["blank lines", "dots", "ellipses", "one long line"],
)
def test_long_runs_end_in_the_time_of_a_test(text, expected):
    assert stripped(text) == expected
