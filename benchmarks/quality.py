"""`make quality`: the sample test set, and the public sets that are at hand.

Corpora are kept under `runs/quality` between calls, since encoding 57,770 passages takes a while.
"""

import argparse
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks import (
    certificates,
    claims,
    data,
    extraction,
    graph,
    multi_hop,
    protocols,
    reading,
    report,
    retrieval,
    sample,
    tables,
    threshold,
)
from indexes.hybrid import FusionWeights
from service.bootstrap import Footing, build
from service.config import Settings
from service.evaluation.protocols.registry import PROTOCOLS
from service.ingest.texts import from_text

COMMAND = "make quality"
# Said beside the figures: what was tuned on the very questions that are reported.
FUSION_SEEN = (
    "The fusion weights were chosen on these questions (EXPERIMENTS.md), so the hybrid row is "
    "tuned, not held out."
)
RGB_SEEN = (
    "The list of Chinese question words and the weight of dense results were chosen on these "
    "questions (EXPERIMENTS.md)."
)
CORPORA = (
    ("wiki2024", "wiki2024_en_corpus", "wiki2024_en_questions", "Wikipedia 2024, 57,770 passages"),
)


def corpora(footing: Footing, folder: Path) -> None:
    """Recall by searcher on the English corpora."""
    for collection, corpus, questions, title in CORPORA:
        texts, asked = data.find(folder, corpus), data.find(folder, questions)
        if texts is None or asked is None:
            continue
        retrieval.ingest(footing, collection, retrieval.corpus(texts))
        owners = retrieval.chunk_owners(footing, collection)
        result = retrieval.measure(
            footing.searcher, collection, retrieval.questions_of(asked), owners
        )
        plain = footing.searcher.reweighted(FusionWeights(turns=()))
        without = retrieval.measure(plain, collection, retrieval.questions_of(asked), owners)
        recall = ", ".join(f"{value:.3f}" for value in without.row("hybrid"))
        body = (
            f"{result.questions} questions. {FUSION_SEEN}\n\n{result.table()}\n\n"
            f"Hybrid without the graph, in the same columns: {recall}.\n\n{result.timings()}"
        )
        report.write_section(f"Retrieval: {title}", body, COMMAND)


def chinese(footing: Footing, folder: Path) -> None:
    """Chinese passages of RGB, positives and negatives of all questions pooled."""
    path = data.find(folder, "rgb_zh_fact")
    if path is None:
        return
    cases = list(data.rows(path))
    texts = list(dict.fromkeys(t for c in cases for t in [*c["positive"], *c["negative"]]))
    ids = {text: f"p{n}" for n, text in enumerate(texts)}
    documents = ((i, from_text(text, "", i)) for text, i in ids.items())
    retrieval.ingest(footing, "rgb-zh", documents)
    owners = retrieval.chunk_owners(footing, "rgb-zh")
    hits = dict.fromkeys(retrieval.SEARCHERS, 0)
    for case in cases:
        found = footing.searcher.search("rgb-zh", case["question"], 20)
        gold = {ids[text] for text in case["positive"]}
        for name, ranking in {**found.by_searcher, "hybrid": found.hits}.items():
            first = list(dict.fromkeys(owners[h.id] for h in ranking))[:5]
            hits[name] += bool(gold & set(first))
    rows = [[name, count / len(cases)] for name, count in hits.items()]
    body = f"{len(cases)} questions, {len(texts)} passages. {RGB_SEEN}\n\n" + report.table(
        ["", "hit@5"], rows
    )
    report.write_section("Retrieval: RGB Chinese, passages pooled", body, COMMAND)


def _parts(footing: Footing, options: argparse.Namespace) -> dict[str, Callable[[], None]]:
    """What is measured, by name."""
    dev, runs = options.data / "dev", options.runs / "protocols"
    return {
        "reader": lambda: reading.measure(dev, footing.settings, footing.embedder),
        "checker": lambda: claims.measure(dev, footing.settings, footing.embedder),
        "sample": lambda: sample.measure(footing),
        "tables": lambda: tables.measure(footing),
        "chinese": lambda: chinese(footing, dev),
        "corpora": lambda: corpora(footing, dev),
        "extraction": lambda: extraction.measure(options.data, footing.embedder),
        "graph": lambda: graph.measure(footing, options.data),
        "hops": lambda: multi_hop.measure(footing, options.data),
        **{
            name: partial(protocols.measure, footing, options.data, runs, name, options.limit)
            for name in PROTOCOLS
        },
        "certificates": lambda: certificates.measure(runs),
        "threshold": lambda: threshold.measure(runs),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--runs", type=Path, default=Path("runs/quality"))
    parser.add_argument("--only", help="one part; by default all of them")
    parser.add_argument("--limit", type=int, default=0, help="cases of each part of a protocol")
    options = parser.parse_args()
    footing = build(Settings(data=options.runs, cache_size=0))
    parts = _parts(footing, options)
    if options.only not in (None, *parts):
        parser.error(f"--only takes one of {', '.join(parts)}")
    for name in [options.only] if options.only else parts:
        parts[name]()
    footing.close()


if __name__ == "__main__":
    main()
