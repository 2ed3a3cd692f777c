"""Trains what ships: `python -m service.tuning.shipped KIND --data DIR --out DIR [--base DIR]`.

Only sets whose licences allow it are read. First `reader`, from the packaged encoder; then, from
its model, `refined`; from that one `checker`, since a reader has learned to look from one text into
the other, and `refined-again`. `embedder` goes on from the vectors that a reader's characters have.
"""

import argparse
import logging
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import islice
from pathlib import Path

from indexes.embedding.tokens import extended_tokenizer
from knowledge.types import Evidence
from service.generators.look import span_text
from service.generators.signals import find_candidates
from service.generators.spans import SpanScorer
from service.models.network import load_network, shipped_folder
from service.tuning.claim_task import ClaimTask, claim_features
from service.tuning.curve import write_curve
from service.tuning.embedding_task import EmbeddingTask, retrieval_features
from service.tuning.hard_nulls import NULLS, hard_nulls, kept_in
from service.tuning.networks import (
    NEW,
    added_vectors,
    load_for_training,
    new_encoder,
    new_network,
    pairs_for,
    save_added,
    save_trained,
)
from service.tuning.progress import Progress
from service.tuning.reading_examples import NullShares, ReadingExample, counts, make_examples
from service.tuning.reading_features import reading_features
from service.tuning.reading_task import ReadingTask
from service.tuning.retrieval_pairs import retrieval_pairs
from service.tuning.sets import (
    Sets,
    chinese_passages,
    chinese_rows,
    claim_set,
    hardened_set,
    reading_set,
    refining_set,
    sample,
)
from service.tuning.trainer import Recipe, Trainer
from service.tuning.vocabulary import initial_vectors, packaged_vectors, unread_characters

_log = logging.getLogger(__name__)

KINDS = (
    "reader",
    "refined",
    "refined-again",
    "hardened",
    "contrasted",
    "checker",
    "embedder",
)
READER = Recipe(
    epochs=1, batch_tokens=4608, rate=2e-4, rate_new=1e-3, evaluate_every=400, patience=0
)
REFINED = Recipe(
    epochs=1, batch_tokens=4608, rate=8e-5, rate_new=2e-4, evaluate_every=300, patience=0
)
HARDENED = replace(REFINED, rate=1e-4)
CHECKER = Recipe(
    epochs=1, batch_tokens=4096, rate=1e-4, rate_new=5e-4, evaluate_every=300, patience=0
)
EMBEDDER = Recipe(
    epochs=1, batch_tokens=16384, rate_new=1e-3, warm_up=0.05, evaluate_every=100, patience=0
)


def train_reader(sets: Sets, out: Path, report: Callable[[Progress], None]) -> None:
    """Train the reader from the packaged encoder; about 80 minutes on two cores with BF16."""
    chinese = chinese_rows(sets)
    texts = [*dict.fromkeys(r.context for r in chinese), *(r.question for r in chinese)]
    tokens = unread_characters(texts)
    model = new_network("reader", tokens, initial_vectors(tokens, texts, packaged_vectors()))
    pairs = pairs_for(tokens)
    task = ReadingTask(reading_features(_watched(sets, 300), pairs))
    features = reading_features(reading_set(sets), pairs)
    Trainer(model, task, READER, out, NEW).run(features, report)
    save_trained(model, tokens, out / "model")
    write_curve(out)


def refine_reader(
    sets: Sets, base: Path, out: Path, report: Callable[[Progress], None], *, again: bool = False
) -> None:
    """Train a trained reader on what is hardest; half an hour, again an hour (two cores, BF16)."""
    model, tokens = load_for_training("reader", base)
    pairs = pairs_for(tokens)
    task = ReadingTask(reading_features(_watched(sets, 700), pairs))
    features = reading_features(refining_set(sets, again=again), pairs)
    recipe = replace(REFINED, rate=1.5e-4) if again else REFINED
    Trainer(model, task, recipe, out, NEW).run(features, report)
    save_trained(model, tokens, out / "model")
    write_curve(out)


