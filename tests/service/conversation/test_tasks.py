"""Chores of chat clients, in the form that their prompts have, reworded ones among them.

The prompts are short replays: the opening lines and the structure of what Open WebUI and LibreChat
send, not their whole text.
"""

import json

import pytest

from service.conversation.tasks import serve_task
from service.conversation.turns import Turn
from tests.hostile import LONG, in_linear_time

HISTORY = (
    "### Chat History:\n<chat_history>\nUSER: Who introduced LoRA?\n"
    "ASSISTANT: LoRA was introduced by Edward Hu. [1]\n</chat_history>"
)
HISTORY_ZH = (
    "### Chat History:\n<chat_history>\nUSER: 什么是灾难性遗忘？\nASSISTANT: 是一种现象。\n"
    "USER: 怎么缓解？\nASSISTANT: 经验回放。\n</chat_history>"
)
TITLE = (
    "### Task:\nGenerate a concise title summarizing the chat history.\n### Guidelines:\n"
    "- Keep it short.\n### Output:\nJSON format: { \"title\": \"your concise title here\" }\n"
    "### Examples:\n- { \"title\": \"Stock Trends\" }\n"
)  # fmt: skip
TITLE_EMOJI = TITLE.replace("concise title sum", "concise, 3-5 word title with an emoji sum")
TITLE_TRANSLATED = (
    "### 任务：\n为以下对话生成一个简短的标题。\n### 输出：\nJSON 格式：{ \"title\": \"标题\" }\n"
)  # fmt: skip
TAGS = (
    "### Task:\nGenerate 1-3 broad tags categorizing the main themes of the chat history.\n\n"
    "### Guidelines:\n- Start with high-level domains\n\n### Output:\n"
    "JSON format: { \"tags\": [\"tag1\", \"tag2\", \"tag3\"] }\n\n"
)  # fmt: skip
FOLLOW_UPS = (
    "### Task:\nSuggest 3-5 relevant follow-up questions or prompts that the user might naturally "
    "ask next.\n### Guidelines:\n- Response must be a JSON object with a \"follow_ups\" key\n"
    "### Output:\nJSON format: { \"follow_ups\": [\"Question 1?\", \"Question 2?\"] }\n"
)  # fmt: skip
QUERIES = (
    "### Task:\nAnalyze the chat history to determine the necessity of generating search queries, "
    "in the given language.\n\n### Guidelines:\n- Respond **EXCLUSIVELY** with a JSON object.\n"
    "- When generating search queries, respond in the format: { \"queries\": [\"query1\"] }\n"
    "### Output:\nStrictly return in JSON format:\n{\n  \"queries\": [\"query1\"]\n}\n\n"
)  # fmt: skip
AUTOCOMPLETE = (
    "### Task:\nYou are an autocompletion system. Continue the text in `<text>` based on the "
    "**completion type** in `<type>` and the given language.  \n\n### **Instructions**:\n"
    "5. If unsure, return: `{ \"text\": \"\" }`.  \n### **Output Rules**:\n"
    "- Respond only in JSON format: `{ \"text\": \"<your_completion>\" }`.\n### Context:\n"
    "<chat_history>\nUSER: Hello\n</chat_history>\n<type>General</type>\n<text>Who inv</text>\n"
)  # fmt: skip
TOOLS = (
    "Available Tools: [{\"name\": \"weather\"}]\n\nYour task is to choose and return the correct "
    "tool(s) from the list.\n{\n  \"tool_calls\": [{\"name\": \"toolName1\"}]\n}"
)  # fmt: skip
EMOJI = (
    "Your task is to reflect the speaker's likely facial expression through a fitting emoji.\n\n"
    "Message: ```Hello```"
)
CONVERSATION = "Conversation:\nUser: Who introduced LoRA?\nAI: LoRA was introduced by Edward Hu."
LIBRECHAT = (
    "Provide a concise, 5-word-or-less title for the conversation, using title case conventions. "
    f"Only return the title itself.\n\n{CONVERSATION}"
)
LIBRECHAT_STRUCTURED = (
    "Analyze this conversation and provide:\n1. The detected language of the conversation\n"
    "2. A concise title in the detected language (5 words or less, no punctuation or quotation)\n\n"
    "User: 什么是灾难性遗忘？\nAI: 是一种现象。"
)
LIBRECHAT_ASSISTANTS = (
    "Please generate a concise title (max 40 characters) for a conversation that starts with:\n"
    "User: Who introduced LoRA?\nAssistant: Edward Hu.\nTitle:"
)


