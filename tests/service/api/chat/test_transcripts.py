"""What chat frontends sent, replayed: a conversation, and the chores between its turns.

Recorded with `deploy/record_frontend.py` over the small collection of these tests: Open WebUI
0.12.4 while its page was driven in a browser (of the tools that it offers with every question two
were kept), and LibreChat's runtime, @librechat/agents 3.9.2, driven by a script.
"""

import json
from pathlib import Path

import pytest

FRONTENDS = ("open-webui", "librechat")
FOLDER = Path(__file__).with_name("transcripts")
ROWS = {
    name: [json.loads(line) for line in (FOLDER / f"{name}.jsonl").read_text("utf-8").splitlines()]
    for name in FRONTENDS
}
CHATS = {name: [row for row in rows if row["body"]["stream"]] for name, rows in ROWS.items()}
# What each of the questions is, standing alone.
QUESTIONS = (
    "When was the Harbour bridge opened?",
    "How many lanes does the Harbour bridge carry?",
    "什么是灾难性遗忘？",
    "Who painted The Night Watch?",
)


def chores(name, marked):
    """The requests whose prompt has some words in it."""
    found = [row for row in ROWS[name] if row not in CHATS[name]]
    return [row for row in found if marked in row["body"]["messages"][0]["content"]]


@pytest.fixture
def replay(api):
    """Send a request as it was recorded."""
    return lambda row: api.post(row["path"], json=row["body"])


@pytest.fixture
def served(replay):
    """What a chore is answered with."""

    def serve(row):
        body = replay(row).json()
        assert body.get("footing") is None, "nothing was looked up for it"
        return body["choices"][0]["message"]["content"]

    return serve


@pytest.mark.parametrize("name", FRONTENDS)
@pytest.mark.parametrize("number", range(len(QUESTIONS)))
def test_questions_are_understood_whatever_else_they_carry(replay, chunks_of, name, number):
    assert len(CHATS[name]) == len(QUESTIONS)
    chunks = chunks_of(replay(CHATS[name][number]))
    last = next(chunk["footing"] for chunk in chunks if "footing" in chunk)
    assert last["question"] == QUESTIONS[number]
    (first, *_) = (chunk["event"] for chunk in chunks if "event" in chunk)
    assert (first["type"], first["data"]["done"]) == ("status", False)


@pytest.mark.parametrize("name", FRONTENDS)
def test_an_answer_comes_with_its_sources(replay, chunks_of, name):
    chunks = chunks_of(replay(CHATS[name][0]))
    deltas = [chunk["choices"][0]["delta"] for chunk in chunks if chunk["choices"]]
    assert "opened in 1932. [1]" in "".join(delta.get("content", "") for delta in deltas)
    assert "source" in [chunk["event"]["type"] for chunk in chunks if "event" in chunk]


@pytest.mark.parametrize("name", FRONTENDS)
def test_what_was_answered_before_travels_with_its_sources(name):
    assert "**Sources**" in CHATS[name][1]["body"]["messages"][1]["content"]


def test_librechat_is_told_the_usage_it_asks_for(replay, chunks_of):
    usage = chunks_of(replay(CHATS["librechat"][0]))[-1]["usage"]
    assert usage["total_tokens"] == usage["prompt_tokens"] + usage["completion_tokens"] > 0


@pytest.mark.parametrize("key", ["title", "tags", "follow_ups"])
def test_open_webuis_chores_are_answered_in_the_form_it_wants(served, key):
    rows = chores("open-webui", f'"{key}"')
    assert rows
    for row in rows:
        made = json.loads(served(row))
        assert list(made) == [key]
        assert made[key]


def test_what_one_may_ask_next_is_in_the_language_of_the_last_question(served):
    *_, row = chores("open-webui", '"follow_ups"')
    assert all("灾难性遗忘" in question for question in json.loads(served(row))["follow_ups"])


def test_librechats_titles_come_in_both_forms_it_asks_for(served):
    (plain,) = chores("librechat", "5-word-or-less title")
    assert served(plain) == "Harbour Bridge Opened"
    (structured,) = chores("librechat", "The detected language")
    assert json.loads(served(structured)) == {
        "language": "English", "title": "Harbour Bridge Opened",
    }  # fmt: skip
