"""Stores offered documents: cut, embed, commit, one durable transaction a document.

Three things overlap: cutting the next batch, embedding this one, committing the last one.
"""

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexes.embedding.base import Embedder
from knowledge.chunking import chunk_text
from knowledge.errors import UnreadableDocumentError
from knowledge.store.base import PreparedDocument, Store
from knowledge.triples.base import Extractor, NoExtraction
from knowledge.triples.extraction import read_document
from knowledge.types import Chunk, Document, Span
from service.ingest.offered import Incoming, Known, Offered, Outcome, RowsEnd, Unchanged

# Passages embedded together: enough to sort by length, little enough to commit every few seconds.
BATCH_PASSAGES = 512
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Cut:
    """A document on its way: with its passages, or with the outcome that is already known.

    Or the end of a file of rows: what it held before and holds no more is removed.
    """

    document: Document | None
    spans: Sequence[Span]
    outcome: Outcome | None
    name: str
    end: RowsEnd | None = None


class Ingester:
    """Puts documents into a store.

    Args:
        store: the store of record.
        embedder: makes the vectors of passages.
        extractor: reads triples and mentions of entities out of the text.
    """

    def __init__(
        self, store: Store, embedder: Embedder, extractor: Extractor | None = None
    ) -> None:
        self._store = store
        self._embedder = embedder
        self._extractor = extractor or NoExtraction()

    def known(self, collection: str) -> Known:
        """What `files.from_paths` asks to leave unchanged files unparsed."""
        self._store.create_collection(collection)
        return lambda document_id: self._store.fingerprint(collection, document_id)

    def ingest(
        self,
        collection: str,
        incoming: Iterable[Incoming],
        check: Callable[[], None] = lambda: None,
    ) -> Iterator[Outcome]:
        """Store what is offered; yields an outcome for each once it is durable.

        Rows that a file held before and holds no more are removed once it was read to its end.

        Args:
            collection: made if it does not exist.
            incoming: documents or the errors met while reading them; consumed lazily.
            check: called between batches; raises when the caller's deadline has passed. What was
                yielded before stays stored.
        """
        self._store.create_collection(collection)
        offered = iter(incoming)
        with ThreadPoolExecutor(2, thread_name_prefix="ingest") as pool:
            cutting = pool.submit(self._cut_batch, collection, offered, check)
            writing: Future[list[Outcome]] | None = None
            while batch := cutting.result():
                cutting = pool.submit(self._cut_batch, collection, offered, check)
                vectors = self._embed(batch, check)
                if writing:
                    yield from writing.result()
                writing = pool.submit(self._write, collection, batch, vectors)
            if writing:
                yield from writing.result()

    def _cut_batch(
        self, collection: str, offered: Iterator[Incoming], check: Callable[[], None]
    ) -> list[_Cut]:
        batch: list[_Cut] = []
        passages = 0
        ready_at = time.monotonic() + 2.0
        for name, item in offered:
            check()
            cut = self._cut(collection, name, item)
            batch.append(cut)
            passages += len(cut.spans)
            # Slow sources (large PDFs) must not hold back what is ready.
            if passages >= BATCH_PASSAGES or time.monotonic() > ready_at:
                break
        return batch

    def _cut(self, collection: str, name: str, item: Offered) -> _Cut:
        if isinstance(item, UnreadableDocumentError):
            _log.warning("not ingested: %s: %s", name, item.message)
            details = {k: v for k, v in item.details.items() if k != "reason"}
            failed = Outcome("failed", name, None, 0, item.reason, item.message, details)
            return _Cut(None, (), failed, name)
        if isinstance(item, RowsEnd):
            return _Cut(None, (), None, name, item)
        if isinstance(item, Unchanged):
            return _Cut(None, (), Outcome("unchanged", name, item.document_id), name)
        if self._store.fingerprint(collection, item.id) == item.fingerprint:
            return _Cut(None, (), Outcome("unchanged", name, item.id), name)
        return _Cut(item, chunk_text(item.text), None, name)

    def _embed(self, batch: Sequence[_Cut], check: Callable[[], None]) -> list[NDArray[np.float32]]:
        texts = [
            _as_indexed(cut.document, span) for cut in batch if cut.document for span in cut.spans
        ]
        parts = [np.zeros((0, self._embedder.dimension), dtype=np.float32)]
        for start in range(0, len(texts), BATCH_PASSAGES):
            check()
            parts.append(self._embedder.encode(texts[start : start + BATCH_PASSAGES]))
        bounds = np.cumsum([len(cut.spans) for cut in batch])[:-1]
        return np.split(np.concatenate(parts), bounds)

    def _write(
        self, collection: str, batch: Sequence[_Cut], vectors: Sequence[NDArray[np.float32]]
    ) -> list[Outcome]:
        outcomes: list[Outcome] = []
        for cut, rows in zip(batch, vectors, strict=True):
            if cut.end:
                gone = self._store.settle_rows(collection, cut.end.file, cut.end.ids)
                outcomes += (Outcome("removed", f"{cut.name}#{i}", i) for i in gone)
            else:
                outcomes.append(cut.outcome or self._store_one(collection, cut, rows))
        return outcomes

    def _store_one(self, collection: str, cut: _Cut, vectors: NDArray[np.float32]) -> Outcome:
        document = cut.document
        if document is None:
            raise AssertionError("a cut without an outcome has a document")
        read = read_document(self._extractor, document, cut.spans)
        prepared = PreparedDocument(
            document=document,
            spans=cut.spans,
            vectors=vectors,
            model=self._embedder.name,
            triples=read.triples,
            mentions=read.mentions,
        )
        status = self._store.put_document(collection, prepared)
        return Outcome(status, cut.name, document.id, len(cut.spans))


def _as_indexed(document: Document, span: Span) -> str:
    """The text that is embedded, the same as for a stored chunk."""
    return Chunk(
        id=0,
        document_id=document.id,
        position=0,
        start=span.start,
        end=span.end,
        text=document.text[span.start : span.end],
        title=document.title,
        uri=document.uri,
        heading_path=span.heading_path,
    ).indexed_text
