"""Which two nodes each triple joins, kept in arrays: a million triples take 20 MB."""

from array import array
from bisect import bisect_left

import numpy as np
from numpy.typing import NDArray

_GONE = -1


class TripleEdges:
    """Edges by triple id; ids are added in ascending order, as the store gives them out."""

    def __init__(self) -> None:
        self._ids, self._weights = array("q"), array("f")
        self._subjects, self._objects = array("i"), array("i")
        self._dead = 0

    def __len__(self) -> int:
        return len(self._ids) - self._dead

    def add(self, triple_id: int, subject: int, target: int, weight: float) -> None:
        """Remember what a triple joins."""
        self._ids.append(triple_id)
        self._subjects.append(subject)
        self._objects.append(target)
        self._weights.append(weight)

    def pop(self, triple_id: int) -> tuple[int, int, float] | None:
        """Forget a triple; answers what it joined, None if it is not known."""
        place = bisect_left(self._ids, triple_id)
        if place == len(self._ids) or self._ids[place] != triple_id:
            return None
        found = (self._subjects[place], self._objects[place], self._weights[place])
        if found[0] == _GONE:
            return None
        self._subjects[place] = _GONE
        self._dead += 1
        if self._dead > 1000 and self._dead > len(self._ids) // 2:
            self._set(**self.arrays())
        return found

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """The living edges as `ids`, `subjects`, `objects` and `weights`, each of shape (n,)."""
        subjects = np.array(self._subjects, dtype=np.int32)
        alive = subjects != _GONE
        return {
            "ids": np.array(self._ids, dtype=np.int64)[alive],
            "subjects": subjects[alive],
            "objects": np.array(self._objects, dtype=np.int32)[alive],
            "weights": np.array(self._weights, dtype=np.float32)[alive],
        }

    @classmethod
    def restored(cls, arrays: dict[str, NDArray[np.generic]]) -> "TripleEdges":
        """Edges as `arrays` gave them."""
        edges = cls()
        edges._set(**arrays)
        return edges

    def _set(
        self,
        ids: NDArray[np.generic],
        subjects: NDArray[np.generic],
        objects: NDArray[np.generic],
        weights: NDArray[np.generic],
    ) -> None:
        self._ids, self._weights = array("q", ids.tobytes()), array("f", weights.tobytes())
        self._subjects = array("i", subjects.tobytes())
        self._objects = array("i", objects.tobytes())
        self._dead = 0
