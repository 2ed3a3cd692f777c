"""Names: which are worth looking for, and where they stand in a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.names import NameTable, is_name, names_of_title
from knowledge.text import comparable


def table(*names: str) -> NameTable:
    made = NameTable()
    for name in names:
        made.add(name)
    return made


def found(text: str, *names: str) -> list[str]:
    return [named.name for named in table(*names).find(comparable(text))]


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("Mercury (planet)", ("mercury (planet)", "mercury")),
        ('"Undead" (Yoasobi song)', ('"undead" (yoasobi song)', '"undead"', "undead")),
        ("《红楼梦》（小说）", ("《红楼梦》(小说)", "《红楼梦》", "红楼梦")),
        ("saving-gpu-memory.md", ("saving-gpu-memory",)),
        ("五人小组（中国（六十年代））", ("五人小组(中国(六十年代))", "五人小组")),
        ("It (film)", ("it (film)",)),
        ("1984", ()),
        ("", ()),
    ],
)
def test_a_title_names_a_thing_in_full_and_without_a_qualifier(title, names):
    assert names_of_title(title) == names


@pytest.mark.parametrize("text", ["it", "什么", "7", "2007", "a", "12 5", "x" * 81])
def test_function_words_numbers_and_long_texts_are_no_names(text):
    assert not is_name(text)


@pytest.mark.parametrize("text", ["lora", "李白", "ui", "gpt-4", "qq飞车"])
def test_names(text):
    assert is_name(text)


def test_the_longest_name_wins():
    assert found("in New York City, not New York", "new york", "new york city") == [
        "new york city",
        "new york",
    ]


def test_a_latin_name_breaks_no_word_and_no_number():
    assert found("a donkey; don't; Don's; (Don)", "don") == ["don", "don"]
    assert found("gpt 3.5 and gpt 3, 13 gpt", "gpt 3", "3 gpt") == ["gpt 3"]


def test_chinese_names_need_no_spaces_around_them():
    assert found("我在中國人民銀行見到李白。", "中国", "中国人民银行", "李白") == [
        "中国人民银行",
        "李白",
    ]


def test_offsets_are_those_of_the_comparable_text():
    assert [(n.start, n.end) for n in table("(500) days").find("see (500) days of")] == [(4, 14)]


def test_a_name_is_known_until_nobody_counts_it():
    names = table()
    assert [names.add("lora"), names.add("lora")] == [True, False]
    assert [names.remove("lora"), "lora" in names] == [False, True]
    assert [names.remove("lora"), "lora" in names] == [True, False]
    assert list(names.find("lora")) == []


@given(
    st.lists(st.text("ab 李白.", min_size=2, max_size=4).map(comparable).filter(is_name)),
    st.text("ab 李白.'", max_size=30),
)
def test_names_found_are_known_in_order_and_do_not_overlap(names, text):
    folded = comparable(text)
    position = 0
    for named in table(*names).find(folded):
        assert named.start >= position
        assert named.name in names
        assert folded[named.start : named.end] == named.name
        position = named.end
