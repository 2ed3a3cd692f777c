"""What a generator makes up and what of it is released, on SQuAD 2.0 and CMRC 2018.

Where these are not at hand, on questions about handbooks that come with this project.

    python -m benchmarks.generation --model FOLDER_OR_NAME
    python -m benchmarks.generation --base-url URL --model NAME
    python -m benchmarks.generation --liar

A server's key, time-out, context and quantisation are those of the service's configuration. Rows
are written as they come; the same command goes on where an interrupted one stopped.
"""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import report
from benchmarks.generation import tables
from benchmarks.generation.arms import ARMS, Arm
from benchmarks.generation.cases import Case, cases_of, public_set
from benchmarks.generation.liar import Told, balanced
from benchmarks.generation.lying_server import NAME, lying_server
from benchmarks.generation.rows import Row, run, without_quotes
from service.bootstrap import build, model_digests
from service.config import LoadedSettings, Settings

Found = dict[tuple[str, str], list[Row]]
# Samples take as long again each, and are measured when asked for.
_MEASURED = tuple(arm.name for arm in ARMS if arm.name != "samples")

# A liar has nothing to say to some questions; so many more are drawn.
_SPARE = 3
_DATA = Path("../shared/data")
# How a model is reached and loaded, as configured for the service.
_REACHED = ("openai_api_key", "generator_timeout_s", "context_tokens", "generator_quantize")
_LIAR = "a server that lies on purpose"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a generator, and what is known of it.

    Attributes:
        told: what a liar says by question.
        settings: that choose the generator.
    """

    cases: Sequence[Case]
    settings: Mapping[str, Any]
    told: Mapping[str, Told] | None = None


def lies(options: argparse.Namespace) -> None:
    """Measure every arm on a server that lies, without a language model."""
    found: Found = {}
    for lang in tables.LANGUAGES:
        drawn = cases_of(options.data, lang, options.part, options.questions * _SPARE)
        pairs = balanced(drawn, options.questions)
        with lying_server(pairs) as url:
            asked = Asked(
                [case for case, _ in pairs],
                {"generator": "openai", "model": NAME, "openai_base_url": url},
                {case.question: said for case, said in pairs},
            )
            _run_arms(options, lang, asked, found)
    body = (
        f"{tables.arms_table(found, ARMS[0].title, timed=False)}\n\n"
        f"{tables.MADE_UP}\n\n{tables.made_up_lines(found)}\n\n{tables.KINDS}\n\n"
        f"{tables.kinds_table(found)}"
    )
    _write(options, f"Generation: {_LIAR}", body, found)


def models(options: argparse.Namespace) -> None:
    """Measure every arm on a language model."""
    found: Found = {}
    made_up: Found = {}
    served = {"openai_base_url": options.base_url} if options.base_url else {}
    kind = "openai" if options.base_url else "transformers"
    configured = LoadedSettings.load().settings
    reached = {name: getattr(configured, name) for name in _REACHED}
    settings = {"generator": kind, "model": options.model, **served, **reached}
    for lang in tables.LANGUAGES:
        cases = cases_of(options.data, lang, options.part, options.questions)
        passages = {case.id: case.passage for case in cases}
        _run_arms(options, lang, Asked(cases, settings), found)
        made_up |= {
            (lang, title): [without_quotes(row, passages[row["id"]]) for row in rows]
            for (kept, title), rows in found.items()
            if kept == lang
        }
    body = (
        f"{tables.arms_table(found, ARMS[0].title)}\n\n"
        f"{tables.MADE_UP}\n\n{tables.made_up_lines(made_up)}"
    )
    _write(options, f"Generation: {Path(options.model).name}", body, found)


def _run_arms(options: argparse.Namespace, lang: str, asked: Asked, found: Found) -> None:
    for arm in ARMS:
        if arm.name in options.arms:
            asks = "public questions" if public_set(options.data, lang) else "about handbooks"
            print(f"{tables.LANGUAGES[lang]}, {asks}, {arm.title}", flush=True)
            found[lang, arm.title] = _run_arm(options, lang, arm, asked)


def _run_arm(options: argparse.Namespace, lang: str, arm: Arm, asked: Asked) -> list[Row]:
    values: dict[str, Any] = {
        "data": options.runs / "data",
        "max_new_tokens": options.max_new_tokens,
        **asked.settings,
        **arm.settings,
    }
    footing = build(Settings(**values))
    try:
        name = Path(values["model"]).name
        where = "" if public_set(options.data, lang) else "-handbooks"
        folder = options.runs / f"{name}-{options.part}-{lang}-{arm.name}{where}"
        # Where a server listens does not change what it says; what its models are does.
        passing = {"data", "openai_api_key", "generator_timeout_s"}
        passing |= {"openai_base_url"} if asked.told else set()
        kept = {k: str(v) for k, v in values.items() if k not in passing}
        kept |= model_digests(footing.settings)
        return run(
            folder, kept, asked.cases, footing.pipeline, asked.told, _progress,
            fresh=options.fresh,
        )  # fmt: skip
    finally:
        footing.close()


def _progress(done: int) -> None:
    if done % 25 == 0:
        print(f"{done} questions", flush=True)


def _write(options: argparse.Namespace, title: str, body: str, found: Found) -> None:
    """Into BENCHMARKS.md what was measured; what was only tuned on is printed."""
    own = [tables.LANGUAGES[k] for k in tables.LANGUAGES if public_set(options.data, k) is None]
    asked = tables.HANDBOOKS.format(" and ".join(own)) if own else ""
    body = f"{tables.DEFINED}{asked}\n\n{body}{tables.failures(found)}"
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
    parser.add_argument("--arms", nargs="*", choices=[a.name for a in ARMS], default=_MEASURED,
                        help=f"by default {' '.join(_MEASURED)}")  # fmt: skip
    parser.add_argument("--part", choices=("tune", "measure"), default="measure")
    parser.add_argument("--fresh", action="store_true", help="drop what an earlier run kept")
    parser.add_argument("--write", action="store_true", help="put the table into BENCHMARKS.md")
    parser.add_argument("--data", type=Path, help=f"of the public sets, by default {_DATA}")
    parser.add_argument("--runs", type=Path, default=Path("runs/generation"))
    options = parser.parse_args()
    if options.liar == bool(options.model):
        parser.error("give either --liar or --model")
    if options.data and not all(public_set(options.data, lang) for lang in tables.LANGUAGES):
        parser.error(f"{options.data} lacks the public sets; leave --data out to do without them")
    options.data = options.data or _DATA
    (lies if options.liar else models)(options)


if __name__ == "__main__":
    main()
