"""A fixed-size, seeded sample of a collection, read once as a stream.

Bottom-k sampling (Cohen and Kaplan, 2007): what has the smallest hashes is kept. The sample does
not depend on the order of the stream, and everything under one key stays together.
"""

import hashlib
import heapq
from collections.abc import Iterable, Iterator
from itertools import groupby

from knowledge.text import comparable
from knowledge.types import Chunk, Triple

# Of each document, this many passages are preferred to any further passages of another.
_FIRST = 4
# More values than this make a question of a triple that nobody would ask.
_VALUES = 8


def place(seed: int, *parts: object) -> int:
    """A number below 2**64 that depends on nothing but `seed` and `parts`."""
    text = "\x1f".join(map(str, (seed, *parts))).encode("utf-8", "replace")
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "big")


def sample_chunks(chunks: Iterable[Chunk], size: int, seed: int) -> list[Chunk]:
    """At most `size` chunks spread over the documents, by id.

    Args:
        chunks: those of a document follow each other, as a store gives them.
        size: memory holds about twice as many.
        seed: another one gives another sample.
    """
    kept = heapq.nsmallest(size, _in_rounds(chunks, size, seed))
    return [chunk for _, _, _, chunk in sorted(kept, key=lambda ranked: ranked[2])]


def _in_rounds(
    chunks: Iterable[Chunk], size: int, seed: int
) -> Iterator[tuple[int, int, int, Chunk]]:
    """Chunks with their rank: the first few of every document come before further ones of any."""
    for document_id, group in groupby(chunks, key=lambda chunk: chunk.document_id):
        keyed = ((place(seed, document_id, c.position), c.id, c) for c in group)
        for n, (random, chunk_id, chunk) in enumerate(heapq.nsmallest(size, keyed)):
            yield n // _FIRST, random, chunk_id, chunk


def sample_triples(triples: Iterable[Triple], size: int, seed: int) -> list[list[Triple]]:
    """At most `size` groups of triples with the same subject and predicate, all of each group.

    A group with more than a few values is left out: a question about it has no one answer.
    """
    groups: dict[int, list[Triple]] = {}
    largest: list[int] = []
    for triple in triples:
        key = place(seed, comparable(triple.subject), comparable(triple.predicate))
        if key in groups:
            if len(groups[key]) <= _VALUES:
                groups[key].append(triple)
        elif len(groups) < size or key < -largest[0]:
            groups[key] = [triple]
            heapq.heappush(largest, -key)
            if len(groups) > size:
                del groups[-heapq.heappop(largest)]
    return [group for _, group in sorted(groups.items()) if len(group) <= _VALUES]
