"""The derived indexes of one collection, opened together and kept in step with the store."""

import logging
import threading
import time
from itertools import islice
from pathlib import Path

from indexes.embedding.base import Embedder
from indexes.entity_graph import EntityGraph
from indexes.keywords import KeywordIndex
from indexes.vectors import EXACT_LIMIT, VectorIndex
from knowledge.graph import KnowledgeGraph
from knowledge.store.base import Store

_ENCODE_BATCH = 256
# Passages between two lines in the log: some minutes on a processor.
_SAID_EVERY = 40 * _ENCODE_BATCH
_log = logging.getLogger(__name__)


class CollectionIndexes:
    """Vectors, keywords, triples and the entity graph of a collection, under `directory`."""

    def __init__(
        self,
        store: Store,
        collection: str,
        directory: Path,
        embedder: Embedder,
        exact_limit: int = EXACT_LIMIT,
    ) -> None:
        self._store = store
        self._name = collection
        self._embedder = embedder
        self._lock = threading.RLock()
        self._absorbing = threading.Lock()
        self.vectors = VectorIndex(
            directory / "vectors", embedder.name, embedder.dimension, exact_limit
        )
        self.keywords = KeywordIndex(directory / "keywords")
        self.graph = KnowledgeGraph()
        self.entities = EntityGraph(directory / "entities")
        self._embedded_upto = -1

    def refresh(self) -> None:
        """Bring every index to the store's current state. Cheap when nothing has changed."""
        sequence = self._store.state(self._name).sequence
        standing = (self.vectors, self.keywords, self.graph, self.entities)
        if all(index.sequence == sequence for index in standing):
            return
        with self._lock:
            self._embed_missing(sequence)
            self.vectors.refresh(self._store, self._name)
            self.keywords.refresh(self._store, self._name)
            self.graph.refresh(self._store, self._name)
            self.entities.refresh(self._store, self._name, self.keywords)
        if self.vectors.needs_absorbing and not self._absorbing.locked():
            threading.Thread(target=self._absorb, name="absorb", daemon=True).start()

    def _absorb(self) -> None:
        """Build the HNSW graph beside the searches that go on."""
        with self._absorbing:
            started = time.monotonic()
            self.vectors.absorb()
            _log.info(
                "collection %s: %d vectors moved to HNSW in %.0f s",
                self._name, self.vectors.graph_size, time.monotonic() - started,
            )  # fmt: skip

    def _embed_missing(self, sequence: int) -> None:
        """Embed passages that another model embedded: the configured one may have changed.

        Vectors of the models used last stay, so that going back to one embeds nothing anew.
        """
        if self._embedded_upto == sequence:
            return
        missing = self._store.iter_chunks_without_vector(
            self._name, self._embedder.name, self._embedded_upto
        )
        done = 0
        while batch := list(islice(missing, _ENCODE_BATCH)):
            if done % _SAID_EVERY == 0:
                _log.info(
                    "collection %s: passages that the embedder %s has no vectors for are embedded, "
                    "once; searches wait; %d done", self._name, self._embedder.name, done,
                )  # fmt: skip
            vectors = self._embedder.encode([chunk.indexed_text for chunk in batch])
            self._store.put_vectors(
                self._name, self._embedder.name, [chunk.id for chunk in batch], vectors
            )
            done += len(batch)
        if done:
            _log.info("collection %s: %d passages embedded", self._name, done)
        self._store.use_embedder(self._name, self._embedder.name)
        self._embedded_upto = sequence

    def save(self) -> None:
        """Keep what is costly to rebuild for the next start, as it stands.

        A graph that is still being built is not waited for, which could take minutes while the
        service shuts down; the next start builds the rest.
        """
        self.vectors.save()
        self.entities.save()
