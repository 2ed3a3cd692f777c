"""Recall of each searcher and of their fusion over a corpus with known supporting passages."""

import statistics
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import data, report
from indexes.hybrid import HybridSearcher
from service.bootstrap import Footing
from service.evaluation.metrics.answers import all_gold_at, recall_at
from service.ingest.offered import Incoming
from service.ingest.texts import from_text

DEPTH = 50
SEARCHERS = ("dense", "keyword", "graph", "hybrid")
CUTS = (1, 5, 8, 20)


@dataclass
class Recall:
    """Sums over questions, by searcher and cut."""

    questions: int = 0
    recall: dict[tuple[str, int], float] = field(default_factory=dict)
    all_gold: dict[str, float] = field(default_factory=dict)
    parts: dict[str, list[float]] = field(default_factory=dict)
    total: list[float] = field(default_factory=list)
    asked: dict[str, int] = field(default_factory=dict)

    def add(self, found: Mapping[str, Sequence[str]], wanted: Sequence[str]) -> None:
        """Count one question."""
        self.questions += 1
        for searcher, ids in found.items():
            self.asked[searcher] = self.asked.get(searcher, 0) + bool(ids)
            for k in CUTS:
                key = (searcher, k)
                self.recall[key] = self.recall.get(key, 0.0) + recall_at(k, ids, wanted)
            gold = all_gold_at(8, ids, wanted)
            self.all_gold[searcher] = self.all_gold.get(searcher, 0.0) + gold

    def row(self, searcher: str) -> list[float]:
        """Means of one searcher: recall at each cut, then `all_gold@8`."""
        sums = [self.recall.get((searcher, k), 0.0) for k in CUTS]
        return [value / self.questions for value in (*sums, self.all_gold.get(searcher, 0.0))]

    def table(self) -> str:
        """Means over all questions, a row a searcher; the graph is not asked for every one."""
        shares = {name: self.asked.get(name, 0) / self.questions for name in SEARCHERS}
        names = {n: n if s == 1 else f"{n} (asked for {s:.0%})" for n, s in shares.items()}
        rows = [[names[searcher], *self.row(searcher)] for searcher in SEARCHERS]
        return report.table(["", *(f"recall@{k}" for k in CUTS), "all_gold@8"], rows)

    def timings(self) -> str:
        """Median time of each part of a search, and how the whole compares with the slowest."""
        median = {name: statistics.median(values) for name, values in self.parts.items()}
        dense = {"dense with encoding": median.get("encode", 0.0) + median.get("dense", 0.0)}
        searchers = dense | {n: median.get(n, 0.0) for n in ("keyword", "triples", "graph")}
        name, slowest = max(searchers.items(), key=lambda item: item[1])
        whole = statistics.median(self.total)
        parts = ", ".join(f"{part} {value:.2f}" for part, value in median.items())
        return (
            f"Median of a search: {whole:.1f} ms ({parts} ms; keyword and triples beside dense); "
            f"the slowest searcher ({name}) {slowest:.1f} ms, so the whole takes "
            f"{whole / slowest:.2f} times as long."
        )


def measure(
    searcher: HybridSearcher,
    collection: str,
    questions: Iterable[tuple[str, Sequence[str]]],
    documents: Mapping[int, str],
) -> Recall:
    """Ask every question; `documents` maps chunk ids to document ids."""
    result = Recall()
    for question, wanted in questions:
        started = time.perf_counter()
        found = searcher.search(collection, question, DEPTH)
        result.total.append((time.perf_counter() - started) * 1000)
        for name, value in found.timings_ms.items():
            result.parts.setdefault(name, []).append(value)
        rankings = {**found.by_searcher, "hybrid": found.hits}
        ids = {
            n: [documents[h.id] for h in hits if h.id in documents] for n, hits in rankings.items()
        }
        result.add(ids, wanted)
    return result


def chunk_owners(footing: Footing, collection: str) -> dict[int, str]:
    """Document id of every chunk."""
    upto = footing.store.state(collection).sequence
    return {c.id: c.document_id for c in footing.store.iter_chunks(collection, 0, upto)}


def corpus(path: Path) -> Iterable[Incoming]:
    """A retrieval corpus as documents that keep their ids."""
    for row in data.rows(path):
        yield row["id"], from_text(row["text"], row["title"], row["id"])


def ingest(footing: Footing, collection: str, documents: Iterable[Incoming]) -> tuple[int, float]:
    """Store a corpus unless it is there; answers passages and seconds."""
    started = time.perf_counter()
    passages = sum(o.chunks for o in footing.ingester.ingest(collection, documents))
    seconds = time.perf_counter() - started
    footing.searcher.indexes(collection)
    return passages, seconds


def questions_of(path: Path) -> list[tuple[str, list[str]]]:
    """Questions with the ids of their supporting passages."""
    return [(row["question"], row["supporting_ids"]) for row in data.rows(path)]
