"""Keyword search with BM25 over our own terms, in a tantivy index one directory a collection.

The text is cut into terms by `knowledge.text.terms`, so English stems and Chinese bigrams work
the same in the index, in the query and in the checks. User text never reaches a query parser.
"""

import logging
import math
import shutil
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import tantivy

from indexes import manifest
from indexes.file_lock import file_lock
from indexes.manifest import Manifest
from knowledge.store.base import CollectionState, Store
from knowledge.text import terms
from knowledge.types import Chunk, Hit

_KIND = "tantivy terms-1"
_HEAP_BYTES = 60_000_000
_BATCH = 4000
# How often, and how long apart, a directory is cleared that is still written to.
_ATTEMPTS, _PAUSE_S = 20, 0.05
_log = logging.getLogger(__name__)


class KeywordIndex:
    """The terms of one collection's chunks, ranked by BM25.

    Several processes may share the directory: each follows the store under a file lock.
    The files may be deleted at any time.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._lock_path = directory.with_name(f"{directory.name}.lock")
        self._schema = _schema()
        self.sequence = -1
        self._chunks = 0
        self._checksum = 0
        self._opened: tantivy.Index | None = None
        # What searches use: a rebuild is published when it is complete.
        self._published: tantivy.Index | None = None
        self._digests: dict[str, str] = {}

    def __len__(self) -> int:
        return self._chunks

    @property
    def _index(self) -> tantivy.Index:
        if self._published is None:
            raise RuntimeError("refresh the keyword index before searching it")
        return self._published

    def refresh(self, store: Store, collection: str) -> None:
        """Follow the store to its current state; rebuild when the two cannot be reconciled."""
        # A restored store may come to the same sequence number by other changes.
        state = store.state(collection)
        if (self.sequence, self._checksum) == (state.sequence, state.checksum) and self._opened:
            return
        with file_lock(self._lock_path), store.snapshot():
            state = store.state(collection)
            if not self._open_existing(state) or not self._catch_up(store, state):
                self._rebuild(store, state)
            self._published = self._opened

    def _open_existing(self, state: CollectionState) -> bool:
        """Open what is on disk, unless it is missing, damaged or ahead of the store."""
        found = manifest.read(self._directory, _KIND)
        if found is None or found.sequence > state.sequence:
            return False
        if self._opened is None or found.sequence != self.sequence:
            if not manifest.verified(self._directory, found):
                return False
            try:
                self._opened = tantivy.Index.open(str(self._directory))
            except (ValueError, OSError) as error:
                _log.warning("keyword index %s cannot be opened: %s", self._directory, error)
                return False
            self._opened.reload()
        self.sequence, self._chunks = found.sequence, found.chunks
        self._checksum, self._digests = found.checksum, found.files
        return True

    def _rebuild(self, store: Store, state: CollectionState) -> None:
        if state.chunks:
            _log.info("building the keyword index of collection %s", state.name)
        _empty(self._directory)
        self._opened = tantivy.Index(self._schema, path=str(self._directory))
        self.sequence, self._chunks, self._checksum = 0, 0, 0
        if not self._catch_up(store, state):
            _log.error(
                "the keyword index of collection %s holds %d chunks, the store %d; "
                "check the disk and restart", state.name, self._chunks, state.chunks
            )  # fmt: skip

    def _catch_up(self, store: Store, state: CollectionState) -> bool:
        if self.sequence < state.sequence:
            removed = store.removed(state.name, "chunk", self.sequence, state.sequence).tolist()
            added = store.iter_chunks(state.name, self.sequence, state.sequence)
            try:
                self._chunks = self._apply(self._opened, removed, added)
            except (ValueError, OSError) as error:
                _log.warning("keyword index %s cannot be written: %s", self._directory, error)
                return False
            self.sequence = state.sequence
            self._checksum = state.checksum
            self._write_manifest()
        return self._chunks == state.chunks and self._checksum == state.checksum

    def _apply(
        self, index: tantivy.Index | None, removed: list[int], added: Iterator[Chunk]
    ) -> int:
        """Write one commit; answers how many chunks the index holds then."""
        if index is None:
            raise AssertionError("an index is opened or made before it is written")
        # The old manifest would not fit the new files: without one, a crash means rebuild.
        (self._directory / manifest.NAME).unlink(missing_ok=True)
        writer = index.writer(_HEAP_BYTES, 1)
        for chunk_id in removed:
            writer.delete_documents_by_term("id", chunk_id)
        while batch := list(islice(added, _BATCH)):
            for chunk in batch:
                body = " ".join(terms(chunk.indexed_text))
                writer.add_document(tantivy.Document(id=chunk.id, body=body))
        writer.commit()
        writer.garbage_collect_files()
        writer.wait_merging_threads()
        index.reload()
        return int(index.searcher().num_docs)

    def _write_manifest(self) -> None:
        self._digests = {
            path.name: self._digest(path)
            for path in sorted(self._directory.iterdir())
            if path.is_file() and not path.name.startswith(".") and path.name != manifest.NAME
        }
        manifest.write(
            self._directory,
            Manifest(
                kind=_KIND,
                sequence=self.sequence,
                chunks=self._chunks,
                checksum=self._checksum,
                files=self._digests,
            ),
        )

    def _digest(self, path: Path) -> str:
        # Segment files never change once written; only the list of them does.
        known = None if path.name == "meta.json" else self._digests.get(path.name)
        return known or manifest.sha256(path)

    def search(self, query_terms: Sequence[str], k: int) -> list[Hit]:
        """The `k` best chunks that hold any of the terms, best first; ties by id."""
        if not query_terms:
            return []
        clauses = [
            (tantivy.Occur.Should, tantivy.Query.term_query(self._schema, "body", term, "freq"))
            for term in query_terms
        ]
        searcher = self._index.searcher()
        found: list[tuple[float, tantivy.DocAddress]] = searcher.search(
            tantivy.Query.boolean_query(clauses), k, count=False
        ).hits
        ids = searcher.fast_field_values("id", [address for _, address in found])
        scores = [float(score) for score, _ in found]
        ranked = sorted((-score, int(i or 0)) for score, i in zip(scores, ids, strict=True))
        return [Hit(id=i, score=-score, rank=n) for n, (score, i) in enumerate(ranked, 1)]

    def holding(self, query_terms: Sequence[str], k: int | None = None) -> list[int]:
        """Ids of the chunks that hold every one of the terms, ascending; at most `k`."""
        limit = self._chunks if k is None else k
        if not query_terms or not limit:
            return []
        clauses = [
            (tantivy.Occur.Must, tantivy.Query.term_query(self._schema, "body", term, "freq"))
            for term in dict.fromkeys(query_terms)
        ]
        searcher = self._index.searcher()
        found = searcher.search(tantivy.Query.boolean_query(clauses), limit, count=False).hits
        ids = searcher.fast_field_values("id", [address for _, address in found])
        return sorted(int(i or 0) for i in ids)

    def rarity(self, term: str) -> float:
        """Inverse document frequency of a term, 0 for one in every chunk, about 1 for a unique one.

        `log((N + 1) / (n + 0.5)) / log(2 N + 2)`, N chunks of which n hold the term.
        """
        total = max(1, self._chunks)
        holding = self._index.searcher().doc_freq("body", term)
        return max(0.0, math.log((total + 1) / (holding + 0.5)) / math.log(2 * total + 2))


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    # A signed field: an int in an unsigned one kills the writer with a misleading error.
    builder.add_integer_field("id", stored=False, indexed=True, fast=True)
    builder.add_text_field("body", stored=False, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


def _empty(directory: Path) -> None:
    """Make a directory anew; threads of an index that was open there may be writing to it yet."""
    for _ in range(_ATTEMPTS):
        shutil.rmtree(directory, ignore_errors=True)
        if not directory.exists():
            break
        time.sleep(_PAUSE_S)
    directory.mkdir(parents=True)
