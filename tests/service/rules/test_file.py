"""Files of rules: what is accepted, and errors that say in which line what is wrong."""

from pathlib import Path

import pytest

from knowledge.errors import InvalidInputError
from service.rules.file import MAX_BYTES, load_rules, parse_rules
from service.rules.ruleset import NAMES, NUMBERS

GOOD = """
rules:
  - name: doses need the formulary
    kind: must_cite
    pattern: '\\b\\d+ ?mg\\b|毫克'
    source: Formulary
    collections: [medicine]
  - name: figures
    kind: numbers_in_evidence
  - name: no legal advice
    kind: forbidden
    pattern: lawsuit|诉讼
    where: question
    text: Please ask a lawyer.
  - name: care
    kind: disclaimer
    text: This is no medical advice.
    enabled: false
"""


def _problem(text: str) -> str:
    with pytest.raises(InvalidInputError) as raised:
        parse_rules(text.encode(), "rules.yaml")
    message = raised.value.message
    assert message.startswith("the rules rules.yaml cannot be used: ")
    return message.partition(": ")[2]


def test_a_good_file():
    rules = parse_rules(GOOD.encode(), "rules.yaml").rules
    assert [rule.kind for rule in rules] == [
        "must_cite", "numbers_in_evidence", "forbidden", "disclaimer",
    ]  # fmt: skip
    assert [rule.holds_for("medicine") for rule in rules] == [True, True, True, False]
    assert [rule.holds_for(None) for rule in rules] == [False, True, True, False]


@pytest.mark.parametrize("text", ["", "rules: []", "# nothing\n"])
def test_a_file_without_rules(text):
    assert parse_rules(text.encode(), "rules.yaml").rules == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("rules:\n  - name: a\n    kind: forbidden\n    pattern: '(['",
         "line 4: rules[0].pattern: Value error, not a regular expression"),
        ("rules:\n  - name: a\n    kind: forbiden\n    pattern: x", "line 2: rules[0]"),
        ("rules:\n  - name: a\n    kind: forbidden", "line 2: rules[0].pattern: Field required"),
        ("rules:\n- name: a\n  kind: disclaimer\n  text: x\n- name: b\n  kind: disclaimer\n"
         "  txt: y", "line 7: rules[1].txt: Extra inputs are not permitted"),
        ("rules:\n  - name: a\n    kind: disclaimer\n    text: x\n    where: nowhere",
         "line 5: rules[0].where: Input should be 'question', 'answer' or 'both'"),
        ("rules:\n  - {name: a, kind: disclaimer, text: x}\n  - {name: a, kind: disclaimer, "
         "text: y}", "the name 'a' is used twice"),
        ("rules:\n  - name: a\n    name: b\n    kind: disclaimer\n    text: x",
         "line 3: 'name' is given twice."),
        ("rules: [\n  - name: a", "line 2: "),
        ("rules:\n\t- name: a", "line 2: found character"),
        ("- a\n- b", "Input should be"),
        ("just words", "Input should be"),
        ("? [a, b]\n: c", "line 1: a key has to be a word."),
        ("a: &x [1]\nb: *x", "aliases (`*name`) are not accepted"),
        ("rules: !!python/object/apply:os.system [ls]", "line 1: could not determine"),
        (f"rules:\n  - name: a\n    kind: forbidden\n    pattern: {'x' * 1001}",
         "line 4: rules[0].pattern: String should have at most 1000 characters"),
        ("[" * 5000, "line 1: it is nested more than 10 deep."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_line(text, problem):
    assert problem in _problem(text)


def test_bytes_that_are_no_text():
    with pytest.raises(InvalidInputError, match="it is not UTF-8 text"):
        parse_rules(b"\xff\xfe\x00", "rules.yaml")


def test_the_file_of_the_data_directory_is_found_and_a_named_one_has_to_exist(tmp_path: Path):
    assert len(load_rules(None, tmp_path, written=False)) == 0
    (tmp_path / "rules.yaml").write_text(GOOD)
    found = load_rules(None, tmp_path, written=False)
    assert (len(found), len(found.digest)) == (4, 64)
    with pytest.raises(InvalidInputError, match="cannot be read: No such file"):
        load_rules(tmp_path / "other.yaml", tmp_path, written=False)
    (tmp_path / "rules.yaml").write_bytes(b"#" * (MAX_BYTES + 1))
    with pytest.raises(InvalidInputError, match=f"at most {MAX_BYTES} are accepted"):
        load_rules(None, tmp_path, written=False)


def test_numbers_and_names_are_checked_without_a_rule_unless_one_speaks_of_that(tmp_path: Path):
    assert load_rules(None, tmp_path, written=True).of("default").rules == [NUMBERS, NAMES]
    (tmp_path / "rules.yaml").write_text(
        "rules: [{name: not here, kind: numbers_in_evidence, enabled: false}]"
    )
    assert load_rules(None, tmp_path, written=True).of("default").rules == [NAMES]


def test_what_holds_without_a_file_is_part_of_what_answers_are_bound_to(tmp_path: Path):
    written = load_rules(None, tmp_path, written=True)
    assert written.digest == "numbers_in_evidence names_in_evidence"
    assert load_rules(None, tmp_path, written=False).digest == ""
