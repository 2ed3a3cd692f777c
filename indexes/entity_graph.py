"""The graph that ranking walks over: chunks, the names they mention, and triples between names.

A document's title is the strongest name of its chunks; wherever the name of a title or of an end
of a triple stands in another passage, the two are joined, as a hyperlink would join them. Follows
the store by sequence number: a change costs what it touches and one pass over the matrix.
"""

import logging
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexes import entity_files
from indexes.adjacency import Adjacency, Matrix
from indexes.entity_files import EntityState
from indexes.entity_nodes import NO_CHUNK, Ids
from indexes.keywords import KeywordIndex
from indexes.pagerank import Vector, out_weights
from indexes.triple_edges import NO_NODE, TripleNodes
from knowledge.names import Named, NameTable, is_name, names_of_title
from knowledge.store import checksum
from knowledge.store.base import CollectionState, Store
from knowledge.text import comparable, is_cjk, terms
from knowledge.types import Chunk, Triple

# Weight of the edge between a chunk and its document's title; a mention counts 1.
TITLE_WEIGHT = 3.0
# A name that stands everywhere keeps this much importance.
_LEAST_IMPORTANCE = 0.02
_BATCH = 500
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class EntityView:
    """The graph as one search sees it; never changes.

    Attributes:
        matrix: weights of edges, symmetric, shape (n, n).
        importance: of each node as the target of a step, shape (n,): 1 for chunks, for names the
            less the more neighbours they have.
        leaving: see `pagerank.out_weights`.
        chunk_ids: the chunk of each node or `NO_CHUNK`, shape (n,).
    """

    matrix: Matrix
    importance: Vector
    leaving: Vector
    chunk_ids: Ids


