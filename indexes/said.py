"""How much of a question its best passages say: what is said in one place needs no second hop."""

from collections.abc import Iterable

from knowledge.text import comparable, content_fragments, shared_fragments
from knowledge.types import Chunk


def share_said(question: str, passages: Iterable[Chunk]) -> float:
    """Share of what a question asks that the best of some passages says, title included, 0 to 1.

    Args:
        question: as asked.
        passages: the first few that were found.
    """
    asked = content_fragments(comparable(question))
    if not asked:
        return 1.0
    texts = (comparable(f"{chunk.title} {chunk.text}") for chunk in passages)
    return max((shared_fragments(asked, text) / len(asked) for text in texts), default=0.0)
