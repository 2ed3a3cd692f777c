"""The handbooks that ship with their questions, and how they are read."""

import json
import re
from collections import Counter
from itertools import pairwise

import pytest

from service.tuning import handbooks
from service.tuning.handbooks import asked_elsewhere, handbook_rows
from tests.service.tuning.habits import guessed

LANGUAGES = ("en", "zh")


def lines(language):
    text = (handbooks.FOLDER / f"{language}.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture
def written(tmp_path, monkeypatch):
    """Eleven handbooks of four sections each."""
    rows = [
        {
            "handbook": f"Boiler {n}",
            "heading": heading,
            "text": f"The {part} of boiler {n} holds {n} litres and weighs {n + 40} kg.",
            "questions": [
                [
                    True,
                    f"How much fits into the {part}?",
                    at := len(f"The {part} of boiler {n} holds "),
                    at + 8,
                ],
                [False, f"How much does the {part} cost?", at, at + 8],
            ],
        }
        for n in range(11)
        for heading, part in (("Tank", "tank"), ("Pan", "drip pan"), ("Jug", "jug"), ("Cup", "cup"))
    ]
    text = "".join(json.dumps(row) + "\n" for row in rows)
    (tmp_path / "en.jsonl").write_text(text, "utf-8")
    monkeypatch.setattr(handbooks, "FOLDER", tmp_path)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_ships_has_both_sides_in_every_section_and_points_into_it(language):
    found = lines(language)
    assert len(found) >= 500
    for line in found:
        assert {question[0] for question in line["questions"]} == {True, False}
        assert all(0 <= a < b <= len(line["text"]) for *_, a, b in line["questions"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_span_begins_or_ends_inside_a_number_or_a_word(language):
    """Short values recur: "5秒" stands in "15秒" too."""
    inside = re.compile(r"(?<=[0-9])[0-9]|(?<=[A-Za-z])[A-Za-z]")
    for line in lines(language):
        for *_, start, end in line["questions"]:
            assert not inside.match(line["text"], start)
            assert not inside.match(line["text"], end)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_ships_repeats_neither_sections_nor_questions(language):
    found = lines(language)
    assert max(Counter(line["text"] for line in found).values()) == 1
    asked = Counter(q[1] for line in found for q in line["questions"])
    assert max(asked.values()) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_alone_hardly_tells_whether_it_can_be_answered(language):
    """Else a model would learn who wrote them: people's questions against examination questions."""
    found = lines(language)
    books = {line["handbook"]: n for n, line in enumerate(found)}
    asked = [(q, books[line["handbook"]]) for line in found for q in line["questions"]]
    texts, sides = [q[1] for q, _ in asked], [q[0] for q, _ in asked]
    assert guessed(texts, sides, [book for _, book in asked]) < 0.65


@pytest.mark.parametrize("language", LANGUAGES)
def test_sections_of_a_handbook_stand_together(language):
    """Parts are told apart by the order in which handbooks first appear."""
    names = [line["handbook"] for line in lines(language)]
    changes = 1 + sum(a != b for a, b in pairwise(names))
    assert changes == len(set(names))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_ships_is_not_about_what_the_sample_is_about(language):
    """Its test questions would not be held out any more."""
    topics = ("language model", "fine-tun", "neural net", "大模型", "语言模型", "神经网络")
    for line in lines(language):
        assert not [topic for topic in topics if topic in line["text"].lower()]


def test_handbooks_are_split_whole(written):
    parts = {part: handbook_rows("en", part) for part in ("measure", "calibrate", "train")}
    books = {p: {r.title.partition(" › ")[0] for r in rows} for p, rows in parts.items()}
    assert books["measure"] == {"Boiler 0", "Boiler 10"}
    assert books["calibrate"] == {"Boiler 1", "Boiler 2"}
    assert books["train"] == {f"Boiler {n}" for n in range(3, 10)}
    assert len(handbook_rows("en", "all")) == 88


def test_a_row_has_its_section_under_title_and_heading_and_its_span_or_lure(written):
    answerable, unanswerable = handbook_rows("en", "all")[:2]
    assert answerable.title == unanswerable.title == "Boiler 0 › Tank"
    assert [answerable.context[a:b] for a, b in answerable.spans] == ["0 litres"]
    assert unanswerable.spans == ()
    start, end = unanswerable.lure or (0, 0)
    assert unanswerable.context[start:end] == "0 litres"


def test_questions_asked_elsewhere_stand_beside_another_section_of_their_handbook(written):
    rows = handbook_rows("en", "train")
    found = asked_elsewhere(rows)
    own = {row.id: row for row in rows}
    assert found
    for row in found:
        source = own[row.id.removesuffix("-x")]
        assert row.spans == ()
        assert row.question == source.question
        assert row.context != source.context
        assert row.title != source.title
        assert row.title.partition(" › ")[0] == source.title.partition(" › ")[0]
        assert not any(source.context[a:b] in row.context for a, b in source.spans)
