"""What a request asks: its conversation as turns, and a refusal of what cannot be done.

What OpenAI offers and this service cannot give is refused rather than left out silently, where
the caller would otherwise get something else than asked for.
"""

from collections.abc import Sequence

from knowledge.errors import InvalidInputError
from service.api.chat.schemas import ChatIn, MessageIn
from service.conversation.turns import Turn

_MAX_STOPS = 16


def check_possible(body: ChatIn) -> None:
    """Raise `InvalidInputError` for what cannot be done; `details` name the parameter."""
    if (body.n or 1) > 1:
        raise _impossible("n", "there is one answer to a question; leave `n` at 1.")
    if body.tool_choice == "required" or isinstance(body.tool_choice, dict):
        raise _impossible(
            "tool_choice", "no tools are called here; leave `tool_choice` out or set it to 'auto'."
        )
    if body.response_format and body.response_format.get("type", "text") != "text":
        raise _impossible(
            "response_format",
            "answers are text; leave `response_format` out and read the fields of `footing`.",
        )
    if body.logprobs:
        raise _impossible("logprobs", "there are no token probabilities; read `footing.support`.")
    if body.modalities and set(body.modalities) != {"text"}:
        raise _impossible("modalities", "answers are text; leave `modalities` out.")
    if isinstance(body.stop, list) and len(body.stop) > _MAX_STOPS:
        raise _impossible("stop", f"at most {_MAX_STOPS} stop sequences are accepted.")


def turns_of(messages: Sequence[MessageIn]) -> list[Turn]:
    """What was said up to and with the last thing that the user said.

    Raises:
        InvalidInputError: nobody asked anything, or in something else than text.
    """
    if not messages:
        raise _impossible("messages", "`messages` is empty; send at least one user message.")
    for number, message in enumerate(messages):
        if message.role == "user":
            _check_text(message, number)
    turns = [
        Turn("user" if m.role == "user" else "assistant", m.text)
        for m in messages
        if m.role in ("user", "assistant") and m.text.strip()
    ]
    while turns and turns[-1].speaker != "user":
        turns.pop()
    if not turns:
        raise _impossible(
            "messages", "no user message holds any text; the last one is the question."
        )
    return turns


def _check_text(message: MessageIn, number: int) -> None:
    parts = message.content if isinstance(message.content, list) else []
    for part in parts:
        if part.type != "text":
            raise _impossible(
                f"messages.{number}.content",
                f"a part of type '{part.type[:40]}' cannot be read; send text only (documents go "
                "to /v1/documents).",
            )


def _impossible(param: str, message: str) -> InvalidInputError:
    return InvalidInputError(message, param=param)
