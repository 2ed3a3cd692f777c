"""What each step of correction does by itself, behind a language model and a search.

    python -m benchmarks.generation.correcting --model FOLDER_OR_NAME

The passages of all questions are one collection, of which few are found at first: what a step looks
up is there to be found. Rows are written as they come, as in `benchmarks.generation`.
"""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks import report
from benchmarks.generation.cases import Case, cases_of
from benchmarks.generation.figures import figures
from benchmarks.generation.rows import Row, run
from benchmarks.generation.tables import DEFINED, LANGUAGES
from service.bootstrap import Footing, build
from service.config import Settings
from service.correction.limits import STEPS
from service.ingest.texts import from_text
from service.pipeline import Ask

TITLE = "Generation: each step of correction by itself"
# Passages that are found at first.
_TOP_K = 2
_FIXED = {"few_shot": 0, "cache_size": 0, "correction_rounds": 1, "samples": 1, "top_k": _TOP_K}
# Settings by the name of the step, or of what else is compared.
_ARMS: Mapping[str, Mapping[str, Any]] = {
    "none": {"correction_steps": "none"},
    **{step: {"correction_steps": step} for step in STEPS},
    "all": {"correction_steps": ",".join(STEPS)},
    "samples": {"correction_steps": "none", "samples": 3},
}
_INTRODUCTION = (
    f"All passages of a language are one collection; {_TOP_K} are found at first. {DEFINED} "
    "Used: questions whose trace has the step; with all of them, any of them."
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", required=True, help="a causal model's folder or name")
    parser.add_argument("--questions", type=int, default=100, help="in each language")
    parser.add_argument("--fresh", action="store_true", help="drop what an earlier run kept")
    parser.add_argument("--write", action="store_true", help="put the table into BENCHMARKS.md")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--runs", type=Path, default=Path("runs/generation"))
    options = parser.parse_args()
    lines = []
    for lang in LANGUAGES:
        cases = cases_of(options.data, lang, "measure", options.questions)
        for name, settings in _ARMS.items():
            rows = _rows(options, lang, cases, name, settings)
            lines.append([LANGUAGES[lang], name, *_figures(rows, name)])
            print(*lines[-1], sep=" | ", flush=True)
    header = ["", "steps", "used", "hallucinated", "wrong stopped", "right passed", "answered"]
    body = f"{_INTRODUCTION}\n\n{report.table(header, lines)}"
    if options.write:
        report.write_section(TITLE, body, "python -m benchmarks.generation.correcting --model ...")
    else:
        print(f"## {TITLE}\n\n{body}\n")


def _rows(
    options: argparse.Namespace,
    lang: str,
    cases: Sequence[Case],
    name: str,
    settings: Mapping[str, Any],
) -> list[Row]:
    values: dict[str, Any] = {
        "generator": "transformers", "model": options.model, "max_new_tokens": 96,
        **_FIXED, **settings,
    }  # fmt: skip
    footing = build(Settings(data=options.runs / "correcting", **values))
    try:
        _fill(footing, lang, cases)
        folder = options.runs / f"correcting-{Path(options.model).name}-{lang}-{name}"
        kept = {key: str(value) for key, value in values.items()}
        return run(
            folder, kept, cases, footing.pipeline, fresh=options.fresh,
            asked=lambda case: Ask(case.question, collection=lang),
        )  # fmt: skip
    finally:
        footing.close()


def _fill(footing: Footing, lang: str, cases: Sequence[Case]) -> None:
    """The passages as documents of one collection; those that are there stay."""
    texts = dict.fromkeys(case.passage for case in cases)
    entries = [(str(n), from_text(text, "", str(n))) for n, text in enumerate(texts)]
    for _ in footing.ingester.ingest(lang, entries):
        pass


def _figures(rows: Sequence[Row], name: str) -> list[object]:
    looked_for = STEPS if name == "all" else (name,)
    used = sum(any(step in row["steps_ms"] for step in looked_for) for row in rows)
    shown = figures(rows)
    return [used, shown.released, shown.stopped, shown.passed, shown.answered]


if __name__ == "__main__":
    main()
