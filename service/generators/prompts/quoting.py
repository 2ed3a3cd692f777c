"""Text of documents as data inside a prompt: nothing in it can end the quotation or act as markup.

The quotation ends with `</evidence>`, evidence is numbered `[1]`, and a model's own special tokens
separate its turns. None of the three can be spelled by a quoted text: an angle bracket that opens
markup becomes ‹, a bracketed number gets round brackets, a name of a turn that opens a line is
marked as quoted, and characters that nobody sees are dropped. What a model repeats of it is
brought back by `unquoted`.
"""

import re
import unicodedata
from collections.abc import Iterable

_OPENING = "‹"
# `a < b` stays; `<b`, `</b`, `<|b|>`, `<!--`, `<<SYS>>` and their full-width spellings do not.
_MARKUP = re.compile(r"[<＜](?=\s*[^\W\d_]|\s*[/／!?|｜<＜])")
_NUMBER = re.compile(r"[\[【［]([^\S\n]*\d[\d\s,，、;–-]*)(?:†[^\]】］\n]*)?[\]】］]")
_TURN_TAG = re.compile(
    r"\[(/?(?:INST|SYS|SYSTEM|SYSTEM_PROMPT|USER|ASSISTANT|AVAILABLE_TOOLS|TOOL_\w+))\]",
    re.IGNORECASE,
)
# Names of turns and of the parts of plain prompts, where they open a line.
_TURN_LINE = re.compile(
    r"^(?=[^\S\n]*(?:[#*]+[^\S\n]*)?(?:system|assistant|user|human|ai|bot|developer|tool|question|"
    r"answer|instructions?|response|input|系统|助手|用户|人类|问题|回答|答案|指令)"
    r"(?:[^\S\n]+(?:message|prompt|提示))?[^\S\n]*\**[^\S\n]*[:：])",
    re.IGNORECASE | re.MULTILINE,
)
_BLANK_LINES = re.compile(r"\n\s*\n")
# Format characters (zero width, direction, tags), and fillers that are drawn as nothing.
_UNSEEN = frozenset("\u115f\u1160\u3164\uffa0\u2800\u034f")


def quoted(text: str, special_tokens: Iterable[str] = ()) -> str:
    """A document's text as it may stand in a prompt.

    Args:
        text: of a document or a person.
        special_tokens: of the model's tokenizer; none is left in the text.
    """
    seen = "".join(c for c in text if unicodedata.category(c) != "Cf" and c not in _UNSEEN)
    quoted = _MARKUP.sub(_OPENING, seen)
    quoted = _NUMBER.sub(r"(\1)", quoted)
    quoted = _TURN_TAG.sub(r"(\1)", quoted)
    quoted = _TURN_LINE.sub("> ", quoted)
    quoted = _BLANK_LINES.sub("\n", quoted).strip()
    return _without(quoted, special_tokens)


def unquoted(text: str) -> str:
    """What a model took over from a quotation, as the document has it."""
    return text.replace(_OPENING, "<")


def _without(text: str, special_tokens: Iterable[str]) -> str:
    """A space goes into each special token that is left; one of a single character is dropped."""
    for token in sorted(special_tokens, key=len, reverse=True):
        broken = f"{token[0]} {token[1:]}" if len(token) > 1 else ""
        while token in text:
            text = text.replace(token, broken)
            if token in broken:
                text = text.replace(token, "")
    return text
