"""Train a reader or a checker on files of one's own: what `footing tune` does."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from transformers import PreTrainedModel

from indexes.embedding.added import SHIPPED, TOKENS
from knowledge.errors import InvalidInputError
from service.models.network import Kind, shipped_folder
from service.models.pairs import PairEncoder
from service.tuning.adapters import merged, with_adapters
from service.tuning.claim_task import ClaimTask, claim_features, closest_evidence
from service.tuning.curve import write_curve
from service.tuning.networks import NEW, load_for_training, new_network, pairs_for, save_trained
from service.tuning.progress import Progress
from service.tuning.reading_examples import NullShares, make_examples
from service.tuning.reading_features import reading_features, reading_windows
from service.tuning.reading_task import ReadingTask
from service.tuning.rows import ClaimRow, QuestionRow, read_claims, read_questions
from service.tuning.trainer import Recipe, Trainer, fingerprint
from service.tuning.vocabulary import initial_vectors, packaged_vectors, unread_characters

PACKAGED = "packaged"
SUMMARY = "summary.json"
MODEL = "model"


@dataclass(frozen=True, slots=True)
class Run:
    """What a user asks for.

    Attributes:
        train, dev: files of questions or claims.
        out: folder for checkpoints, log, curve, summary and, under `model`, the model.
        base: folder of a model to go on from, `shipped`, or `packaged` for the bare encoder.
        method: all weights, or low-rank adapters that are merged when the run ends.
        max_length: tokens of a sequence.
    """

    train: Sequence[Path]
    dev: Sequence[Path]
    out: Path
    recipe: Recipe
    base: str = SHIPPED
    method: Literal["full", "lora"] = "full"
    max_length: int = 320


def tune_reader(run: Run, report: Callable[[Progress], None]) -> dict[str, Any]:
    """Train a reader; null examples are made from the answerable questions.

    Raises:
        InvalidInputError: a file cannot be read or holds nothing to learn from.
    """
    train = [row for path in run.train for row in read_questions(path)]
    dev = [row for path in run.dev for row in read_questions(path)]
    if not dev:
        raise InvalidInputError("the files for --dev hold no questions")
    model, tokens = _start("reader", run, train)
    pairs = pairs_for(tokens, run.max_length)
    examples = list(make_examples(train, NullShares(), run.recipe.seed))
    features = reading_features(examples, pairs)
    # Whole passages in all their windows, as in service: cut around the answer, as in training, it
    # would be easier to find.
    asked = list(make_examples(dev, NullShares(0, 0, 0, short=None), 0))
    measured, owners = reading_windows(asked, pairs)
    noted = {
        "training examples left out, whose answer stands behind the longest sequence": len(examples)
        - len(features)
    }
    task = ReadingTask(measured, owners=owners)
    return _train(run, model, tokens, task, features, measured, noted, report)


def tune_checker(run: Run, report: Callable[[Progress], None]) -> dict[str, Any]:
    """Train a checker on labelled claims.

    Raises:
        InvalidInputError: a file cannot be read or holds nothing to learn from.
    """
    train: list[ClaimRow] = [row for path in run.train for row in read_claims(path)]
    dev = {name: read_claims(path) for name, path in _names(run.dev).items()}
    if not any(dev.values()):
        raise InvalidInputError("the files for --dev hold no claims")
    model, tokens = _start("checker", run, train)
    pairs: PairEncoder = pairs_for(tokens, run.max_length)
    shown, shortened = closest_evidence(train, pairs)
    measured = {
        name: claim_features(closest_evidence(rows, pairs)[0], pairs)
        for name, rows in dev.items()
        if rows
    }
    every = [feature for part in measured.values() for feature in part]
    noted = {"claims whose evidence was shortened to what says most of them": shortened}
    features = claim_features(shown, pairs)
    return _train(run, model, tokens, ClaimTask(measured), features, every, noted, report)


def _names(paths: Sequence[Path]) -> dict[str, Path]:
    """Files by the names of their sets: short where that tells them apart."""
    stems = [path.name.split(".")[0] for path in paths]
    return {
        stem if stems.count(stem) == 1 and stem != "score" else str(path): path
        for stem, path in zip(stems, paths, strict=True)
    }


def _start(
    kind: Kind, run: Run, rows: Sequence[QuestionRow] | Sequence[ClaimRow]
) -> tuple[PreTrainedModel, list[str]]:
    if run.base == PACKAGED:
        texts = [text for row in rows for text in _texts(row)]
        tokens = unread_characters(texts)
        vectors = initial_vectors(tokens, texts, packaged_vectors(), run.recipe.seed)
        return new_network(kind, tokens, vectors, run.recipe.seed), tokens
    folder = shipped_folder(kind) if run.base == SHIPPED else Path(run.base)
    if not (folder / TOKENS).exists():
        raise InvalidInputError(
            f"{folder} holds no model that `footing tune` can go on from (it has no {TOKENS}); "
            f"give the `{MODEL}` folder of an earlier run, `shipped` or `{PACKAGED}`."
        )
    return load_for_training(kind, folder, run.recipe.seed)


def _texts(row: QuestionRow | ClaimRow) -> tuple[str, str]:
    if isinstance(row, QuestionRow):
        return row.question, row.context
    return row.claim, row.evidence


def _train(
    run: Run,
    model: PreTrainedModel,
    tokens: Sequence[str],
    task: Any,  # noqa: ANN401 - a Task of the features below
    features: Sequence[Any],
    dev: Sequence[Any],
    noted: Mapping[str, int],
    report: Callable[[Progress], None],
) -> dict[str, Any]:
    try:
        run.out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InvalidInputError(f"{run.out} cannot be a folder: {error}") from error
    trained = with_adapters(model, NEW) if run.method == "lora" else model
    new = NEW if run.base == PACKAGED else ()
    # Scores on other dev files are of another run: which step was best depends on them.
    about = {"method": run.method, "base": run.base, "fingerprint of dev": fingerprint(task, dev)}
    summary = Trainer(trained, task, run.recipe, run.out, new, about).run(features, report)
    save_trained(merged(trained), tokens, run.out / MODEL)
    write_curve(run.out)
    summary |= {"noted": dict(noted), "model": str(run.out / MODEL)}
    (run.out / SUMMARY).write_text(json.dumps(summary, indent=1) + "\n", "utf-8")
    return summary
