"""What a generator makes up and what of it is released, on SQuAD 2.0 and CMRC 2018.

    python -m benchmarks.generation --model FOLDER_OR_NAME
    python -m benchmarks.generation --base-url URL --model NAME
    python -m benchmarks.generation --liar

Rows are written as they come; the same command goes on where an interrupted one stopped.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks import report
from benchmarks.generation import tables
from benchmarks.generation.arms import ARMS, Arm
from benchmarks.generation.cases import Case, cases_of
from benchmarks.generation.liar import LyingGenerator, balanced
from benchmarks.generation.rows import Row, run, without_quotes
from service.bootstrap import Footing, build
from service.bootstrap_generators import make_reader
from service.config import Settings
from service.correction.limits import Limits
from service.generators.base import Generator, Sampling
from service.generators.second_opinion import SecondedGenerator, SecondOpinion
from service.pipeline import Pipeline
from service.sources import Sources

# A liar has nothing to say to some questions; so many more are drawn.
_SPARE = 3
# What is compared on the liar: by name of the arm, its title.
_OPINIONS = {arm.name: arm.title for arm in ARMS[:2]}
_LIAR = "a generator that lies on purpose"


def lies(options: argparse.Namespace) -> None:
    """Measure the gates on a generator that lies, without a language model."""
    footing = build(Settings(data=options.runs / "data"))
    found: dict[tuple[str, str], list[Row]] = {}
    for arm, title in _OPINIONS.items():
        for lang in tables.LANGUAGES:
            drawn = cases_of(options.data, lang, options.part, options.questions * _SPARE)
            pairs = balanced(drawn, options.questions)
            told = {case.question: said for case, said in pairs}
            liar: Sampling = LyingGenerator(told)
            if arm == "opinion":
                reader = make_reader(footing.settings, footing.embedder)
                liar = SecondedGenerator(liar, SecondOpinion(reader))
            found[lang, title] = run(
                options.runs / f"liar-{options.part}-{lang}-{arm}",
                {"arm": arm, "checker": footing.checking.name},
                [case for case, _ in pairs],
                _pipeline(footing, liar),
                told,
                _progress,
            )
    footing.close()
    body = (
        f"{tables.DEFINED}\n\n{tables.arms_table(found, _OPINIONS['plain'], timed=False)}\n\n"
        f"{tables.MADE_UP}\n\n{tables.made_up_lines(found)}\n\n{tables.kinds_table(found)}"
    )
    _write(options, f"Generation: {_LIAR}", body)


def models(options: argparse.Namespace) -> None:
    """Measure every arm on a language model."""
    found: dict[tuple[str, str], list[Row]] = {}
    made_up: dict[tuple[str, str], list[Row]] = {}
    for lang in tables.LANGUAGES:
        cases = cases_of(options.data, lang, options.part, options.questions)
        passages = {case.id: case.passage for case in cases}
        for arm in ARMS:
            if not options.arms or arm.name in options.arms:
                rows = found[lang, arm.title] = _run_arm(options, lang, arm, cases)
                made_up[lang, arm.title] = [without_quotes(r, passages[r["id"]]) for r in rows]
    body = (
        f"{tables.DEFINED}\n\n{tables.arms_table(found, ARMS[0].title)}\n\n"
        f"{tables.MADE_UP}\n\n{tables.made_up_lines(made_up)}"
    )
    _write(options, f"Generation: {Path(options.model).name}", body)


def _run_arm(options: argparse.Namespace, lang: str, arm: Arm, cases: Sequence[Case]) -> list[Row]:
    served = {"openai_base_url": options.base_url} if options.base_url else {}
    kind = "openai" if options.base_url else "transformers"
    values: dict[str, Any] = {
        "data": options.runs / "data",
        "generator": kind,
        "model": options.model,
        "max_new_tokens": options.max_new_tokens,
        **served,
        **arm.settings,
    }
    footing = build(Settings(**values))
    try:
        name = Path(options.model).name
        folder = options.runs / f"{name}-{options.part}-{lang}-{arm.name}"
        kept = {k: str(v) for k, v in values.items() if k != "data"}
        return run(folder, kept, cases, footing.pipeline, report=_progress)
    finally:
        footing.close()


def _pipeline(footing: Footing, generator: Generator) -> Pipeline:
    return Pipeline(
        searcher=footing.searcher,
        sources=Sources(footing.embedder),
        generator=generator,
        checking=footing.checking,
        standards=footing.pipeline.standards,
        top_k=footing.settings.top_k,
        embedder_name=footing.embedder.name,
        limits=Limits(rounds=0),
    )


def _progress(done: int) -> None:
    if done % 25 == 0:
        print(f"{done} questions", flush=True)


def _write(options: argparse.Namespace, title: str, body: str) -> None:
    """Into BENCHMARKS.md what was measured; what was only tuned on is printed."""
    command = "python -m benchmarks.generation " + (
        "--liar" if options.liar else f"--model {Path(options.model).name}"
    )
    if options.part == "measure" and options.write:
        report.write_section(title, body, command)
    else:
        print(f"## {title}\n\n{body}\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", help="a causal model's folder or name, or the server's name")
    parser.add_argument("--base-url", help="of an OpenAI-compatible server")
    parser.add_argument("--liar", action="store_true", help=_LIAR)
    parser.add_argument("--questions", type=int, default=300, help="in each language")
    parser.add_argument("--max-new-tokens", type=int, default=96)
    parser.add_argument("--arms", nargs="*", choices=[a.name for a in ARMS], help="by default all")
    parser.add_argument("--part", choices=("tune", "measure"), default="measure")
    parser.add_argument("--write", action="store_true", help="put the table into BENCHMARKS.md")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--runs", type=Path, default=Path("runs/generation"))
    options = parser.parse_args()
    if options.liar == bool(options.model):
        parser.error("give either --liar or --model")
    (lies if options.liar else models)(options)


if __name__ == "__main__":
    main()
