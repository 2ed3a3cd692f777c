"""Which nodes each triple joins, kept in arrays: a million triples take 24 MB."""

from array import array
from bisect import bisect_left
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

NO_NODE = -1
_GONE = -2
_FIELDS = ("subject", "object", "chunk")
Arrays = dict[str, NDArray[np.generic]]


@dataclass(frozen=True, slots=True)
class TripleNodes:
    """The nodes of a triple, `NO_NODE` for an end that is no name and for a triple of no chunk."""

    subject: int
    object: int
    chunk: int
    weight: float

    def edges(self) -> list[tuple[int, int]]:
        """The pairs of nodes that the triple joins."""
        pairs = [
            (self.subject, self.object),
            (self.chunk, self.subject),
            (self.chunk, self.object),
        ]
        return [(a, b) for a, b in pairs if a != b and NO_NODE not in (a, b)]


class TripleEdges:
    """Nodes by triple id; ids are added in ascending order, as the store gives them out."""

    def __init__(self) -> None:
        self._ids, self._weights = array("q"), array("f")
        self._nodes = {name: array("i") for name in _FIELDS}
        self._dead = 0

    def __len__(self) -> int:
        return len(self._ids) - self._dead

    def add(self, triple_id: int, nodes: TripleNodes) -> None:
        """Remember what a triple joins."""
        self._ids.append(triple_id)
        self._weights.append(nodes.weight)
        for name in _FIELDS:
            self._nodes[name].append(getattr(nodes, name))

    def pop(self, triple_id: int) -> TripleNodes | None:
        """Forget a triple; answers what it joined, None if it is not known."""
        place = bisect_left(self._ids, triple_id)
        if place == len(self._ids) or self._ids[place] != triple_id:
            return None
        found = TripleNodes(
            **{name: self._nodes[name][place] for name in _FIELDS}, weight=self._weights[place]
        )
        if found.subject == _GONE:
            return None
        self._nodes["subject"][place] = _GONE
        self._dead += 1
        if self._dead > 1000 and self._dead > len(self._ids) // 2:
            self._set(self.arrays())
        return found

    def arrays(self) -> Arrays:
        """What is known of the living triples, each of shape (n,), by name."""
        alive = np.array(self._nodes["subject"], dtype=np.int32) != _GONE
        arrays: Arrays = {
            "id": np.array(self._ids, dtype=np.int64)[alive],
            "weight": np.array(self._weights, dtype=np.float32)[alive],
        }
        for name in _FIELDS:
            arrays[name] = np.array(self._nodes[name], dtype=np.int32)[alive]
        return arrays

    def name_nodes(self) -> list[int]:
        """The node of every end of every triple, as often as it is one."""
        arrays = self.arrays()
        ends = np.concatenate([arrays["subject"], arrays["object"]])
        return [int(node) for node in ends[ends != NO_NODE]]

    @classmethod
    def restored(cls, arrays: Arrays) -> "TripleEdges":
        """Triples as `arrays` gave them."""
        edges = cls()
        edges._set(arrays)
        return edges

    def _set(self, arrays: Arrays) -> None:
        self._ids = array("q", arrays["id"].tobytes())
        self._weights = array("f", arrays["weight"].tobytes())
        self._nodes = {name: array("i", arrays[name].tobytes()) for name in _FIELDS}
        self._dead = 0
