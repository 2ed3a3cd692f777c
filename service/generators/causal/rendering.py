"""Turns as the tokens of one model: by its chat template, or as plain text without one."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from jinja2 import TemplateError

from knowledge.text import language_of
from service.generators.prompts.messages import Message, plain_prompt, without_system
from service.generators.prompts.wording import WORDING

# Two questions that share no first token: what their prompts share is the fixed part.
_PROBES = ("A", "1")


class Renderer:
    """Renders prompts for one tokenizer.

    Args:
        tokenizer: of transformers, with or without a chat template.
    """

    def __init__(self, tokenizer: Any) -> None:  # noqa: ANN401 - has no useful type
        self._tokenizer = tokenizer

    def tokens(self, messages: Sequence[Message]) -> list[int]:
        """Token ids of a prompt, up to where the answer begins."""
        if not self._tokenizer.chat_template:
            cue = WORDING[language_of(messages[0].content)].answer
            return list(self._tokenizer(plain_prompt(messages, cue))["input_ids"])
        if not self._takes_system:
            messages = without_system(messages)
        return self._by_template(messages)

    def count(self, messages: Sequence[Message]) -> int:
        """How many they are."""
        return len(self.tokens(messages))

    def fixed_part(self, system: Message) -> list[int]:
        """The tokens that every prompt with this system turn begins with."""
        first, second = (self.tokens([system, Message("user", probe)]) for probe in _PROBES)
        shared = next(
            (n for n, (a, b) in enumerate(zip(first, second, strict=False)) if a != b),
            min(len(first), len(second)),
        )
        # The token before the difference may have come out otherwise with another text after it.
        return first[: max(0, shared - 1)]

    @cached_property
    def special_tokens(self) -> tuple[str, ...]:
        """Every text that the tokenizer reads as one of its own signs."""
        added = self._tokenizer.added_tokens_decoder.values()
        marks = {str(t.content) for t in added if t.special or t.content[:1] in "<["}
        return tuple(
            sorted({t for t in {*marks, *self._tokenizer.all_special_tokens} if t.strip()})
        )

    @cached_property
    def _takes_system(self) -> bool:
        probe = [Message("system", "a"), Message("user", "b")]
        try:
            self._by_template(probe)
        except TemplateError:
            return False
        return True

    def _by_template(self, messages: Sequence[Message]) -> list[int]:
        turns = [message.as_json() for message in messages]
        # As text first: the template writes every special token itself.
        text = self._tokenizer.apply_chat_template(
            turns, tokenize=False, add_generation_prompt=True
        )
        return list(self._tokenizer(text, add_special_tokens=False)["input_ids"])