def harden_reader(
    sets: Sets,
    base: Path,
    out: Path,
    report: Callable[[Progress], None],
    *,
    contrasted: bool = False,
) -> None:
    """Train a trained reader on what it takes for answerable; 40 minutes (two cores, BF16)."""
    model, tokens = load_for_training("reader", base)
    pairs = pairs_for(tokens)
    task = ReadingTask(reading_features(_watched(sets, 700), pairs))
    out.mkdir(parents=True, exist_ok=True)
    fooling = kept_in(out / NULLS, lambda nulls: hard_nulls(nulls, model, pairs))
    examples = hardened_set(sets, fooling, contrasted=contrasted)
    _log.info("%s", counts(examples))
    Trainer(model, task, HARDENED, out, NEW).run(reading_features(examples, pairs), report)
    save_trained(model, tokens, out / "model")
    write_curve(out)


def train_checker(sets: Sets, base: Path, out: Path, report: Callable[[Progress], None]) -> None:
    """Train the checker from a trained reader; about half an hour on two cores with BF16."""
    model, tokens = load_for_training("checker", base)
    pairs = pairs_for(tokens, 256)
    rows, watched = claim_set(sets, pointing(base))
    task = ClaimTask({name: claim_features(part, pairs) for name, part in watched.items()})
    Trainer(model, task, CHECKER, out, ("classifier",)).run(claim_features(rows, pairs), report)
    save_trained(model, tokens, out / "model")
    write_curve(out)


def train_embedder(sets: Sets, base: Path, out: Path, report: Callable[[Progress], None]) -> None:
    """Teach the packaged encoder Chinese characters; half an hour on two cores with BF16."""
    tokens, vectors = added_vectors(base)
    model = new_encoder(tokens, vectors)
    tokenizer = extended_tokenizer(tokens).backend_tokenizer
    rows, held_out = chinese_passages(sets)
    watched = retrieval_pairs(held_out, sentences=0, hard=0, seed=1)
    task = EmbeddingTask(retrieval_features(islice(watched, 600), tokenizer))
    features = retrieval_features(retrieval_pairs(rows), tokenizer)
    Trainer(model, task, EMBEDDER, out, ("embeddings.word_embeddings",)).run(features, report)
    save_added(model, tokens, out / "model")
    write_curve(out)


def _watched(sets: Sets, count: int) -> Iterable[ReadingExample]:
    return make_examples(sample(sets.human("calibrate"), count, 3), NullShares(0, 0, 0), 0)


def pointing(reader: Path) -> Callable[[str, str], str | None]:
    """The best span of a trained reader for a question and a passage, however unsure it is."""
    scorer = SpanScorer(load_network("reader", str(reader)))

    def point(question: str, passage: str) -> str | None:
        evidence = [Evidence(kind="passage", text=passage)]
        candidates = find_candidates(evidence)
        spans = scorer.score(question, evidence, candidates)
        found = [(s.log_odds, span_text(c, s)) for c, s in zip(candidates, spans, strict=True) if s]
        return max(found)[1] if found else None

    return point


def main() -> None:
    """Train one of them; an interrupted run goes on from its last checkpoint."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("--data", type=Path, required=True, help="folder of the public data sets")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--base", type=Path, default=shipped_folder("reader"))
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    sets, report = Sets(options.data), lambda progress: _log.info("%s", progress)
    if options.kind == "reader":
        train_reader(sets, options.out, report)
    elif options.kind == "checker":
        train_checker(sets, options.base, options.out, report)
    elif options.kind in {"hardened", "contrasted"}:
        contrasted = options.kind == "contrasted"
        harden_reader(sets, options.base, options.out, report, contrasted=contrasted)
    elif options.kind == "embedder":
        train_embedder(sets, options.base, options.out, report)
    else:
        again = options.kind == "refined-again"
        refine_reader(sets, options.base, options.out, report, again=again)


if __name__ == "__main__":
    main()
