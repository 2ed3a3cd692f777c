"""Full names: which are read, and when nobody says one."""

import pytest

from service.rules.names import full_names, unsaid_names

SYDNEY = "The Harbour bridge in Sydney was opened in 1932 by Jack Lang."
NOVEL = "托尔斯泰的小说《战争与和平》写于俄国。列夫·托尔斯泰生于1828年。"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("It was opened by Mary Penrose.", ["Mary Penrose"]),
        ("J. R. Oppenheimer met Christa McAuliffe.", ["J. R. Oppenheimer", "Christa McAuliffe"]),
        ("Jean-Luc O’Neil and Émile Zola wrote it.", ["Jean-Luc O’Neil", "Émile Zola"]),
        ("It uses BERT LSTM layers and LoRA on GPUs.", []),
        ("Sydney has a bridge, and Jack opened it.", []),
        ("诗人玛丽·彭罗斯写了《大桥》和《大桥的历史》。", ["玛丽·彭罗", "大桥", "大桥的历史"]),
        ("长城由戚继光主持修缮。", []),
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
        ("Leo Tolstoy was born in 1828.", NOVEL),  # Chinese spells it otherwise
        ("列夫·托尔斯泰写了《战争与和平》。", NOVEL),
        ("托尔斯泰的名字是列夫·尼古拉耶维奇。", NOVEL),
    ],
)
def test_what_is_said_in_part_is_no_stranger(claimed, evidence):
    assert unsaid_names(claimed, [evidence]) == []


@pytest.mark.parametrize(
    ("claimed", "evidence", "names"),
    [
        ("Mary Penrose opened it.", SYDNEY, ["Mary Penrose"]),
        ("费奥多尔·陀思妥耶夫斯基写了它。", NOVEL, ["多尔·陀思"]),
        ("托尔斯泰写了《罪与罚》。", NOVEL, ["罪与罚"]),
        ("托尔斯泰遇见了 Mary Penrose。", NOVEL, ["Mary Penrose"]),
    ],
)
def test_a_name_that_nobody_says(claimed, evidence, names):
    assert unsaid_names(claimed, [evidence]) == names
    assert unsaid_names(claimed, [evidence], f"Is it {names[0]}?") == []


def test_nothing_is_held_against_a_sentence_without_evidence_in_its_language():
    assert unsaid_names("Mary Penrose opened it.", []) == []
    assert unsaid_names("Mary Penrose opened it.", [NOVEL, SYDNEY]) == ["Mary Penrose"]
