"""What Open WebUI 0.12.4 sent, replayed: a conversation, and the chores between its turns.

Recorded with `deploy/open-webui/record.py` while its page was driven in a browser over the small
collection of these tests. Of the tools that it offers with every question, two were kept.
"""

import json
from pathlib import Path

import pytest

RECORDED = Path(__file__).with_name("transcripts") / "open-webui.jsonl"
ROWS = [json.loads(line) for line in RECORDED.read_text("utf-8").splitlines()]
CHATS = [row for row in ROWS if row["body"].get("stream")]
CHORES = {
    key: [row for row in ROWS if f'"{key}"' in row["body"]["messages"][0]["content"]]
    for key in ("title", "tags", "follow_ups")
}
# What each of its questions is, standing alone.
QUESTIONS = (
    "When was the Harbour bridge opened?",
    "How many lanes does the Harbour bridge carry?",
    "什么是灾难性遗忘？",
    "Who painted The Night Watch?",
)


@pytest.fixture
def replay(api):
    """Send a request as it was recorded."""
    return lambda row: api.post(row["path"], json=row["body"])


def test_everything_that_was_recorded_is_looked_at_here():
    assert len(CHATS) + sum(map(len, CHORES.values())) == len(ROWS)
    assert len(CHATS) == len(QUESTIONS)
    assert all(CHORES.values())


@pytest.mark.parametrize(("row", "question"), list(zip(CHATS, QUESTIONS, strict=True)))
def test_its_questions_are_understood_whatever_else_they_carry(replay, chunks_of, row, question):
    chunks = chunks_of(replay(row))
    assert chunks[-1]["footing"]["question"] == question
    (first, *_) = (chunk["event"] for chunk in chunks if "event" in chunk)
    assert (first["type"], first["data"]["done"]) == ("status", False)


def test_an_answer_comes_with_its_sources(replay, chunks_of):
    chunks = chunks_of(replay(CHATS[0]))
    deltas = [chunk["choices"][0]["delta"] for chunk in chunks if chunk["choices"]]
    assert "opened in 1932. [1]" in "".join(delta.get("content", "") for delta in deltas)
    assert "source" in [chunk["event"]["type"] for chunk in chunks if "event" in chunk]


def test_what_was_answered_before_travels_with_its_sources():
    assert "**Sources**" in CHATS[1]["body"]["messages"][1]["content"]


@pytest.mark.parametrize("key", list(CHORES))
def test_its_chores_are_answered_in_the_form_it_wants(replay, key):
    for row in CHORES[key]:
        body = replay(row).json()
        made = json.loads(body["choices"][0]["message"]["content"])
        assert list(made) == [key]
        assert made[key]
        assert body.get("footing") is None, "nothing was looked up for it"


def test_what_it_may_ask_next_is_in_the_language_of_the_last_question(replay):
    *_, row = CHORES["follow_ups"]
    made = json.loads(replay(row).json()["choices"][0]["message"]["content"])
    assert all("灾难性遗忘" in question for question in made["follow_ups"])