def served(prompt, *before):
    """What is answered to a prompt as the last user message; JSON is read."""
    turns = [*before, Turn("user", prompt)]
    text = serve_task([turn.text for turn in turns], turns)
    return json.loads(text) if text and text.startswith("{") else text


@pytest.mark.parametrize("prompt", [TITLE, TITLE_EMOJI, TITLE_TRANSLATED])
def test_titles_for_open_webui(prompt):
    assert served(prompt + HISTORY) == {"title": "Who Introduced LoRA"}
    assert served(prompt + HISTORY_ZH) == {"title": "什么是灾难性遗忘"}


def test_titles_for_librechat():
    assert served(LIBRECHAT) == "Who Introduced LoRA"
    assert served(LIBRECHAT_ASSISTANTS) == "Who Introduced LoRA"
    assert served(LIBRECHAT_STRUCTURED) == {"language": "Chinese", "title": "什么是灾难性遗忘"}


def test_a_title_for_messages_that_come_as_messages():
    before = (Turn("user", "Who introduced LoRA?"), Turn("assistant", "Edward Hu."))
    prompt = LIBRECHAT.split("\n\n")[0]
    assert served(prompt, *before) == "Who Introduced LoRA"


def test_instructions_in_a_system_message():
    turns = [Turn("user", HISTORY)]
    text = serve_task([TITLE, HISTORY], turns)
    assert text == '{"title": "Who Introduced LoRA"}'


def test_tags():
    assert served(TAGS + HISTORY) == {"tags": ["General"]}  # as the prompt wants of short ones
    assert served(TAGS + HISTORY_ZH) == {"tags": ["灾难性遗忘"]}


def test_follow_up_questions():
    found = served(FOLLOW_UPS + HISTORY)["follow_ups"]
    assert len(found) == 3
    assert all("LoRA" in question and question.endswith("?") for question in found)
    found = served(FOLLOW_UPS + HISTORY_ZH)["follow_ups"]
    assert all("灾难性遗忘" in question and question.endswith("？") for question in found)


def test_search_queries_are_the_question_that_stands_alone():
    assert served(QUERIES + HISTORY_ZH) == {"queries": ["灾难性遗忘怎么缓解？"]}


def test_what_is_not_made_up():
    assert served(AUTOCOMPLETE) == {"text": ""}
    assert served(TOOLS) == {"tool_calls": []}
    assert len(served(EMOJI)) == 1


def test_quotes_around_what_was_said():
    history = (
        '<chat_history>\nUSER: """Who introduced LoRA?"""\nASSISTANT: """Hu"""\n</chat_history>'
    )
    assert served(f"{TITLE}{history}") == {"title": "Who Introduced LoRA"}


@pytest.mark.parametrize("history", ["", "<chat_history>\n</chat_history>", "<chat_history>"])
def test_without_a_conversation(history):
    assert served(TITLE + history) == {"title": "New Chat"}
    assert len(served(FOLLOW_UPS + history)["follow_ups"]) == 3
    assert served(TAGS + history) == {"tags": ["General"]}
    assert served(QUERIES + history) == {"queries": []}


@pytest.mark.parametrize(
    "question",
    [
        "Who introduced LoRA?",
        "What is the title of the report?",
        "Which tags does the document use?",
        "How do I write a concise title for a conversation?",
        'What does { "title": "x" } mean in the manifest?',
        "### Task:\nSummarise the refund policy.",
        "What are the follow_ups in the minutes?",
        "Which available tools does the handbook list?",
        "会议纪要的标题是什么？",
        "请根据手册说明任务的步骤",
        "What does an emoji in the chat history mean?",
        "<chat_history> is an element of which format?",
    ],
)
def test_questions_of_people_are_no_chores(question):
    assert served(question) is None
    assert served(question, Turn("user", "Hello"), Turn("assistant", "Hello!")) is None


@pytest.mark.parametrize(
    "prompt",
    [
        "Who introduced" + "\n" * LONG + "LoRA?",
        "available tools:" * (LONG // 16),
        "{" * LONG,
        "<chat_history>" * (LONG // 14),
    ],
    ids=["empty lines", "lists of tools", "braces", "histories"],
)
def test_a_long_message_that_looks_like_a_chore_is_read_in_linear_time(prompt):
    with in_linear_time():
        assert served(prompt) is None
