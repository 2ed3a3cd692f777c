"""Questions through search alone: where each searcher ranks the documents that should be found."""

import time
from collections.abc import Mapping, Sequence
from typing import Any

from indexes.hybrid import HybridSearcher, SearchResult
from knowledge.errors import FootingError
from knowledge.store.base import Store
from service.evaluation.cases.types import Case, RetrievalCase, Task
from service.evaluation.metrics import retrieval
from service.evaluation.metrics.table import NOT_APPLICABLE
from service.evaluation.tasks.base import Row

SEARCHERS = ("dense", "keyword", "graph", "hybrid")
DEPTH = 50


class RetrievalTask:
    """Searches for each case.

    Args:
        searcher: what searches.
        store: tells which document a passage belongs to.
        collection: where.
        models: names and digests of the models, for the run's settings.
    """

    name: Task = "retrieval"
    metrics = retrieval.METRICS
    columns = (
        *(f"{searcher} {name}" for searcher in SEARCHERS for name in retrieval.NAMES),
        "ms",
    )

    def __init__(
        self, searcher: HybridSearcher, store: Store, collection: str, models: Mapping[str, str]
    ) -> None:
        self._searcher = searcher
        self._store = store
        self._collection = collection
        self._models = models

    def settings(self) -> Mapping[str, Any]:
        """The collection as it stands and the models that search it."""
        state = self._store.state(self._collection)
        return {
            "collection": self._collection,
            "state": f"{state.id}:{state.sequence}",
            "models": dict(self._models),
        }

    def row(self, case: Case) -> Row:
        """The rankings of a case."""
        assert isinstance(case, RetrievalCase)  # noqa: S101 - for the type checker
        row: Row = {
            "id": case.id,
            "question": case.question,
            "lang": case.lang,
            "source": case.source,
            "supporting_ids": list(case.supporting_ids),
        }
        started = time.perf_counter()
        try:
            result = self._searcher.search(self._collection, case.question, DEPTH)
        except FootingError as error:
            return row | {"error": error.message}
        ms = round((time.perf_counter() - started) * 1000, 3)
        found = self._documents(result)
        return row | {
            "found": found,
            "scores": {
                n: retrieval.of_ranking(ids, case.supporting_ids) for n, ids in found.items()
            },
            "timings_ms": result.timings_ms,
            "ms": ms,
            "error": None,
        }

    def _documents(self, result: SearchResult) -> dict[str, list[str]]:
        """Document ids of each ranking, each document where it is first found."""
        rankings = {**result.by_searcher, "hybrid": result.hits}
        ids = list({hit.id for hits in rankings.values() for hit in hits})
        owners = {i: c.document_id for i, c in self._store.chunks(self._collection, ids).items()}
        return {
            name: list(dict.fromkeys(owners[hit.id] for hit in hits if hit.id in owners))
            for name, hits in rankings.items()
        }

    @classmethod
    def values(cls, row: Row) -> Sequence[float]:
        """A row's values in the order of `columns`; a case that failed found nothing."""
        scores = row.get("scores", {})
        found = [
            float(scores.get(searcher, {}).get(name, 0.0))
            for searcher in SEARCHERS
            for name in retrieval.NAMES
        ]
        return [*found, float(row.get("ms", NOT_APPLICABLE))]
