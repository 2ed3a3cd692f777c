"""How an entity graph is kept between runs: one file of arrays, one of names, and a manifest."""

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from indexes import manifest
from indexes.adjacency import Matrix, empty
from indexes.entity_nodes import EntityNodes
from indexes.file_lock import file_lock
from indexes.manifest import Manifest
from indexes.triple_edges import TripleEdges
from knowledge.store.base import CollectionState

_KIND = "entities 3"
_ARRAYS, _NAMES = "arrays.npz", "names.txt"


@dataclass(slots=True)
class EntityState:
    """Everything that an entity graph remembers.

    Attributes:
        matrix: weights of edges, symmetric, shape (n, n).
        titles: name nodes of the document's title, by chunk id.
        entities: name nodes of what was read from a chunk as an entity, by chunk id.
        mentions: name nodes that were found in a chunk besides, by chunk id.
        sequence, chunks, checksum: of the store, when it was last followed.
    """

    matrix: Matrix = field(default_factory=lambda: empty(0))
    nodes: EntityNodes = field(default_factory=EntityNodes)
    triples: TripleEdges = field(default_factory=TripleEdges)
    titles: dict[int, tuple[int, ...]] = field(default_factory=dict)
    entities: dict[int, tuple[int, ...]] = field(default_factory=dict)
    mentions: dict[int, tuple[int, ...]] = field(default_factory=dict)
    sequence: int = 0
    chunks: int = 0
    checksum: int = 0

    def matches(self, state: CollectionState) -> bool:
        """Whether the same chunks are known as to the store."""
        known = (self.sequence, self.chunks, self.checksum)
        return known == (state.sequence, state.chunks, state.checksum)

    def all_names(self) -> Iterator[str]:
        """Names that are searched for: of titles, entities and ends of triples, with repeats."""
        by_chunk = (*self.titles.values(), *self.entities.values())
        for node in chain(*by_chunk, self.triples.name_nodes()):
            yield self.nodes.name(node)


def save(directory: Path, state: EntityState) -> None:
    """Write the graph; what was there before is replaced."""
    arrays: dict[str, NDArray[np.generic]] = {
        "data": state.matrix.data,
        "indices": state.matrix.indices,
        "indptr": state.matrix.indptr,
        "chunk_ids": state.nodes.chunk_ids(),
        **{f"triple_{name}": values for name, values in state.triples.arrays().items()},
        **_flattened("titles", state.titles),
        **_flattened("entities", state.entities),
        **_flattened("mentions", state.mentions),
    }
    with file_lock(directory.with_name(f"{directory.name}.lock")):
        manifest.replace_file(directory / _ARRAYS, lambda path: _write_arrays(arrays, path))
        names = "\n".join(state.nodes.names())
        manifest.replace_file(directory / _NAMES, lambda path: _write_text(names, path))
        manifest.write(
            directory,
            Manifest(
                kind=_KIND,
                sequence=state.sequence,
                chunks=state.chunks,
                checksum=state.checksum,
                files={name: manifest.sha256(directory / name) for name in (_ARRAYS, _NAMES)},
            ),
        )


def load(directory: Path) -> EntityState | None:
    """The graph as it was saved, None if there is none or its files are damaged."""
    with file_lock(directory.with_name(f"{directory.name}.lock")):
        found = manifest.read(directory, _KIND)
        if found is None or not manifest.verified(directory, found):
            shutil.rmtree(directory, ignore_errors=True)
            return None
        with np.load(directory / _ARRAYS) as file:
            arrays = dict(file)
        names = (directory / _NAMES).read_text("utf-8").split("\n")
    size = len(arrays["chunk_ids"])
    parts = (arrays["data"], arrays["indices"], arrays["indptr"])
    return EntityState(
        matrix=csr_array(parts, shape=(size, size)),
        nodes=EntityNodes.restored(names if size else [], arrays["chunk_ids"]),
        triples=TripleEdges.restored(
            {n.removeprefix("triple_"): a for n, a in arrays.items() if n.startswith("triple_")}
        ),
        titles=_unflattened("titles", arrays),
        entities=_unflattened("entities", arrays),
        mentions=_unflattened("mentions", arrays),
        sequence=found.sequence,
        chunks=found.chunks,
        checksum=found.checksum,
    )


def _flattened(name: str, lists: Mapping[int, tuple[int, ...]]) -> dict[str, NDArray[np.generic]]:
    return {
        f"{name}_of": np.fromiter(lists, dtype=np.int64, count=len(lists)),
        f"{name}_count": np.array([len(v) for v in lists.values()], dtype=np.int32),
        f"{name}_nodes": np.array(list(chain(*lists.values())), dtype=np.int32),
    }


def _unflattened(
    name: str, arrays: Mapping[str, NDArray[np.generic]]
) -> dict[int, tuple[int, ...]]:
    nodes = arrays[f"{name}_nodes"].tolist()
    found, start = {}, 0
    counts = arrays[f"{name}_count"].tolist()
    for chunk_id, count in zip(arrays[f"{name}_of"].tolist(), counts, strict=True):
        found[chunk_id] = tuple(nodes[start : start + count])
        start += count
    return found


def _write_arrays(arrays: dict[str, NDArray[np.generic]], path: Path) -> None:
    with path.open("wb") as file:
        np.savez(file, **arrays)  # type: ignore[arg-type]


def _write_text(text: str, path: Path) -> None:
    path.write_text(text, "utf-8")
