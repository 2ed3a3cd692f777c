"""`footing tune reader` and `footing tune checker`."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from indexes.embedding.added import SHIPPED
from service.cli.options import Json
from service.cli.output import err, out, print_json

app = typer.Typer(
    help="Train a reader or a checker on your own data.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
Train = Annotated[
    list[Path], typer.Option("--train", help=".jsonl or .jsonl.gz to learn from; may be repeated.")
]
Dev = Annotated[
    list[Path], typer.Option("--dev", help="The same to measure on; stops the run in time.")
]
Out = Annotated[Path, typer.Option("--out", help="Folder for checkpoints, curve and model.")]
Base = Annotated[
    str, typer.Option("--base", help="`shipped`, `packaged`, or a model of an earlier run.")
]
Method = Annotated[str, typer.Option("--method", help="`full` or `lora`.")]
Epochs = Annotated[int, typer.Option("--epochs", min=1)]
Rate = Annotated[float, typer.Option("--rate", min=0.0, help="Highest learning rate.")]
Tokens = Annotated[int, typer.Option("--batch-tokens", min=64, help="Tokens of a forward pass.")]
Accumulate = Annotated[int, typer.Option("--accumulate", min=1, help="Passes a step.")]
Every = Annotated[int, typer.Option("--evaluate-every", min=1, help="Steps between measurements.")]
Patience = Annotated[
    int, typer.Option("--patience", min=0, help="Measurements without gain before it stops.")
]
Seed = Annotated[int, typer.Option("--seed", min=0)]


_AGAIN = "Run it again with the same options to go on after an interruption."
_ROWS = {
    "reader": "questions {question, context, answers: [{text, start}], answerable, lang?}",
    "checker": "claims {evidence, claim, lang?, label: supported | refuted | not_enough | "
    "unsupported}",
}


def _command(kind: str) -> Callable[..., None]:
    """The command that trains a reader or a checker; their options are the same."""

    def command(
        train: Train,
        dev: Dev,
        out_folder: Out,
        base: Base = SHIPPED,
        method: Method = "full",
        epochs: Epochs = 2,
        rate: Rate = 5e-5,
        batch_tokens: Tokens = 4608,
        accumulate: Accumulate = 1,
        evaluate_every: Every = 200,
        patience: Patience = 3,
        seed: Seed = 0,
        as_json: Json = False,
    ) -> None:
        from service.tuning.trainer import Recipe
        from service.tuning.tune import Run, tune_checker, tune_reader

        if method not in ("full", "lora"):
            raise typer.BadParameter("it is `full` or `lora`", param_hint="--method")
        recipe = Recipe(
            epochs=epochs,
            batch_tokens=batch_tokens,
            accumulate=accumulate,
            rate=rate,
            evaluate_every=evaluate_every,
            patience=patience,
            seed=seed,
        )
        run = Run(train, dev, out_folder, recipe, base, "lora" if method == "lora" else "full")
        summary = (tune_reader if kind == "reader" else tune_checker)(run, _report)
        print_json(summary) if as_json else _print(kind, summary)

    return command


for _kind, _rows in _ROWS.items():
    app.command(_kind, help=f"Train on {_rows}.\n\n{_AGAIN}")(_command(_kind))


def _print(kind: str, summary: dict[str, Any]) -> None:
    out.print(f"best score {summary['best_score']} at step {summary['best_step']}")
    for what, count in summary["noted"].items():
        if count:
            out.print(f"{count} {what}")
    out.print(f"model: {summary['model']}")
    out.print(f"use it: FOOTING_{kind.upper()}={summary['model']}")


def _report(progress: Any) -> None:  # noqa: ANN401 - Progress, imported late
    minutes = progress.seconds_left / 60
    measured = progress.measured or {}
    scores = "  ".join(f"{name} {value:.3f}" for name, value in measured.items())
    err.print(
        f"step {progress.step}/{progress.steps}  loss {progress.loss:.3f}  "
        f"{progress.examples_per_second:.0f} examples/s  {minutes:.0f} min left  {scores}"
    )
