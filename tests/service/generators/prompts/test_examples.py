"""Worked examples: those that ship, a user's own, and which are shown."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from indexes.embedding.hashing import HashingEmbedder
from knowledge.errors import InvalidInputError
from service.generators.base import Question
from service.generators.prompts.examples import (
    FILE_NAME,
    Example,
    add_example,
    examples_digest,
    forget_examples,
    load_examples,
    read_examples,
)
from service.generators.prompts.selection import Selector
from service.sample import load as sample

GOOD = {"question": "When?", "evidence": ["In 1932."], "answer": "In 1932. [1]"}


def _write(folder: Path, *lines: str) -> Path:
    path = folder / FILE_NAME
    path.write_text("\n".join(lines), "utf-8")
    return path


def test_those_that_ship_are_half_chinese_and_a_third_refusals():
    shipped = load_examples()
    for language in ("en", "zh"):
        own = [e for e in shipped if e.language == language]
        refusals = [e for e in own if e.answer is None]
        assert (len(own), len(refusals)) == (16, 5)
    assert len({e.question for e in shipped}) == 32


def test_a_users_own_come_after_them(tmp_path):
    before = examples_digest(tmp_path)
    _write(tmp_path, json.dumps(GOOD), "", json.dumps({**GOOD, "answer": None}))
    assert load_examples(tmp_path)[32:] == [
        Example("When?", ("In 1932.",), "In 1932. [1]"),
        Example("When?", ("In 1932.",), None),
    ]
    assert examples_digest(tmp_path) != before


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "this is not JSON"),
        ("[]", "the line: Input should be"),
        (json.dumps({**GOOD, "answer": "In 1932."}), "the answer cites nothing"),
        (json.dumps({**GOOD, "answer": "In 1932. [2]"}), r"cites \[2\], but there are 1 texts"),
        (json.dumps({**GOOD, "evidence": []}), "evidence: "),
        (json.dumps({**GOOD, "evidence": "text"}), "evidence: "),
        (json.dumps({"question": "When?", "evidence": ["x"]}), "answer: Field required"),
        (json.dumps({**GOOD, "answr": "x"}), "answr: Extra inputs"),
        ("[" * 100_000, "line 2"),
    ],
)
def test_an_error_names_file_and_line(tmp_path, line, problem):
    path = _write(tmp_path, json.dumps(GOOD), line)
    with pytest.raises(InvalidInputError, match=problem) as caught:
        read_examples(path)
    assert f"{path}, line 2: " in caught.value.message
    assert caught.value.details["line"] == 2


def test_a_file_in_another_encoding_is_an_error(tmp_path):
    (tmp_path / FILE_NAME).write_bytes("茶叶产自哪里？".encode("gbk"))
    with pytest.raises(InvalidInputError, match="UTF-8"):
        load_examples(tmp_path)


def _choose(
    question: str, examples: list[Example], count: int, readable: float = 1.0
) -> list[Example]:
    return Selector(examples, HashingEmbedder(), count).choose(
        Question(question, lambda _: 1.0, readable)
    )


STEEL = Example("How much steel is in the bridge?", ("39,000 tonnes.",), "39,000 tonnes. [1]")
BEANS = Example("What is coffee brewed from?", ("Roasted beans.",), "Roasted beans. [1]")
OPENED = Example("When was the tower opened?", ("In 1889.",), "In 1889. [1]")
REFUSED = Example("Who owns the tunnel?", ("It is long.",), None)
WALL = Example("长城有多长？", ("8851公里。",), "8851公里。[1]")
TEA = Example("茶叶产自哪里？", ("福建。",), "福建。[1]")
NO_WALL = Example("谁拥有长城？", ("很长。",), None)
ALL = [BEANS, STEEL, OPENED, REFUSED, TEA, WALL, NO_WALL]


def test_the_nearest_of_the_language_are_chosen_the_refusal_first_the_nearest_last():
    chosen = _choose("How much steel is in the tower?", ALL, 3)
    assert chosen == [REFUSED, OPENED, STEEL]
    assert _choose("长城总长多长？", ALL, 2, readable=0.1) == [NO_WALL, WALL]


def test_the_kind_of_question_counts():
    assert _choose("When did it begin?", ALL, 2) == [REFUSED, OPENED]


@pytest.mark.parametrize(("count", "kept"), [(0, 0), (1, 1), (2, 2), (4, 4), (20, 4)])
def test_there_are_never_more_than_asked_for_and_always_a_refusal(count, kept):
    chosen = _choose("How much steel is in the tower?", ALL, count)
    assert len(chosen) == kept
    assert [e for e in chosen if e.answer is None] == [REFUSED] * min(1, kept)


def test_an_example_of_a_collection_is_shown_beside_its_questions_alone():
    mine, others = (replace(STEEL, collection=name) for name in ("mine", "others"))
    refused = replace(REFUSED, collection="others")
    selector = Selector([mine, others, refused, OPENED], HashingEmbedder(), 4)

    def shown(collection: str | None) -> list[Example]:
        return selector.choose(Question(STEEL.question, lambda _: 1.0, collection=collection))

    assert shown("mine") == [OPENED, mine]
    assert shown("others") == [refused, OPENED, others]
    assert shown("third") == shown(None) == [OPENED]


def test_a_line_may_name_a_collection(tmp_path):
    path = _write(tmp_path, json.dumps(GOOD), json.dumps({**GOOD, "collection": "cafe\u0301"}))
    assert [e.collection for e in read_examples(path)] == [None, "café"]
    path = _write(tmp_path, json.dumps({**GOOD, "collection": "a b"}))
    with pytest.raises(InvalidInputError, match="line 1: a collection's name has"):
        read_examples(path)


def test_the_same_question_may_be_taught_to_two_collections_but_not_beside_all(tmp_path):
    for name in ("mine", "others"):
        add_example(tmp_path, replace(STEEL, collection=name))
    with pytest.raises(InvalidInputError, match="already"):
        add_example(tmp_path, replace(STEEL, collection="mine"))
    add_example(tmp_path, OPENED)
    with pytest.raises(InvalidInputError, match="already"):
        add_example(tmp_path, replace(OPENED, collection="mine"))
    found = read_examples(tmp_path / FILE_NAME)
    assert [e.collection for e in found] == ["mine", "others", None]


def test_the_examples_of_a_collection_can_be_forgotten(tmp_path):
    forget_examples(tmp_path, "mine")
    lines = [json.dumps({**GOOD, **more}) for more in ({}, {"collection": "mine"}, {})]
    path = _write(tmp_path, lines[0], "", lines[1], lines[2])
    forget_examples(tmp_path, "others")
    assert path.read_text() == "\n".join([lines[0], "", lines[1], lines[2]])
    forget_examples(tmp_path, "mine")
    assert path.read_text() == "\n".join([lines[0], "", lines[2]])


def test_without_a_refusal_in_the_language_there_is_none():
    assert _choose("When?", [BEANS, OPENED, NO_WALL], 2) == [BEANS, OPENED]


@pytest.mark.model
def test_meaning_counts_where_the_encoder_reads_the_question(encoder):
    warm = Example("What is espresso made from?", ("Beans.",), "Beans. [1]")
    far = Example("What is the capital of Peru?", ("Lima.",), "Lima. [1]")
    question = Question("Which ingredients does coffee have?", lambda _: 1.0)
    assert Selector([far, warm], encoder, 1).choose(question) == [warm]


def test_none_of_the_shipped_gives_away_an_answer_of_the_sample():
    documents = Path(sample.__file__).parent.rglob("*.md")
    text = " ".join(path.read_text("utf-8") for path in documents)
    for name in ("Alder", "Marlin", "Tamarind", "Quince", "松雀", "云杉", "青梅"):
        assert name not in text
