"""Reader and checker against the bare encoder on the same pairs of texts, in one run."""

import statistics
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks import data, report
from indexes.embedding.sentence_transformer import SentenceTransformerEmbedder
from knowledge.types import Evidence
from service.generators.signals import find_candidates
from service.generators.spans import SpanScorer
from service.groundedness.entailment import Entailment
from service.models.network import load_network

Pair = tuple[str, str]
_PAIRS = 384
# Passages a question, as in service.
_TOGETHER = 8
_ROUNDS = 5
# The packaged encoder reads 256 word pieces; longer pairs would cost it less than their length.
_LONGEST = 850


def measure(folder: Path) -> None:
    """Write the section; both models and the encoder take turns."""
    path = data.find(folder, "squad20_dev_a")
    if path is None:
        return
    rows = [r for r in data.rows(path) if len(r["question"]) + len(r["context"]) < _LONGEST]
    pairs = [(r["question"], r["context"]) for r in rows[:: len(rows) // _PAIRS][:_PAIRS]]
    groups = [pairs[n : n + _TOGETHER] for n in range(0, len(pairs), _TOGETHER)]
    work = _work()
    rates: dict[str, list[float]] = {name: [] for name in work}
    for _ in range(_ROUNDS):
        for name, run in work.items():
            rates[name].append(_rate(run, groups))
    bare = statistics.median(rates["bare encoder"])
    table: list[list[object]] = [
        [name, f"{statistics.median(r):.1f}", statistics.median(r) / bare]
        for name, r in rates.items()
    ]
    body = (
        f"{len(pairs)} questions with passages, {_TOGETHER} at a time, from text to result "
        f"(tokens, network, spans or chances); medians of {_ROUNDS} rounds taken in turns.\n\n"
        + report.table(["", "pairs/s", "of the bare encoder"], table)
    )
    report.write_section("Speed of the evidence models", body, "make bench")


def _work() -> dict[str, Callable[[list[Pair]], object]]:
    embedder = SentenceTransformerEmbedder()
    reader = SpanScorer(load_network("reader"))
    checker = Entailment(load_network("checker"))

    def read(pairs: list[Pair]) -> object:
        evidence = [Evidence(kind="passage", text=text) for _, text in pairs]
        return reader.score(pairs[0][0], evidence, find_candidates(evidence))

    return {
        "bare encoder": lambda pairs: embedder.encode([f"{q} {text}" for q, text in pairs]),
        "reader": read,
        "checker": checker.score,
    }


def _rate(run: Callable[[list[Pair]], object], groups: list[list[Pair]]) -> float:
    started = time.perf_counter()
    for pairs in groups:
        run(pairs)
    return sum(map(len, groups)) / (time.perf_counter() - started)
