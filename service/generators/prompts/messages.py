"""A prompt as the turns of a conversation, and as plain text for models that know no turns."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Literal

from knowledge.text import is_cjk

Role = Literal["system", "user", "assistant"]

# Where a model that knows no turns would go on with a turn of somebody else.
STOPS = ("<evidence>", "</evidence>", "\nQuestion:", "\n问题：")


@dataclass(frozen=True, slots=True)
class Message:
    """One turn."""

    role: Role
    content: str

    def as_json(self) -> dict[str, str]:
        """As chat templates and servers take it."""
        return {"role": self.role, "content": self.content}


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a model is asked.

    Attributes:
        messages: the turns, the system's first.
        shown: of the evidence numbered 1, 2, … in the prompt, the positions in the evidence list.
        left_out: pieces of evidence that did not fit, or only in part.
    """

    messages: tuple[Message, ...]
    shown: tuple[int, ...]
    left_out: int = 0


def without_system(messages: Sequence[Message]) -> list[Message]:
    """The same for templates that know no system turn: its text opens the first user's turn."""
    first, second, *rest = messages
    if first.role != "system":
        return list(messages)
    return [Message(second.role, f"{first.content}\n\n{second.content}"), *rest]


def plain_prompt(messages: Sequence[Message], cue: str) -> str:
    """The turns as one text that ends where the answer is to begin.

    Args:
        messages: the turns.
        cue: what precedes an answer: `Answer:`.
    """
    parts = [f"{cue} {m.content}" if m.role == "assistant" else m.content for m in messages]
    return "\n\n".join([*parts, cue])


def estimate_tokens(messages: Sequence[Message]) -> int:
    """About how many tokens the turns have for a tokenizer that is not here; rather too many.

    Common vocabularies spend up to one token on a Chinese character, and one on three or four
    characters of other scripts.
    """
    text = "".join(message.content for message in messages)
    wide = sum(1 for character in text if is_cjk(character))
    return wide + ceil((len(text) - wide) / 3) + _TURN * len(messages)


# Tokens that a chat template adds to a turn.
_TURN = 8
