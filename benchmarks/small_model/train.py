"""Train the small model: `python -m benchmarks.small_model.train --data DIR --runs DIR`.

An interrupted run goes on from its checkpoint when it is started again with the same settings.
With `--minutes` it stops at the first checkpoint after that time and keeps the best model so far.
"""

import argparse
import json
import math
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

import torch
from transformers import BertLMHeadModel, PreTrainedTokenizerFast

from benchmarks.small_model.conversations import Conversation, conversations, with_examples
from benchmarks.small_model.starting import NEW, starting_model
from benchmarks.small_model.task import WritingTask, encode
from benchmarks.small_model.tokenizer import learn_tokenizer
from service.tuning.checkpoint import CHECKPOINT
from service.tuning.progress import Progress
from service.tuning.sets import Sets, sample
from service.tuning.trainer import Recipe, Trainer

# Rows of each set and how often each is told, with other windows and distractors every time.
_TAUGHT = (
    ("squad11_train", 87_335, 1),
    ("qed_nq_train", 6904, 1),
    ("cmrc2018_train", 10_142, 3),
    ("cmrc2018_trial", 1002, 3),
)
_LONGEST = 384


def taught(sets: Sets, share: float, seed: int) -> list[Conversation]:
    """Conversations that teach, the same ones for the same share and seed."""
    found: list[Conversation] = []
    for number, (name, count, times) in enumerate(_TAUGHT):
        rows = sample(sets.questions(name), max(1, round(count * share)), 100 * seed + number)
        for again in range(times):
            found += conversations(rows, 1000 * seed + 100 * number + again)
    random.Random(seed).shuffle(found)  # noqa: S311
    return with_examples(found, seed)


def train(options: argparse.Namespace) -> dict[str, object]:
    """Learn a tokenizer and a model, and keep both as a transformers folder."""
    found = taught(Sets(options.data), options.share, options.seed)
    dev = found[-options.held_out :]
    asked = {c.question for c in dev}
    kept = [c for c in found[: -options.held_out] if c.question not in asked]
    if options.start:
        tokenizer = PreTrainedTokenizerFast.from_pretrained(options.start)
        model = BertLMHeadModel.from_pretrained(options.start)
    else:
        tokenizer = learn_tokenizer(_texts(kept), options.vocabulary)
        model = starting_model(tokenizer)
    # On a processor, with sequences this short, two thirds of the time of fused attention.
    model.set_attn_implementation("eager")
    recipe = Recipe(
        epochs=options.epochs,
        batch_tokens=options.batch_tokens,
        rate=options.rate,
        rate_new=options.rate_new,
        warm_up=0.03,
        weight_decay=0.05,
        seed=options.seed,
        evaluate_every=options.evaluate_every,
        patience=0,
    )
    features = encode(kept, tokenizer, _LONGEST)
    task = WritingTask(encode(dev, tokenizer, _LONGEST))
    size = {"vocabulary": len(tokenizer)}
    parameters = sum(p.numel() for p in model.parameters())
    tokens = sum(len(f.tokens) for f in features)
    print(f"{parameters:,} parameters, {len(features):,} conversations, {tokens:,} tokens",
          flush=True)  # fmt: skip
    about = {k: str(v) for k, v in size.items()}
    trainer = Trainer(model, task, recipe, options.runs, NEW, about)
    try:
        summary = trainer.run(features, _reporter(options.minutes))
    except _TimeUpError as stopped:
        # What the trainer keeps at every measurement, for going on.
        kept_best = torch.load(options.runs / CHECKPOINT, weights_only=True)["best_weights"]
        model.load_state_dict(kept_best, strict=False)
        summary = {"steps": stopped.step, "stopped_after_minutes": options.minutes}
    summary |= size | {"parameters": parameters}
    save(model, tokenizer, options.runs / "model", summary)
    return summary


def save(
    model: BertLMHeadModel,
    tokenizer: PreTrainedTokenizerFast,
    folder: Path,
    summary: dict[str, object],
) -> None:
    """Keep the model as any other, with how it was made beside it."""
    model.generation_config.max_new_tokens = None
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    (folder / "training.json").write_text(json.dumps(summary, indent=1) + "\n", "utf-8")


def _texts(found: Sequence[Conversation]) -> list[str]:
    """What the tokenizer learns from: Chinese and English in equal parts, by bytes roughly."""
    by_lang = {lang: [c for c in found if c.lang == lang] for lang in ("en", "zh")}
    count = min(15_000, *(len(c) for c in by_lang.values())) or 15_000
    return [m["content"] for c in by_lang.values() for t in c[:count] for m in t.messages()]


class _TimeUpError(Exception):
    """The time for training is over, and a checkpoint was just written."""

    def __init__(self, step: int) -> None:
        super().__init__(step)
        self.step = step


def _reporter(minutes: float | None) -> Callable[[Progress], None]:
    """Prints a line a report, and ends the run at a checkpoint when its time is up."""
    ends = math.inf if minutes is None else time.monotonic() + 60 * minutes

    def report(progress: Progress) -> None:
        row = {k: v for k, v in asdict(progress).items() if v is not None}
        shown = {k: round(v, 3) if isinstance(v, float) else v for k, v in row.items()}
        print(json.dumps(shown), flush=True)
        if progress.measured and progress.step < progress.steps and time.monotonic() > ends:
            raise _TimeUpError(progress.step)

    return report


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--runs", type=Path, default=Path("runs/small-model"))
    parser.add_argument("--start", type=Path, help="a model's folder to go on from")
    parser.add_argument("--seed", type=int, default=0, help="chooses the rows and their order")
    parser.add_argument("--share", type=float, default=1.0, help="of the rows of each set")
    parser.add_argument("--vocabulary", type=int, default=16_000)
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--rate", type=float, default=4e-4, help="of the reader's layers")
    parser.add_argument("--rate-new", type=float, default=1e-3, help="of all else")
    parser.add_argument("--batch-tokens", type=int, default=2560)
    parser.add_argument("--minutes", type=float, help="after which training stops")
    parser.add_argument("--held-out", type=int, default=200, help="conversations to measure on")
    parser.add_argument("--evaluate-every", type=int, default=400)
    print(json.dumps(train(parser.parse_args())))


if __name__ == "__main__":
    main()
