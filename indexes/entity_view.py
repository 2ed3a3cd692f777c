"""An entity graph as one search sees it: its matrix, and what its nodes stand for."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from indexes.adjacency import Matrix
from indexes.entity_nodes import NO_CHUNK, EntityNodes, Ids
from indexes.pagerank import Vector, out_weights
from knowledge.names import Named, NameTable

# Weight of the edge between a chunk and its document's title; a mention counts 1.
TITLE_WEIGHT = 3.0
# A name that stands everywhere keeps this much importance.
_LEAST_IMPORTANCE = 0.02
# A name that no document is about leads on less: measured in EXPERIMENTS.md.
_UNTITLED = 0.3


@dataclass(frozen=True, slots=True)
class EntityView:
    """The graph at one time.

    The arrays never change. Names are looked up in what the graph goes on changing; one that is
    younger than the arrays is not found yet.

    Attributes:
        matrix: weights of edges, symmetric, shape (n, n).
        importance: of each node as the target of a step, shape (n,): 1 for chunks, for names the
            less the more neighbours they have, and less if no document is about them.
        leaving: see `pagerank.out_weights`.
        chunk_ids: the chunk of each node or `NO_CHUNK`, shape (n,).
        chunk_nodes: the nodes that are chunks, shape (chunks,).
        nodes: numbers of names and chunks.
        table: the names that texts are searched for.
        titles: name nodes of the document's title, by chunk id.
    """

    matrix: Matrix
    importance: Vector
    leaving: Vector
    chunk_ids: Ids
    chunk_nodes: NDArray[np.int64]
    nodes: EntityNodes
    table: NameTable
    titles: Mapping[int, tuple[int, ...]]

    def __len__(self) -> int:
        """How many nodes there are."""
        return len(self.chunk_ids)

    def spans(self, folded: str) -> list[Named]:
        """Where names of the graph stand in a comparable text."""
        return list(self.table.find(folded))

    def find(self, folded: str) -> dict[str, int]:
        """Names in a comparable text with their nodes, in order of appearance."""
        found = ((named.name, self.node_of_name(named.name)) for named in self.table.find(folded))
        return {name: node for name, node in found if node is not None}

    def node_of_name(self, name: str) -> int | None:
        """The node of a comparable name, None if the graph does not hold it."""
        return self._known(self.nodes.of_name.get(name))

    def node_of_chunk(self, chunk_id: int) -> int | None:
        """The node of a chunk, None if the graph does not hold it."""
        return self._known(self.nodes.of_chunk.get(chunk_id))

    def _known(self, node: int | None) -> int | None:
        return node if node is not None and node < len(self) else None

    def title_names(self, chunk_id: int) -> frozenset[str]:
        """The names of the document that a chunk is of."""
        return frozenset(self.nodes.name(node) for node in self.titles.get(chunk_id, ()))

    def chunks_titled(self, name: str, limit: int) -> list[int]:
        """The first chunks of documents whose title is a comparable name, by id."""
        return self._joined(name, TITLE_WEIGHT)[:limit]

    def chunks_of(self, name: str) -> list[int]:
        """Chunks that a comparable name is joined to: first its own documents', then by id."""
        return list(dict.fromkeys(self._joined(name, TITLE_WEIGHT) + self._joined(name, 0.0)))

    def _joined(self, name: str, weight: float) -> list[int]:
        """Chunks joined to a name by an edge of at least this weight, by id."""
        node = self.node_of_name(name)
        if node is None:
            return []
        start, end = self.matrix.indptr[node : node + 2]
        heavy = self.matrix.data[start:end] >= weight
        chunk_ids = self.chunk_ids[self.matrix.indices[start:end][heavy]]
        return sorted(chunk_ids[chunk_ids != NO_CHUNK].tolist())


def make_view(
    matrix: Matrix, nodes: EntityNodes, table: NameTable, titles: Mapping[int, tuple[int, ...]]
) -> EntityView:
    """The view of a graph as it stands now."""
    chunk_ids = nodes.chunk_ids()
    importance = _importance(np.diff(matrix.indptr), chunk_ids)
    titled = np.fromiter(set(chain(*titles.values())), dtype=np.int64)
    untitled = chunk_ids == NO_CHUNK
    untitled[titled] = False
    importance[untitled] *= _UNTITLED
    leaving = out_weights(matrix, importance)
    chunk_nodes = np.flatnonzero(chunk_ids != NO_CHUNK)
    return EntityView(matrix, importance, leaving, chunk_ids, chunk_nodes, nodes, table, titles)


def _importance(neighbours: NDArray[np.integer], chunk_ids: Ids) -> Vector:
    """Inverse document frequency of names over their neighbours; 1 for chunks."""
    is_chunk = chunk_ids != NO_CHUNK
    total = max(int(is_chunk.sum()), int(np.count_nonzero(~is_chunk)), 1)
    rarity = np.log((total + 1) / (neighbours + 0.5)) / np.log(2 * total + 2)
    return np.where(is_chunk, 1.0, np.clip(rarity, _LEAST_IMPORTANCE, 1.0)).astype(np.float32)
