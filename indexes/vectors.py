"""Dense search with FAISS: exact while small, HNSW when large; deletes work in both.

New vectors always land in an exact index, so search is right at once. When that has grown past
`exact_limit`, `absorb` moves them into an HNSW graph, in slices, while searches go on over both.
"""

import logging
import shutil
import threading
from functools import partial
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from indexes import manifest
from indexes.file_lock import file_lock
from indexes.manifest import Manifest
from knowledge.store import checksum
from knowledge.store.base import Store
from knowledge.types import Hit

EXACT_LIMIT = 100_000
_LINKS, _EF_CONSTRUCTION, _EF_SEARCH = 32, 80, 128
_SLICE = 256
# A graph with more dead vectors than this share is built anew.
_DEAD_LIMIT = 0.2
_log = logging.getLogger(__name__)

Vectors = NDArray[np.float32]
Ids = NDArray[np.int64]


class VectorIndex:
    """The vectors of one collection, by inner product of unit vectors (cosine).

    Safe for use from several threads. The files may be deleted at any time.

    Args:
        directory: where it is kept between runs.
        model: name of the embedder whose vectors it holds.
        dimension: length of a vector.
        exact_limit: how many vectors are searched exactly before HNSW takes them over.
    """

    def __init__(
        self, directory: Path, model: str, dimension: int, exact_limit: int = EXACT_LIMIT
    ) -> None:
        self._directory = directory
        self._model = model
        self._dimension = dimension
        self._exact_limit = exact_limit
        # Another process may be saving.
        self._file_lock = directory.with_name(f"{directory.name}.lock")
        self._kind = f"faiss {model} {dimension}"
        self._lock = threading.RLock()
        self._absorbing = threading.Lock()
        self._reset()
        with file_lock(self._file_lock):
            self._load()

    def _reset(self) -> None:
        self._saved_sequence = -1
        self.sequence = 0
        self._followed = 0  # the store's checksum at `sequence`
        self._exact = faiss.IndexFlatIP(self._dimension)
        self._exact_ids: Ids = np.zeros(0, dtype=np.int64)
        self._graph = _empty_graph(self._dimension)
        self._graph_ids: Ids = np.zeros(0, dtype=np.int64)
        self._dead: Ids = np.zeros(0, dtype=np.int64)  # ids in the graph that are gone

    def __len__(self) -> int:
        return len(self._exact_ids) + len(self._graph_ids) - len(self._dead)

    @property
    def graph_size(self) -> int:
        """How many live vectors HNSW searches; the others are searched exactly."""
        return len(self._graph_ids) - len(self._dead)

    def refresh(self, store: Store, collection: str) -> None:
        """Follow the store to its current state; rebuild when the two cannot be reconciled."""
        with self._lock:
            # A restored store may come to the same sequence number by other changes.
            state = store.state(collection)
            if (self.sequence, self._followed) == (state.sequence, state.checksum):
                return
            with store.snapshot():
                if not self._catch_up(store, collection):
                    _log.warning(
                        "vectors of collection %s do not match the store; rebuilding", collection
                    )
                    self._reset()
                    if not self._catch_up(store, collection):
                        missing = store.state(collection).chunks - len(self)
                        _log.error(
                            "%d passages of collection %s have no vector by %s; they are found by "
                            "keywords only until a restart embeds them",
                            missing, collection, self._model,
                        )  # fmt: skip

    def _catch_up(self, store: Store, collection: str) -> bool:
        state = store.state(collection)
        if self.sequence > state.sequence:
            return False
        self._remove(store.removed(collection, "chunk", self.sequence, state.sequence))
        for ids, vectors in store.iter_vectors(
            collection, self._model, self.sequence, state.sequence
        ):
            self._exact.add(vectors)
            self._exact_ids = np.concatenate([self._exact_ids, ids])
        self.sequence, self._followed = state.sequence, state.checksum
        return len(self) == state.chunks and self._checksum() == state.checksum

    def _live_graph_ids(self) -> Ids:
        return np.setdiff1d(self._graph_ids, self._dead)

    def _checksum(self) -> int:
        exact = checksum.checksum(self._exact_ids)
        return checksum.add(exact, checksum.checksum(self._live_graph_ids()))

    def _remove(self, ids: Ids) -> None:
        if not len(ids):
            return
        gone = np.isin(self._exact_ids, ids)
        if gone.any():
            self._exact.remove_ids(faiss.IDSelectorBatch(np.flatnonzero(gone)))
            self._exact_ids = self._exact_ids[~gone]
        self._dead = np.union1d(self._dead, self._graph_ids[np.isin(self._graph_ids, ids)])

    def search(self, vector: Vectors, k: int) -> list[Hit]:
        """The `k` nearest chunks to a unit vector of shape (dimension,), best first."""
        query = np.ascontiguousarray(vector.reshape(1, -1), dtype=np.float32)
        with self._lock:
            best: dict[int, float] = {}
            if len(self._exact_ids):
                scores, positions = self._exact.search(query, min(k, len(self._exact_ids)))
                _collect(best, self._exact_ids, scores[0], positions[0])
            if self.graph_size:
                scores, positions = self._graph.search(
                    query, min(k, self.graph_size), params=self._graph_parameters(k)
                )
                _collect(best, self._graph_ids, scores[0], positions[0])
        ranked = sorted(best.items(), key=lambda item: (-item[1], item[0]))[:k]
        return [Hit(id=i, score=s, rank=n) for n, (i, s) in enumerate(ranked, 1)]

    def _graph_parameters(self, k: int) -> faiss.SearchParametersHNSW:
        ef = max(_EF_SEARCH, 2 * k)
        if not len(self._dead):
            return faiss.SearchParametersHNSW(efSearch=ef)
        positions = np.flatnonzero(np.isin(self._graph_ids, self._dead))
        selector = faiss.IDSelectorNot(faiss.IDSelectorBatch(positions))
        return faiss.SearchParametersHNSW(efSearch=ef, sel=selector)

    @property
    def needs_absorbing(self) -> bool:
        """Whether `absorb` has something to do."""
        with self._lock:
            too_dead = len(self._dead) > max(_SLICE, _DEAD_LIMIT * len(self._graph_ids))
            return len(self._exact_ids) > self._exact_limit or too_dead

    def absorb(self) -> None:
        """Move the exactly searched vectors into the HNSW graph; searches go on meanwhile."""
        with self._absorbing:
            if not self.needs_absorbing:
                return
            with self._lock:
                self._revive_if_mostly_dead()
                ids = self._exact_ids.copy()
                vectors = self._exact.reconstruct_n(0, len(ids))
            for start in range(0, len(ids), _SLICE):
                with self._lock:
                    self._saved_sequence = -1
                    self._graph.add(vectors[start : start + _SLICE])
                    added = ids[start : start + _SLICE]
                    self._graph_ids = np.concatenate([self._graph_ids, added])
                    # What was removed while it waited is dead on arrival.
                    removed = added[~np.isin(added, self._exact_ids)]
                    self._dead = np.union1d(self._dead, removed)
                    moved = np.flatnonzero(np.isin(self._exact_ids, added))
                    self._exact.remove_ids(faiss.IDSelectorBatch(moved))
                    self._exact_ids = np.delete(self._exact_ids, moved)

    def _revive_if_mostly_dead(self) -> None:
        """Put the live vectors of a graph with many dead ones back, to be absorbed anew."""
        if len(self._dead) <= _DEAD_LIMIT * len(self._graph_ids):
            return
        alive = ~np.isin(self._graph_ids, self._dead)
        vectors = self._graph.storage.reconstruct_n(0, len(self._graph_ids))
        self._exact.add(np.ascontiguousarray(vectors[alive]))
        self._exact_ids = np.concatenate([self._exact_ids, self._graph_ids[alive]])
        self._graph = _empty_graph(self._dimension)
        self._graph_ids = np.zeros(0, dtype=np.int64)
        self._dead = np.zeros(0, dtype=np.int64)

    def save(self) -> None:
        """Keep the index for the next start; does nothing when nothing has changed."""
        with self._lock, file_lock(self._file_lock):
            if self.sequence == self._saved_sequence:
                return
            arrays = {"exact": self._exact_ids, "graph": self._graph_ids, "dead": self._dead}
            for name, write in (
                ("exact.faiss", partial(_write_index, self._exact)),
                ("graph.faiss", partial(_write_index, self._graph)),
                ("ids.npz", partial(_write_ids, arrays)),
            ):
                manifest.replace_file(self._directory / name, write)
            files = ("exact.faiss", "graph.faiss", "ids.npz")
            manifest.write(
                self._directory,
                Manifest(
                    kind=self._kind,
                    sequence=self.sequence,
                    chunks=len(self),
                    checksum=self._checksum(),
                    files={name: manifest.sha256(self._directory / name) for name in files},
                ),
            )
            self._saved_sequence = self.sequence

    def _load(self) -> None:
        found = manifest.read(self._directory, self._kind)
        if found is None or not manifest.verified(self._directory, found):
            shutil.rmtree(self._directory, ignore_errors=True)
            return
        with np.load(self._directory / "ids.npz") as arrays:
            self._exact_ids, self._graph_ids = arrays["exact"], arrays["graph"]
            self._dead = arrays["dead"]
        self._exact = faiss.read_index(str(self._directory / "exact.faiss"))
        self._graph = faiss.read_index(str(self._directory / "graph.faiss"))
        self.sequence = self._saved_sequence = found.sequence
        self._followed = found.checksum


def _empty_graph(dimension: int) -> faiss.IndexHNSWFlat:
    graph = faiss.IndexHNSWFlat(dimension, _LINKS, faiss.METRIC_INNER_PRODUCT)
    graph.hnsw.efConstruction = _EF_CONSTRUCTION
    return graph


def _write_index(index: faiss.Index, path: Path) -> None:
    faiss.write_index(index, str(path))


def _write_ids(arrays: dict[str, Ids], path: Path) -> None:
    with path.open("wb") as file:
        np.savez(file, **arrays)  # type: ignore[arg-type]


def _collect(best: dict[int, float], ids: Ids, scores: Vectors, positions: Ids) -> None:
    for score, position in zip(scores.tolist(), positions.tolist(), strict=True):
        if position >= 0:
            best[int(ids[position])] = score
