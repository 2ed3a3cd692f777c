"""Questions that ask for several things, and the lists that answer them, in both languages."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.generators.lists import asks_for_several, list_around


@pytest.mark.parametrize(
    "question",
    [
        "What are the remedies?",
        "Which three methods are cheap?",
        "Who were the engineers?",
        "  what are they?",
        "List the steps.",
        "Name two remedies.",
        "Enumerate the parts.",
        "In what ways does LoRA differ?",
        "Which kinds of adapters exist?",
        "What steps does it take?",
        "灾难性遗忘有哪些原因？",
        "缓解遗忘有什么方法？",
        "用到了哪几种数据？",
        "量化有几种？",
        "请列出步骤。",
        "三个阶段分别是什么？",
    ],
)
def test_questions_that_want_more_than_one_thing(question):
    assert asks_for_several(question)


@pytest.mark.parametrize(
    "question",
    [
        "What is LoRA?",
        "Which is older?",
        "Who was the engineer?",
        "When were the trams removed?",
        "How many steps are there?",
        "Is there a list?",
        "What is the name of the bridge?",
        "什么是低秩适配？",
        "明长城有多长？",
        "谁提出了 LoRA？",
        "",
    ],
)
def test_questions_that_want_one_thing(question):
    assert not asks_for_several(question)


REMEDIES = (
    "Forgetting is common.\nThree remedies help:\n- replay\n- penalties\n- adapters\nEach costs."
)


@pytest.mark.parametrize(
    "inside", ["Three remedies", "help:", "- replay", "replay", "penalties", "adapters"]
)
def test_anywhere_in_a_list_gives_its_lead_in_and_all_items(inside):
    assert list_around(REMEDIES, REMEDIES.index(inside)) == [
        "Three remedies help:",
        "- replay",
        "- penalties",
        "- adapters",
    ]


@pytest.mark.parametrize("outside", ["Forgetting", "common.", "Each", "costs."])
def test_beside_a_list_there_is_none(outside):
    assert list_around(REMEDIES, REMEDIES.index(outside)) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "One sentence.",
        "Only one remedy:\n- replay",
        "Note the following:\nIt is old.",
        "A sum:\n5 - 3\n8 - 2",
        "It ends with:",
    ],
)
def test_what_only_looks_like_a_list_is_none(text):
    assert [list_around(text, n) for n in range(len(text) + 1)] == [[]] * (len(text) + 1)


def test_the_chinese_colon_leads_in_too():
    text = "缓解方法有：\n1. 经验回放\n2. 正则化\n其余无效。"
    found = ["缓解方法有：", "1. 经验回放", "2. 正则化"]
    assert list_around(text, text.index("正则")) == found
    assert list_around(text, 0) == found


def test_a_chinese_list_has_no_space_behind_its_numbers():
    text = "缓解方法有：\n1、经验回放\n2、正则化"
    assert list_around(text, 0) == ["缓解方法有：", "1、经验回放", "2、正则化"]


@pytest.mark.parametrize("inside", ["replay", "of old data", "adapters"])
def test_an_item_may_go_on_in_the_next_line(inside):
    text = "Two remedies:\n- replay\n  of old data\n- adapters"
    found = [" ".join(item.split()) for item in list_around(text, text.index(inside))]
    assert found == ["Two remedies:", "- replay of old data", "- adapters"]


_MARKS = st.sampled_from(["- ", "* ", "+ ", "• ", "1. ", "2) ", "12. ", "  - ", "3、 "])
_ITEMS = st.sampled_from(["replay", "经验回放", "it costs 5 - 3: little", "a. b"])


@settings(deadline=None)
@given(
    st.lists(st.tuples(_MARKS, _ITEMS), min_size=1, max_size=14),
    st.sampled_from([None, "Remedies:", "方法如下："]),
    st.sampled_from(["\n", "\n\n", "\r\n"]),
    st.data(),
)
def test_lists_of_two_to_twelve_items_are_found_whole_or_not_at_all(items, lead, line_end, data):
    lines = [mark + item for mark, item in items]
    before = ["It is common.", *([lead] if lead else [])]
    text = line_end.join([*before, *lines, "It ends."])
    within = data.draw(st.integers(0, len(lines) - 1))
    start = len("".join(line + line_end for line in (*before, *lines[:within])))
    position = start + data.draw(st.integers(0, len(lines[within]) - 1))
    whole = [*([lead] if lead else []), *(line.strip() for line in lines)]
    assert list_around(text, position) == (whole if 2 <= len(items) <= 12 else [])
