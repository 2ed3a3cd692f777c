"""`footing feedback`: what people said, and making worked examples of it."""

import pytest

from service.bootstrap import open_store
from service.generators.prompts.examples import load_examples, read_examples

SENTENCE = "The Harbour bridge in Sydney was opened in 1932."
ASKED = "When was the Harbour bridge opened?"


@pytest.fixture
def data(filled, tmp_path):
    """The data directory, filled."""
    del filled
    return tmp_path / "data"


@pytest.fixture
def say(data):
    """Keep feedback; answers its number."""

    def keep(rating="up", **body):
        store = open_store(data)
        try:
            return store.add_feedback({"answer_id": "a", "rating": rating, **body})
        finally:
            store.close()

    return keep


def test_what_people_said_is_listed_newest_first(footing, say):
    say(question=ASKED, answer=SENTENCE)
    say("down", question="Who paid?", correction="[The state] did.", collection="other")
    rows = footing("feedback", "list", "--json").rows
    assert [(r["id"], r["rating"]) for r in rows] == [(2, "down"), (1, "up")]
    shown = footing("feedback", "list").out
    assert "correction: [The state] did." in shown
    assert footing("feedback", "list", "--collection", "other", "--json").rows[0]["id"] == 2


def test_nothing_said(footing, data):
    assert footing("feedback", "list").out.strip() == "nobody said anything yet"


def test_an_answer_that_was_liked_becomes_an_example_with_what_it_stands_on(footing, say, data):
    number = say(question=ASKED, answer=SENTENCE)
    ran = footing("feedback", "accept", number)
    assert ran.status == 0, ran.err
    (example,) = read_examples(data / "examples.jsonl")
    assert (example.question, example.answer) == (ASKED, f"{SENTENCE} [1]")
    assert SENTENCE in example.evidence[0]
    assert example.collection == "default"
    assert example in load_examples(data)


def test_marks_of_the_answer_that_was_shown_are_counted_anew(footing, say, data):
    number = say(question=ASKED, answer=f"{SENTENCE[:-1]} [7].")
    assert footing("feedback", "accept", number).status == 0
    assert read_examples(data / "examples.jsonl")[0].answer == f"{SENTENCE} [1]"


def test_what_is_too_long_for_a_prompt_is_not_written(footing, say, data):
    number = say(question=ASKED + "?" * 2000, answer=SENTENCE)
    ran = footing("feedback", "accept", number)
    assert (ran.status, "at most 2000 characters" in ran.err) == (2, True)
    assert not (data / "examples.jsonl").exists()


def test_of_an_answer_that_was_not_liked_the_correction_counts(footing, say, data):
    number = say("down", question=ASKED, answer="In 1950.", correction=SENTENCE)
    assert footing("feedback", "accept", number).status == 0
    assert read_examples(data / "examples.jsonl")[0].answer == f"{SENTENCE} [1]"


def test_a_refusal_that_is_right_becomes_one(footing, say, data):
    question = "Who painted the Harbour bridge?"
    number = say("down", question=question, answer="Ann did.", correction="I don't know")
    assert footing("feedback", "accept", number).status == 0
    (example,) = read_examples(data / "examples.jsonl")
    assert (example.question, example.answer) == (question, None)
    assert example.collection == "default"
    assert any("Harbour bridge" in text for text in example.evidence)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"question": ASKED, "answer": "The Harbour bridge was opened in 1950."}, "do not support"),
        ({"rating": "down", "question": ASKED, "answer": SENTENCE}, "what is right"),
        ({"answer": SENTENCE}, "what was asked"),
    ],
)
def test_what_cannot_teach_is_refused_with_the_reason(footing, say, data, body, reason):
    ran = footing("feedback", "accept", say(**body))
    assert ran.status == 2
    assert reason in ran.err
    assert not (data / "examples.jsonl").exists()


def test_of_several_the_good_ones_are_taken(footing, say, data):
    good = say(question=ASKED, answer=SENTENCE)
    ran = footing("feedback", "accept", good, 77)
    assert (ran.status, "there is no feedback 77" in ran.err) == (1, True)
    assert len(read_examples(data / "examples.jsonl")) == 1


def test_the_same_question_is_not_taught_twice_and_a_file_without_a_last_newline_stays_whole(
    footing, say, data
):
    own = '{"question": "Who?", "evidence": ["Ann rang."], "answer": "Ann rang. [1]"}'
    (data / "examples.jsonl").write_text(own, "utf-8")
    number = say(question=ASKED, answer=SENTENCE)
    assert footing("feedback", "accept", number).status == 0
    again = footing("feedback", "accept", number)
    assert (again.status, "already" in again.err) == (2, True)
    assert len(read_examples(data / "examples.jsonl")) == 2
