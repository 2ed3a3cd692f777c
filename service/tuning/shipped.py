"""Trains what ships: `python -m service.tuning.shipped KIND --data DIR --out DIR [--base DIR]`.

Only sets whose licences allow it are read. First `reader`, from the packaged encoder; then, each
from the model of the one before, `refined`, `refined-again`, `hardened`, `contrasted`, `crowd`,
`handbooks`, `joint`, `joint-again` and `tables`. `checker` goes on from the model of `refined`,
since a reader has learned to look from one text into the other; `checker-again` goes on from it,
and `checker-near` from the mean of the two. `embedder` goes on from the vectors that a reader's
characters have. `checker-contrasted` goes on from `checker`, and does not ship.
"""

import argparse
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path

from transformers import PreTrainedModel

from indexes.embedding.tokens import extended_tokenizer
from knowledge.types import Evidence
from service.generators.look import span_text
from service.generators.signals import find_candidates
from service.generators.spans import SpanScorer
from service.groundedness.entailment import Entailment
from service.models.network import Kind, load_network, shipped_folder
from service.tuning.claim_sets import (
    claim_set,
    claim_set_again,
    contrasted_claim_set,
    near_claim_set,
)
from service.tuning.claim_task import ClaimTask, claim_features
from service.tuning.curve import write_curve
from service.tuning.embedding_task import EmbeddingTask, retrieval_features
from service.tuning.handbooks import handbook_rows
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
from service.tuning.reading_sets import (
    Fooling,
    crowd_set,
    handbook_set,
    hardened_set,
    joint_set,
    reading_set,
    refining_set,
    table_set,
)
from service.tuning.reading_task import ReadingTask
from service.tuning.retrieval_pairs import retrieval_pairs
from service.tuning.rows import ClaimRow
from service.tuning.sets import Sets, chinese_passages, chinese_rows, sample
from service.tuning.tables import TABLES, table_rows
from service.tuning.trainer import Recipe, Trainer
from service.tuning.vocabulary import initial_vectors, packaged_vectors, unread_characters

_log = logging.getLogger(__name__)

Report = Callable[[Progress], None]
READER = Recipe(
    epochs=1, batch_tokens=4608, rate=2e-4, rate_new=1e-3, evaluate_every=400, patience=0
)
REFINED = Recipe(
    epochs=1, batch_tokens=4608, rate=8e-5, rate_new=2e-4, evaluate_every=300, patience=0
)
HARDENED = replace(REFINED, rate=1e-4)
JOINT = replace(REFINED, rate=1.5e-4, evaluate_every=400)
CHECKER = Recipe(
    epochs=1, batch_tokens=4096, rate=1e-4, rate_new=5e-4, evaluate_every=300, patience=0
)
REFINED_CHECKER = replace(CHECKER, rate=8e-5, rate_new=2e-4)
EMBEDDER = Recipe(
    epochs=1, batch_tokens=16384, rate_new=1e-3, warm_up=0.05, evaluate_every=100, patience=0
)


def train_reader(sets: Sets, _base: Path, out: Path, report: Report) -> None:
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
    sets: Sets, base: Path, out: Path, report: Report, *, again: bool = False
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
    report: Report,
    *,
    taught: Callable[[Sets, Fooling], list[ReadingExample]] = hardened_set,
    recipe: Recipe = HARDENED,
) -> None:
    """Train a trained reader on what it takes for answerable; half an hour to 70 minutes.

    On two cores with BF16.
    """
    model, tokens = load_for_training("reader", base)
    pairs = pairs_for(tokens)
    out.mkdir(parents=True, exist_ok=True)
    fooling = kept_in(out / NULLS, lambda nulls: hard_nulls(nulls, model, pairs))
    _teach(model, tokens, taught(sets, fooling), _watched(sets, 700), out, report, recipe)


def read_handbooks(sets: Sets, base: Path, out: Path, report: Report) -> None:
    """Train a trained reader on handbooks; about 20 minutes on two cores with BF16."""
    model, tokens = load_for_training("reader", base)
    rows = [row for name in ("en", "zh") for row in handbook_rows(name, "calibrate")]
    asked = make_examples(sample(rows, 700, 3), NullShares(0, 0, 0, short=0), 0)
    watched = [*_watched(sets, 350), *asked]
    _teach(model, tokens, handbook_set(sets), watched, out, report)


