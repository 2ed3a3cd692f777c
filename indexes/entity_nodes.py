"""Numbers for the nodes of an entity graph: names and chunks. Freed numbers are used again."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

NO_CHUNK = -1
Ids = NDArray[np.int64]


class EntityNodes:
    """Which number stands for which name or chunk.

    Attributes:
        of_name: number of a comparable name.
        of_chunk: number of a chunk by its id.
    """

    def __init__(self) -> None:
        self.of_name: dict[str, int] = {}
        self.of_chunk: dict[int, int] = {}
        self._names: list[str] = []  # by number, "" for chunks and free numbers
        self._free: list[int] = []

    def __len__(self) -> int:
        """One more than the highest number."""
        return len(self._names)

    def name(self, node: int) -> str:
        """The name that a number stands for, "" if for none."""
        return self._names[node]

    def add_name(self, name: str) -> int:
        """The number of a name, which is given one if it has none."""
        node = self.of_name.get(name)
        if node is None:
            node = self.of_name[name] = self._next(name)
        return node

    def add_chunk(self, chunk_id: int) -> int:
        """Give a chunk its number."""
        node = self.of_chunk[chunk_id] = self._next("")
        return node

    def _next(self, name: str) -> int:
        if self._free:
            node = self._free.pop()
            self._names[node] = name
            return node
        self._names.append(name)
        return len(self._names) - 1

    def free_name(self, node: int) -> None:
        """Take a name's number away."""
        del self.of_name[self._names[node]]
        self._names[node] = ""
        self._free.append(node)

    def free_chunk(self, chunk_id: int) -> None:
        """Take a chunk's number away."""
        self._free.append(self.of_chunk.pop(chunk_id))

    def chunk_ids(self) -> Ids:
        """The chunk of every number, `NO_CHUNK` for names and free numbers."""
        ids = np.full(len(self), NO_CHUNK, dtype=np.int64)
        count = len(self.of_chunk)
        nodes = np.fromiter(self.of_chunk.values(), dtype=np.int64, count=count)
        ids[nodes] = np.fromiter(self.of_chunk.keys(), dtype=np.int64, count=count)
        return ids

    @classmethod
    def restored(cls, names: Iterable[str], chunk_ids: Ids) -> "EntityNodes":
        """Nodes as they were: names by number and `chunk_ids()`."""
        nodes = cls()
        nodes._names = list(names)
        nodes.of_name = {name: node for node, name in enumerate(nodes._names) if name}
        is_chunk = chunk_ids != NO_CHUNK
        numbers = np.flatnonzero(is_chunk)
        nodes.of_chunk = dict(zip(chunk_ids[numbers].tolist(), numbers.tolist(), strict=True))
        nodes._free = [n for n in np.flatnonzero(~is_chunk).tolist() if not nodes._names[n]]
        return nodes

    def names(self) -> list[str]:
        """Names by number, "" for chunks and free numbers."""
        return self._names
