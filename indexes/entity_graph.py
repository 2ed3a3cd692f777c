"""The graph that ranking walks over: chunks, the names they mention, and triples between names.

A document's title is the strongest name of its chunks; wherever the name of a title or of an end
of a triple stands in another passage, the two are joined, as a hyperlink would join them. Follows
the store by sequence number: a change costs what it touches and one pass over the matrix.
"""

import logging
import threading
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby
from pathlib import Path

from indexes import entity_files
from indexes.adjacency import Adjacency
from indexes.entity_files import EntityState
from indexes.entity_view import TITLE_WEIGHT, EntityView, make_view
from indexes.keywords import KeywordIndex
from indexes.triple_edges import NO_NODE, TripleNodes
from knowledge.names import NameTable, is_name, names_of_title
from knowledge.store import checksum
from knowledge.store.base import CollectionState, Store
from knowledge.text import comparable, is_cjk, terms
from knowledge.types import Chunk, EntityMention, Triple

_BATCH = 500
# Mentions that are no entities: joined by a year, everything would be near to everything.
_VALUES = frozenset(["date", "quantity"])
_log = logging.getLogger(__name__)


class EntityGraph:
    """Names and chunks of one collection. Safe for use from several threads.

    Args:
        directory: where it is kept between runs; may be deleted at any time.

    Attributes:
        view: the graph as searches see it.
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
        read = store.iter_mentions(state.name, after, state.sequence)
        for chunk_id, mentions in groupby(read, key=lambda mention: mention.chunk_id):
            self._take_entities(chunk_id, mentions)
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

    def _take_entities(self, chunk_id: int, mentions: Iterable[EntityMention]) -> None:
        titles = {self._state.nodes.name(n) for n in self._state.titles.get(chunk_id, ())}
        names = dict.fromkeys(comparable(m.name) for m in mentions if m.kind not in _VALUES)
        found = tuple(self._provide(n) for n in names if is_name(n) and n not in titles)
        for node in found:
            self._adjacency.add(self._state.nodes.of_chunk[chunk_id], node, 1.0)
        if found:
            self._state.entities[chunk_id] = found

    def _drop_chunk(self, chunk_id: int) -> None:
        node = self._state.nodes.of_chunk.get(chunk_id)
        if node is None:
            return
        for title in self._state.titles.pop(chunk_id, ()):
            self._adjacency.add(node, title, -TITLE_WEIGHT)
            self._withdraw(title)
        for entity in self._state.entities.pop(chunk_id, ()):
            self._adjacency.add(node, entity, -1.0)
            self._withdraw(entity)
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
            node = nodes.of_chunk[chunk.id]
            joined = (self._state.titles, self._state.entities)
            known = chain(*(by_chunk.get(chunk.id, ()) for by_chunk in joined))
            text = comparable("\n".join((*chunk.heading_path, chunk.text)))
            names = dict.fromkeys(named.name for named in self._names.find(text))
            found = {nodes.add_name(name) for name in names}.difference(known)
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
        state = self._state
        return make_view(state.matrix, state.nodes, self._names, state.titles)

    def save(self) -> None:
        """Keep the graph for the next start; does nothing when nothing has changed."""
        with self._lock:
            if self._state.sequence != self._saved_sequence:
                entity_files.save(self._directory, self._state)
                self._saved_sequence = self._state.sequence


def _chunks(store: Store, collection: str, ids: Iterable[int]) -> Iterator[Chunk]:
    wanted: Sequence[int] = sorted(ids)
    for start in range(0, len(wanted), _BATCH):
        yield from store.chunks(collection, wanted[start : start + _BATCH]).values()
