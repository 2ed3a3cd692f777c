"""What a question is taken apart into."""

from collections.abc import Callable

from knowledge.text import language_of
from service.decomposition import chinese, english
from service.decomposition.parts import Bridge, Comparison

Plan = Bridge | Comparison


def plan_of(question: str) -> Plan | None:
    """How to answer a question by others; None if it asks for one thing directly."""
    rules: Callable[[str], Plan | None] = (
        chinese.take_apart if language_of(question) == "zh" else english.take_apart
    )
    return rules(question)
