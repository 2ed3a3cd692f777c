"""Chores that chat clients give to the model they talk to: titles, tags, follow-up questions.

They come as ordinary requests with a prompt of the client's own. Open WebUI's have instructions
in sections, a `<chat_history>` and a JSON form to answer in; LibreChat asks for a title in a
sentence. Operators may translate or reword them, so the form decides and not the wording.
"""

import json
import re
from collections.abc import Callable, Sequence

from service.conversation.condense import condense
from service.conversation.suggestions import follow_ups, tags, title
from service.conversation.turns import Turn

_HISTORY = re.compile(r"<(chat_history|conversation)>(?P<said>.*?)(?:</\1>|\Z)", re.DOTALL)
_FORM = re.compile(r"\{\s*\\?\"(title|tags|follow_ups|queries|text)\\?\"\s*:")
# Blanks of its own line only: from each of n empty lines to the end of them are n² steps.
_SECTIONS = re.compile(r"^[^\S\n]*#{2,4} .{1,40}$", re.MULTILINE)
_ASKS_TITLE = re.compile(
    r"\b(?:concise|short|brief|\d-word)\b.{0,60}\btitle\b.{0,200}\b(?:conversation|chat)"
    r"|(?:conversation|chat)\b.{0,120}\b(?:concise|short|brief)\b.{0,20}\btitle\b",
    re.IGNORECASE | re.DOTALL,
)
_ONLY_TITLE = re.compile(
    r"only return the title|respond only with the title|title itself|title case|max(?:imum)? \d+ "
    r"characters|word-or-less|words or less|no punctuation|\btitle:\s*$",
    re.IGNORECASE,
)
_PICKS_EMOJI = re.compile(r"facial expression.{0,40}\bemoji\b", re.IGNORECASE | re.DOTALL)
_TOLD = re.compile(
    r"(?:conversation|starts with|chat history)\s*:\s*\n(?P<said>.+)", re.IGNORECASE | re.DOTALL
)
_SPEAKER = re.compile(
    r"^[ \t]*(?:\*\*)?(?P<who>user|human|assistant|ai|system|用户|助手|系统)(?:\*\*)?\s*[:：]"
    r"[ \t]*",
    re.IGNORECASE | re.MULTILINE,
)
_USERS = ("user", "human", "用户")
# A prompt is looked for its form up to here; histories may be long.
_MAX_PROMPT = 200_000


def serve_task(messages: Sequence[str], turns: Sequence[Turn]) -> str | None:
    """What to answer to a client's chore; None if the last message is a question of a person.

    Args:
        messages: the texts of all messages, whoever wrote them.
        turns: what user and assistant said, the last thing of the user at the end.
    """
    prompt = turns[-1].text[:_MAX_PROMPT]
    if len(messages) == 2 and len(turns) == 1:
        prompt = f"{messages[0][:_MAX_PROMPT]}\n{prompt}"  # instructions in a system message
    kind = _kind(prompt)
    if kind is None:
        return None
    said = _said(prompt) or list(turns[:-1])
    return _SERVED[kind](prompt, said)


def _kind(prompt: str) -> str | None:
    instructions = _HISTORY.sub("<chat_history>", prompt)
    form = _FORM.search(instructions)
    sectioned = len(_SECTIONS.findall(instructions)) >= 2 or "<chat_history>" in instructions
    if form and sectioned:
        return "completion" if form[1] == "text" else form[1]
    if _picks_tool(instructions):
        return "tool"
    if _PICKS_EMOJI.search(instructions):
        return "emoji"
    head = instructions[:2000]
    told = "<chat_history>" in instructions or _TOLD.search(instructions)
    if _ASKS_TITLE.search(head) and (told or _ONLY_TITLE.search(instructions)):
        return "bare title"
    return None


def _picks_tool(instructions: str) -> bool:
    """Whether tools are listed and calls of them wanted behind; no expression looks so far ahead.

    One would look for the calls behind each list anew, to the end of the prompt.
    """
    _, _, listed = instructions.lower().partition("available tools:")
    return '"tool_calls"' in listed


def _said(prompt: str) -> list[Turn]:
    """The conversation that a prompt quotes."""
    quoted = _HISTORY.search(prompt) or _TOLD.search(prompt)
    text = quoted["said"] if quoted else prompt
    found = list(_SPEAKER.finditer(text))
    if not found:
        return [Turn("user", text.strip())] if quoted and text.strip() else []
    ends = [*(match.start() for match in found[1:]), len(text)]
    turns = []
    for match, end in zip(found, ends, strict=True):
        content = text[match.end() : end].strip().strip('"').strip()
        if content and match["who"].lower() not in ("system", "系统"):
            speaker = match["who"].lower()
            turns.append(Turn("user" if speaker in _USERS else "assistant", content))
    return turns


def _json(**value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _bare_title(prompt: str, said: Sequence[Turn]) -> str:
    """A title as text, or with its language where LibreChat asks for both."""
    if "detected language" in prompt:
        name = title(said)
        return _json(language="English" if name.isascii() else "Chinese", title=name)
    return title(said)


def _queries(_: str, said: Sequence[Turn]) -> str:
    asked = [number for number, turn in enumerate(said) if turn.speaker == "user"]
    if not asked:
        return _json(queries=[])
    return _json(queries=[condense(said[: asked[-1] + 1]).question])


_SERVED: dict[str, Callable[[str, Sequence[Turn]], str]] = {
    "title": lambda _, said: _json(title=title(said)),
    "bare title": _bare_title,
    "tags": lambda _, said: _json(tags=tags(said)),
    "follow_ups": lambda _, said: _json(follow_ups=follow_ups(said)),
    "queries": _queries,
    # Nothing is made up about what a person may want to type.
    "completion": lambda *_: _json(text=""),
    "tool": lambda *_: _json(tool_calls=[]),
    "emoji": lambda *_: "💬",
}