class EntityGraph:
    """Names and chunks of one collection. Safe for use from several threads.

    Args:
        directory: where it is kept between runs; may be deleted at any time.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._lock = threading.RLock()
        self._state = entity_files.load(directory) or EntityState()
        self._saved_sequence = self._state.sequence
        self._adjacency = Adjacency(self._state.matrix)
        self._names = NameTable()
        for name in self._state.all_names():
            self._names.add(name)
        self._known_before: dict[str, bool] = {}
        self._withdrawn: set[int] = set()
        self.view = self._view()

    @property
    def sequence(self) -> int:
        """The store's sequence number that the graph stands at."""
        return self._state.sequence

    @property
    def names(self) -> int:
        """How many names stand in the graph."""
        return len(self._state.nodes.of_name)

    @property
    def edges(self) -> int:
        """How many pairs of nodes are joined."""
        return int(self.view.matrix.nnz) // 2

    def find(self, folded: str) -> dict[str, int]:
        """Names in a comparable text with their nodes, in order of appearance."""
        found = ((named.name, self.node_of_name(named.name)) for named in self._names.find(folded))
        return {name: node for name, node in found if node is not None}

    def spans(self, folded: str) -> list[Named]:
        """Where names of the graph stand in a comparable text."""
        return list(self._names.find(folded))

    def node_of_name(self, name: str) -> int | None:
        """The node of a comparable name, None if the graph does not hold it."""
        node = self._state.nodes.of_name.get(name)
        return node if node is not None and node < len(self.view.chunk_ids) else None

    def chunks_titled(self, name: str, limit: int) -> list[int]:
        """The first chunks of documents whose title is a comparable name, by id."""
        found = self._joined(name, TITLE_WEIGHT)
        return found[:limit]

    def chunks_of(self, name: str) -> list[int]:
        """Chunks that a comparable name is joined to: first its own documents', then by id."""
        return list(dict.fromkeys(self._joined(name, TITLE_WEIGHT) + self._joined(name, 0.0)))

    def _joined(self, name: str, weight: float) -> list[int]:
        """Chunks joined to a name by an edge of at least this weight, by id."""
        node, view = self.node_of_name(name), self.view
        if node is None:
            return []
        start, end = view.matrix.indptr[node : node + 2]
        heavy = view.matrix.data[start:end] >= weight
        chunk_ids = view.chunk_ids[view.matrix.indices[start:end][heavy]]
        return sorted(chunk_ids[chunk_ids != NO_CHUNK].tolist())

    def node_of_chunk(self, chunk_id: int) -> int | None:
        """The node of a chunk, None if the graph does not hold it."""
        node = self._state.nodes.of_chunk.get(chunk_id)
        return node if node is not None and node < len(self.view.chunk_ids) else None

    def title_names(self, chunk_id: int) -> frozenset[str]:
        """The names of the document that a chunk is of."""
        nodes = self._state.titles.get(chunk_id, ())
        return frozenset(self._state.nodes.name(node) for node in nodes)

    def refresh(self, store: Store, collection: str, keywords: KeywordIndex) -> None:
        """Follow the store to its current state; rebuild when the two cannot be reconciled.

        Args:
            store: the store of record.
            collection: whose graph this is.
            keywords: its keyword index, in step with the store already.
        """
        state = store.state(collection)
        if (self._state.sequence, self._state.checksum) == (state.sequence, state.checksum):
            return
        with self._lock, store.snapshot():
            state = store.state(collection)
            try:
                if not self._catch_up(store, state, keywords):
                    _log.warning("entity graph of collection %s: rebuilding", collection)
                    self._reset()
                    self._catch_up(store, state, keywords)
            except BaseException:
                # Half a change must not be taken for a whole one the next time.
                self._reset()
                raise

    def _reset(self) -> None:
        self._state = EntityState()
        self._adjacency, self._names = Adjacency(), NameTable()
        self._known_before, self._withdrawn = {}, set()

    def _catch_up(self, store: Store, state: CollectionState, keywords: KeywordIndex) -> bool:
        after = self._state.sequence
        if after > state.sequence:
            return False
        for triple_id in store.removed(state.name, "triple", after, state.sequence).tolist():
            self._drop_triple(triple_id)
        dropped = store.removed(state.name, "chunk", after, state.sequence).tolist()
        for chunk_id in dropped:
            self._drop_chunk(chunk_id)
        old = set(self._state.nodes.of_chunk)
        for chunk in store.iter_chunks(state.name, after, state.sequence):
            self._take_chunk(chunk)
        for triple in store.iter_triples(state.name, after, state.sequence):
            self._take_triple(triple)
        self._find_mentions(store.iter_chunks(state.name, after, state.sequence))
        self._find_mentions(_chunks(store, state.name, self._stale(old, keywords)))
        self._publish(state)
        return self._state.matches(state)

    # What the store gives and takes

    def _take_triple(self, triple: Triple) -> None:
        subject, target = comparable(triple.subject), comparable(triple.object)
        if not (is_name(subject) or is_name(target)):
            return
        nodes = TripleNodes(
            subject=self._provide(subject) if is_name(subject) else NO_NODE,
            object=self._provide(target) if is_name(target) else NO_NODE,
            chunk=self._state.nodes.of_chunk.get(triple.chunk_id or 0, NO_NODE),
            weight=triple.confidence,
        )
        self._state.triples.add(triple.id, nodes)
        for one, other in nodes.edges():
            self._adjacency.add(one, other, nodes.weight)

    def _drop_triple(self, triple_id: int) -> None:
        nodes = self._state.triples.pop(triple_id)
        if nodes is None:
            return
        for one, other in nodes.edges():
            self._adjacency.add(one, other, -nodes.weight)
        for end in (nodes.subject, nodes.object):
            if end != NO_NODE:
                self._withdraw(end)

    def _take_chunk(self, chunk: Chunk) -> None:
        if chunk.id in self._state.nodes.of_chunk:
            return
        node = self._state.nodes.add_chunk(chunk.id)
        titles = tuple(self._provide(name) for name in names_of_title(chunk.title))
        for title in titles:
            self._adjacency.add(node, title, TITLE_WEIGHT)
        if titles:
            self._state.titles[chunk.id] = titles

    def _drop_chunk(self, chunk_id: int) -> None:
        node = self._state.nodes.of_chunk.get(chunk_id)
        if node is None:
            return
        for title in self._state.titles.pop(chunk_id, ()):
            self._adjacency.add(node, title, -TITLE_WEIGHT)
            self._withdraw(title)
        for name in self._state.mentions.pop(chunk_id, ()):
            self._adjacency.add(node, name, -1.0)
        self._state.nodes.free_chunk(chunk_id)

    def _provide(self, name: str) -> int:
        self._known_before.setdefault(name, name in self._names)
        self._names.add(name)
        return self._state.nodes.add_name(name)

    def _withdraw(self, node: int) -> None:
        name = self._state.nodes.name(node)
        self._known_before.setdefault(name, True)
        self._names.remove(name)
        self._withdrawn.add(node)

    # Where names stand

    def _stale(self, old: set[int], keywords: KeywordIndex) -> set[int]:
        """Those of the old chunks that may mention a name which has come or gone."""
        changed = {n for n, known in self._known_before.items() if known != (n in self._names)}
        fresh = [name for name in changed if name in self._names]
        if len(fresh) > max(len(old) // 4, 8):
            return old
        stale: set[int] = set()
        for name in changed.difference(fresh):
            neighbours = self._adjacency.neighbours(self._state.nodes.of_name[name])
            stale.update(self.view.chunk_ids[neighbours].tolist())
        for name in fresh if old else ():
            asked = [t for t in terms(name) if len(t) > 1 or not is_cjk(t)]
            # A name of single characters alone, such as 李·白, has no term to look it up by.
            stale.update(keywords.holding(asked) if asked else old)
        return stale & old

    def _find_mentions(self, chunks: Iterable[Chunk]) -> None:
        nodes = self._state.nodes
        for chunk in chunks:
            node, titles = nodes.of_chunk[chunk.id], self._state.titles.get(chunk.id, ())
            text = comparable("\n".join((*chunk.heading_path, chunk.text)))
            names = dict.fromkeys(named.name for named in self._names.find(text))
            found = {nodes.add_name(name) for name in names}.difference(titles)
            before = set(self._state.mentions.pop(chunk.id, ()))
            for name in found - before:
                self._adjacency.add(node, name, 1.0)
            for name in before - found:
                self._adjacency.add(node, name, -1.0)
            if found:
                self._state.mentions[chunk.id] = tuple(sorted(found))

    # What searches see

    def _publish(self, state: CollectionState) -> None:
        self._adjacency.settle(len(self._state.nodes))
        self._state.matrix = self._adjacency.matrix
        for node in self._withdrawn:
            if self._state.nodes.name(node) not in self._names:
                self._state.nodes.free_name(node)  # no passage is joined to it any more
        self._withdrawn, self._known_before = set(), {}
        self._state.sequence = state.sequence
        self._state.chunks = len(self._state.nodes.of_chunk)
        self._state.checksum = checksum.checksum(list(self._state.nodes.of_chunk))
        self.view = self._view()

    def _view(self) -> EntityView:
        matrix, chunk_ids = self._state.matrix, self._state.nodes.chunk_ids()
        importance = _importance(np.diff(matrix.indptr), chunk_ids)
        return EntityView(matrix, importance, out_weights(matrix, importance), chunk_ids)

    def save(self) -> None:
        """Keep the graph for the next start; does nothing when nothing has changed."""
        with self._lock:
            if self._state.sequence != self._saved_sequence:
                entity_files.save(self._directory, self._state)
                self._saved_sequence = self._state.sequence


def _importance(neighbours: NDArray[np.integer], chunk_ids: Ids) -> Vector:
    """Inverse document frequency of names over their neighbours; 1 for chunks."""
    is_chunk = chunk_ids != NO_CHUNK
    total = max(int(is_chunk.sum()), int(np.count_nonzero(~is_chunk)), 1)
    rarity = np.log((total + 1) / (neighbours + 0.5)) / np.log(2 * total + 2)
    return np.where(is_chunk, 1.0, np.clip(rarity, _LEAST_IMPORTANCE, 1.0)).astype(np.float32)


def _chunks(store: Store, collection: str, ids: Iterable[int]) -> Iterator[Chunk]:
    wanted: Sequence[int] = sorted(ids)
    for start in range(0, len(wanted), _BATCH):
        yield from store.chunks(collection, wanted[start : start + _BATCH]).values()
