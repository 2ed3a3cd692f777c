"""Full names: which are read, and when nobody says one."""

import time

import pytest

from service.rules.names import full_names, in_another_language, unsaid_names

SYDNEY = "The Harbour bridge in Sydney was opened in 1932 by Jack Lang."
NOVEL = "托尔斯泰的小说《战争与和平》写于俄国。列夫·托尔斯泰生于1828年。"
HANDBOOK = (
    "HR grants PTO. The US office uses PowerPoint and Visual Studio Code. 《劳动法》规定了假期。"
)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("It was opened by Mary Penrose.", ["Mary Penrose"]),
        ("J. R. Oppenheimer met Christa McAuliffe.", ["J. R. Oppenheimer", "Christa McAuliffe"]),
        ("Jean-Luc O’Neil and Émile Zola wrote it.", ["Jean-Luc O’Neil", "Émile Zola"]),
        ("诗人玛丽·彭罗斯写了《大桥》和《大桥的历史》。", ["玛丽·彭罗", "大桥", "大桥的历史"]),
        ("托尔斯泰遇见了Mary Penrose女士。", ["Mary Penrose"]),
        # no names
        ("It uses BERT LSTM layers and LoRA on GPUs.", []),
        ("Sydney has a bridge, and Jack opened it.", []),
        ("长城由戚继光主持修缮，分周一・二两次。", []),
        ("In Sydney it was Saturday March 19.", []),
        ("Final Answer: 1932", []),
        ("**Key Points:** the bridge opened.", []),
        ("B. Submit it to the manager.", []),
        ("Mary\nPenrose", []),
        ("世界卫生组织（World Health Organization）成立了。", []),
    ],
)
def test_more_than_one_word_names_in_full(text, names):
    assert full_names(text) == names


@pytest.mark.parametrize(
    ("claimed", "evidence"),
    [
        ("Jack Lang opened it.", SYDNEY),
        ("Premier John Lang opened it.", SYDNEY),  # a part is said
        ("The Harbour Bridges were opened in 1932.", SYDNEY),  # in another form
        ("列夫·托尔斯泰写了《战争与和平》。", NOVEL),
        ("托尔斯泰的名字是列夫·尼古拉耶维奇。", NOVEL),
        ("他写了《战争 与 和平（上册）》。", NOVEL),
        ("项目使用Visual Studio Code开发。", HANDBOOK),
        ("Human Resources grants Paid Time Off.", HANDBOOK),
        ("The office in the United States uses Power Point.", HANDBOOK),
        ("假期由《中华人民共和国劳动法》规定。", HANDBOOK + "中华人民共和国"),
    ],
)
def test_what_is_said_in_part_is_no_stranger(claimed, evidence):
    assert unsaid_names(claimed, [evidence]) == []


@pytest.mark.parametrize(
    ("claimed", "evidence", "names"),
    [
        ("Mary Penrose opened it.", SYDNEY, ["Mary Penrose"]),
        ("In 1932 A. B. Penrose opened it.", SYDNEY, ["A. B. Penrose"]),
        ("President Mary Penrose opened it by bridge.", SYDNEY, ["President Mary Penrose"]),
        ("费奥多尔·陀思妥耶夫斯基写了它。", NOVEL, ["多尔·陀思"]),
        ("托尔斯泰写了《罪与罚》。", NOVEL, ["罪与罚"]),
        ("托尔斯泰遇见了Mary Penrose。", NOVEL, ["Mary Penrose"]),
    ],
)
def test_a_name_that_nobody_says(claimed, evidence, names):
    assert unsaid_names(claimed, [evidence]) == names
    assert unsaid_names(claimed, [evidence], f"Is it {names[0]}?") == []


def test_another_language_spells_names_otherwise():
    assert in_another_language("Leo Tolstoy was born in 1828.", [SYDNEY, NOVEL])
    assert not in_another_language("托尔斯泰生于1828年。", [NOVEL])


@pytest.mark.parametrize("piece", ["A.", "Ab-", "A.B. ", "Ab ", "多尔·陀", "《", "a:", "**"])
def test_what_goes_round_in_circles_takes_no_time(piece):
    started = time.perf_counter()
    full_names(piece * 8000)
    assert time.perf_counter() - started < 2
