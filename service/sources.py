"""Evidence from texts that the caller gives in place of a collection."""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from indexes.embedding.base import Embedder
from indexes.fusion import reciprocal_rank_fusion
from knowledge.chunking import chunk_text
from knowledge.cleaned import cleaned
from knowledge.errors import InvalidInputError
from knowledge.text import clean_text, content_terms, terms
from knowledge.types import Evidence, Hit
from service.answer import Citation, Source

MAX_SOURCES = 1000
MAX_CHARACTERS = 2_000_000
# Passages that lexical overlap leaves for the encoder when the sources are long.
_ENCODED = 64
_ID = "source-"


@dataclass(frozen=True, slots=True)
class Given:
    """Evidence from given texts, with the rarity of terms among them."""

    evidence: list[Evidence]
    rarity: Callable[[str], float]
    readable: float


class Sources:
    """Cuts given texts into passages and ranks them for a question, without storing anything."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def find(self, question: str, sources: Sequence[Source], limit: int) -> Given:
        """The best `limit` passages of `sources` for a question.

        Raises:
            InvalidInputError: too many sources, or too long together.
        """
        passages = cut(sources)
        said = [set(terms(f"{p.context} {p.text}")) for p in passages]
        holding = Counter(t for found in said for t in found)
        readable = self._embedder.readable(question)
        total = len(passages)

        def rarity(term: str) -> float:
            value = math.log((total + 1) / (holding[term] + 0.5)) / math.log(2 * total + 2)
            # Among very few passages every term is common; keep them apart from function words.
            return max(0.3, value)

        if len(passages) > limit:
            passages = self._rank(question, passages, said, rarity, readable)[:limit]
        return Given(passages, rarity, readable)

    def _rank(
        self,
        question: str,
        passages: Sequence[Evidence],
        said: Sequence[set[str]],
        rarity: Callable[[str], float],
        readable: float,
    ) -> list[Evidence]:
        asked = content_terms(question)
        overlap = np.array([sum(rarity(t) for t in asked if t in found) for found in said])
        lexical = np.argsort(-overlap, kind="stable")[:_ENCODED].tolist()
        shown = [f"{passages[i].context}\n{passages[i].text}" for i in lexical]
        vectors = self._embedder.encode([question, *shown])
        similar = np.argsort(-(vectors[1:] @ vectors[0]), kind="stable").tolist()
        fused = reciprocal_rank_fusion(
            {"dense": _hits([lexical[i] for i in similar]), "keyword": _hits(lexical)},
            {"dense": readable},
        )
        return [passages[hit.id] for hit in fused]


def cut(sources: Sequence[Source]) -> list[Evidence]:
    """The passages of given texts, cleaned; offsets are those in each text as it was given."""
    if len(sources) > MAX_SOURCES:
        raise InvalidInputError(
            f"{len(sources)} sources were given, at most {MAX_SOURCES} are accepted; "
            "ingest them into a collection instead.",
            limit=MAX_SOURCES,
        )
    if sum(len(s.text) + len(s.title) for s in sources) > MAX_CHARACTERS:
        raise InvalidInputError(
            f"the sources have more than {MAX_CHARACTERS} characters together; ingest them into a "
            "collection instead.",
            limit=MAX_CHARACTERS,
        )
    passages = []
    for number, source in enumerate(sources, 1):
        given, title = cleaned(source.text), clean_text(source.title)
        for span in chunk_text(given.text):
            context = " › ".join(dict.fromkeys(p for p in (title, *span.heading_path) if p))
            start, end = given.span(span.start, span.end)
            passages.append(
                Evidence(
                    kind="passage",
                    text=given.text[span.start : span.end],
                    title=title,
                    context=context,
                    document_id=f"{_ID}{number}",
                    start=start,
                    end=end,
                )
            )
    return passages


def number_of(citation: Citation) -> int:
    """Which of the given texts, counted from 1, a citation of one of them is from."""
    return int((citation.document_id or "").removeprefix(_ID))


def _hits(order: Sequence[int]) -> list[Hit]:
    return [Hit(id=i, score=0.0, rank=n) for n, i in enumerate(order, 1)]
