"""Questions over two passages, made from the triples of a corpus by rule: nobody tuned on them.

The passages are MuSiQue's, the triples a language model's (`openie_musique_gpt35`). A passage about
A says (A, r, B), exactly one other passage says (B, s, C): the question names A, r and s, and both
passages are gold. It is clumsy English; retrieval is what is measured.
"""

import random
import re
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks import data
from knowledge.text import comparable

# A name in more passages than this is no bridge between two of them.
_MOST_PASSAGES = 8
_SAYS_NOTHING = re.compile(r"(?:is|was|are|were|has|had|includes?)(?: an?| the)?")
_AUXILIARY = re.compile(r"^(?:is|was|are|were|has|had)\s+")
_NO_NAME = re.compile(r"[\d\W]+|.*\d{3}.*")

Row = dict[str, Any]


def two_hop_questions(path: Path, seed: int = 1) -> list[tuple[str, list[str]]]:
    """Questions with the ids of their two passages; at most one from each first passage."""
    rows = list(data.rows(path))
    second = _second_hops(rows)
    texts = [comparable(row["text"]) for row in rows]
    made = []
    for row in rows:
        found = [
            (first, other, triple)
            for first in _valid(row)
            if comparable(first[0]) == comparable(row["title"]) and _is_name(first[2])
            for triple, other in second.get(comparable(first[2]), ())
            if other["title"] != row["title"]
        ]
        random.Random(f"{seed}:{row['id']}").shuffle(found)  # noqa: S311 - reproducible
        for first, other, triple in found:
            if sum(comparable(first[2]) in text for text in texts) <= _MOST_PASSAGES:
                made.append((_ask(first, triple), [str(row["id"]), str(other["id"])]))
                break
    return made


def _second_hops(rows: Sequence[Row]) -> dict[str, list[tuple[list[str], Row]]]:
    """By subject, triples whose subject and predicate stand in one passage only, with it."""
    said: dict[tuple[str, str], list[tuple[list[str], Row]]] = defaultdict(list)
    for row in rows:
        for triple in _valid(row):
            if not _SAYS_NOTHING.fullmatch(triple[1]):
                said[comparable(triple[0]), triple[1]].append((triple, row))
    found: dict[str, list[tuple[list[str], Row]]] = defaultdict(list)
    for (subject, _), places in said.items():
        if len({row["id"] for _, row in places}) == 1:
            found[subject].append(places[0])
    return found


def _valid(row: Row) -> list[list[str]]:
    return [triple for triple in row["triples"] if len(triple) == 3]


def _is_name(text: str) -> bool:
    return len(text) > 3 and not _NO_NAME.fullmatch(text)


def _ask(first: Sequence[str], then: Sequence[str]) -> str:
    return f"What {then[1]} by or of the one that {first[0]} {_AUXILIARY.sub('', first[1])}?"
