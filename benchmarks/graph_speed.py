"""Memory of a large graph, and what one changed document costs it."""

import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from benchmarks import report
from indexes.entity_graph import EntityGraph
from indexes.keywords import KeywordIndex
from indexes.pagerank import personalised_pagerank
from knowledge.graph import KnowledgeGraph
from knowledge.store.base import PreparedDocument
from knowledge.store.sqlite import SqliteStore
from knowledge.types import Document, Span, Triple

TRIPLES = 1_000_000
_ENTITIES = 400_000
_PREDICATES = 200
_SYLLABLES = "ba ko mi ru sen tal vor win xan yel zor del fin gar hul".split()
_ROUNDS = 15
_PAGE = 4096


def triples(count: int, seed: int = 0) -> Iterator[Triple]:
    """Made-up triples; few entities have many, as in real graphs."""
    chosen = np.random.default_rng(seed)

    def name(number: int) -> str:
        parts = []
        for _ in range(6):
            number, part = divmod(number, len(_SYLLABLES))
            parts.append(_SYLLABLES[part])
        return "".join(parts[:3]).title() + " " + "".join(parts[3:]).title()

    for _ in range(count):
        subject = int(_ENTITIES * chosen.random() ** 3)
        yield Triple(
            name(subject),
            f"relation {chosen.integers(_PREDICATES)}",
            name(int(chosen.integers(_ENTITIES))),
        )


def measure(count: int = TRIPLES) -> None:
    """Write the section."""
    with TemporaryDirectory() as folder:
        store = SqliteStore(Path(folder) / "graph.db")
        store.create_collection("g")
        stored = store.add_triples("g", list(triples(count)))
        keywords = KeywordIndex(Path(folder) / "keywords")
        keywords.refresh(store, "g")
        before, started = _memory(), time.perf_counter()
        graph = KnowledgeGraph()
        graph.refresh(store, "g")
        networkx_seconds, networkx_memory = time.perf_counter() - started, _memory() - before
        before, started = _memory(), time.perf_counter()
        entities = EntityGraph(Path(folder) / "entities")
        entities.refresh(store, "g", keywords)
        csr_seconds, csr_memory = time.perf_counter() - started, _memory() - before
        updates = [_update(n, store, keywords, graph, entities) for n in range(_ROUNDS)]
        walks = [_walk(n, entities) for n in range(_ROUNDS)]
        store.close()
    rows: list[list[object]] = [
        ["networkx: memory, GB", networkx_memory],
        ["networkx: read from the store, s", networkx_seconds],
        ["matrix and names: memory, GB", csr_memory],
        ["matrix and names: built from the store, s", csr_seconds],
        ["together, GB", networkx_memory + csr_memory],
        ["a document with two triples changed, both in step again, ms", statistics.median(updates)],
        ["one personalised PageRank, 3 iterations, ms", statistics.median(walks)],
    ]
    body = (
        f"{stored} made-up triples over {graph.entities} names.\n\n{report.table(['', ''], rows)}"
    )
    report.write_section("Graph: a million triples", body, "make bench")


def _update(
    number: int,
    store: SqliteStore,
    keywords: KeywordIndex,
    graph: KnowledgeGraph,
    entities: EntityGraph,
) -> float:
    text = f"Document {number} changes. It knows other things now."
    read = [(Triple(f"Document {number}", "knows", f"Thing {n}"), 0) for n in range(2)]
    vectors = np.ones((1, 4), dtype=np.float32) / 2
    document = Document("changing", f"Document {number}", text)
    store.put_document(
        "g", PreparedDocument(document, [Span(0, len(text))], vectors, "made up", read)
    )
    keywords.refresh(store, "g")
    started = time.perf_counter()
    graph.refresh(store, "g")
    entities.refresh(store, "g", keywords)
    return (time.perf_counter() - started) * 1000


def _walk(number: int, entities: EntityGraph) -> float:
    view = entities.view
    restart = np.zeros(len(view), dtype=np.float32)
    restart[number :: len(view) // 10] = 1.0
    started = time.perf_counter()
    personalised_pagerank(
        view.matrix, restart, view.importance, view.leaving, 0.7, max_iterations=3
    )
    return (time.perf_counter() - started) * 1000


def _memory() -> float:
    """Resident memory of this process in GB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * _PAGE / 1e9