def read_tables(sets: Sets, base: Path, out: Path, report: Report) -> None:
    """Train a trained reader on tables and triples; about 20 minutes, likewise."""
    model, tokens = load_for_training("reader", base)
    rows = [row for language in TABLES for row in table_rows(language, "calibrate")]
    asked = make_examples(sample(rows, 500, 3), NullShares(0, 0, 0, short=0), 0)
    _teach(model, tokens, table_set(sets), [*_watched(sets, 350), *asked], out, report)


def _teach(
    model: PreTrainedModel,
    tokens: Sequence[str],
    examples: Sequence[ReadingExample],
    watched: Iterable[ReadingExample],
    out: Path,
    report: Report,
    recipe: Recipe = HARDENED,
) -> None:
    _log.info("%s", counts(examples))
    pairs = pairs_for(tokens)
    task = ReadingTask(reading_features(watched, pairs))
    Trainer(model, task, recipe, out, NEW).run(reading_features(examples, pairs), report)
    save_trained(model, tokens, out / "model")
    write_curve(out)


def train_checker(sets: Sets, base: Path, out: Path, report: Report) -> None:
    """Train the checker from a trained reader; about half an hour on two cores with BF16."""
    _train_checker(base, *claim_set(sets, pointing(base)), CHECKER, out, report)


def _train_checker(
    base: Path,
    rows: Sequence[ClaimRow],
    watched: Mapping[str, Sequence[ClaimRow]],
    recipe: Recipe,
    out: Path,
    report: Report,
) -> None:
    model, tokens = load_for_training("checker", base)
    pairs = pairs_for(tokens, 256)
    task = ClaimTask({name: claim_features(part, pairs) for name, part in watched.items()})
    Trainer(model, task, recipe, out, ("classifier",)).run(claim_features(rows, pairs), report)
    save_trained(model, tokens, out / "model")
    write_curve(out)


def train_checker_again(sets: Sets, base: Path, out: Path, report: Report) -> None:
    """Train a trained checker once more; about half an hour on two cores with BF16."""
    taught = claim_set_again(sets, pointing(shipped_folder("reader")))
    _train_checker(base, *taught, replace(CHECKER, evaluate_every=400), out, report)


def near_checker(sets: Sets, base: Path, out: Path, report: Report) -> None:
    """Train a trained checker on what shares a claim's words; about 20 minutes, likewise."""
    checker = Entailment(load_network("checker", str(base)))
    taught = near_claim_set(sets, lambda pairs: checker.score(pairs)[:, 0])
    _train_checker(base, *taught, replace(CHECKER, rate=8e-5), out, report)


def contrast_checker(sets: Sets, base: Path, out: Path, report: Report) -> None:
    """Train a trained checker on contrast sets; about 25 minutes on two cores with BF16."""
    _train_checker(base, *contrasted_claim_set(sets), REFINED_CHECKER, out, report)


def train_embedder(sets: Sets, base: Path, out: Path, report: Report) -> None:
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
    return make_examples(sample(sets.human("calibrate"), count, 3), NullShares(0, 0, 0, short=0), 0)


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


# How each is trained, and what it starts from unless told.
KINDS: dict[str, tuple[Callable[[Sets, Path, Path, Report], None], Kind]] = {
    "reader": (train_reader, "reader"),
    "refined": (refine_reader, "reader"),
    "refined-again": (partial(refine_reader, again=True), "reader"),
    "hardened": (harden_reader, "reader"),
    "contrasted": (partial(harden_reader, taught=partial(hardened_set, contrasted=True)), "reader"),
    "crowd": (partial(harden_reader, taught=crowd_set), "reader"),
    "handbooks": (read_handbooks, "reader"),
    "joint": (partial(harden_reader, taught=joint_set, recipe=JOINT), "reader"),
    "joint-again": (
        partial(harden_reader, taught=partial(joint_set, again=True), recipe=JOINT),
        "reader",
    ),
    "tables": (read_tables, "reader"),
    "checker": (train_checker, "reader"),
    "checker-again": (train_checker_again, "checker"),
    "checker-near": (near_checker, "checker"),
    "checker-contrasted": (contrast_checker, "checker"),
    "embedder": (train_embedder, "reader"),
}


def main() -> None:
    """Train one of them; an interrupted run goes on from its last checkpoint."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=tuple(KINDS))
    parser.add_argument("--data", type=Path, required=True, help="folder of the public data sets")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--base", type=Path, help="what to start from; by default what ships")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    train, kind = KINDS[options.kind]
    base = options.base or shipped_folder(kind)
    train(Sets(options.data), base, options.out, lambda progress: _log.info("%s", progress))


if __name__ == "__main__":
    main()
