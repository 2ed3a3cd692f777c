"""`footing doctor`: what is configured, what loads, what is missing, how fast."""

import platform
import time
from importlib.metadata import version
from typing import Any

import typer

from knowledge.errors import FootingError
from service.cli.options import Data, Json, load
from service.cli.output import out, print_json
from service.config import LoadedSettings

_PACKAGES = ("footing", "torch", "transformers", "sentence-transformers", "faiss-cpu", "tantivy")
_ASKED, _TOLD = "What does Footing say to the doctor?", "Footing says hello to the doctor."
_SPEED_TEXT = "Grounded answers say what each sentence stands on. " * 12


def doctor(data: Data = None, json: Json = False) -> None:
    """Show every setting with its origin, load everything once, and measure it."""
    loaded = load(data)
    report: dict[str, Any] = {
        "python": platform.python_version(),
        "packages": {name: version(name) for name in _PACKAGES},
        "settings": {
            name: {"value": _shown(loaded, name), "from": origin}
            for name, origin in loaded.origins.items()
        },
    }
    report |= _try_out(loaded)
    print_json(report) if json else _print(report)
    raise typer.Exit(1 if report["problems"] else 0)


def _shown(loaded: LoadedSettings, name: str) -> Any:  # noqa: ANN401 - settings of any type
    value = getattr(loaded.settings, name)
    return value if isinstance(value, (int, float, str)) or value is None else str(value)


def _try_out(loaded: LoadedSettings) -> dict[str, Any]:
    from indexes.embedding.sentence_transformer import computes_bfloat16
    from service.bootstrap import build, configure_logging

    configure_logging("warning")
    started = time.perf_counter()
    found: dict[str, Any] = {"problems": [], "bfloat16": computes_bfloat16()}
    try:
        footing = build(loaded.settings)
    except FootingError as error:
        return {**found, "problems": [error.message]}
    found["load_s"] = round(time.perf_counter() - started, 2)
    found["models"] = footing.pipeline.models.model_dump()
    hello = _hello(footing)
    found["generator"] = hello
    found["problems"] += [hello["problem"]] if hello["problem"] else []
    found["threshold"] = footing.pipeline.standards.threshold
    found["passages_per_second"] = _speed(footing)
    found["collections"] = []
    for counts in footing.store.collections():
        indexes = footing.searcher.indexes(counts.name)
        found["collections"].append(
            {
                "name": counts.name,
                "documents": counts.documents,
                "passages": counts.chunks,
                "triples": counts.triples,
                "vectors": len(indexes.vectors),
                "keyword_entries": len(indexes.keywords),
                "entities": indexes.graph.entities,
                "certificate": _certificate(footing, counts.name),
            }
        )
        if not len(indexes.vectors) == len(indexes.keywords) == counts.chunks:
            found["problems"].append(f"the indexes of '{counts.name}' do not match its passages")
    footing.close()
    return found


def _hello(footing: Any) -> dict[str, Any]:  # noqa: ANN401 - imported late
    """One draft from the generator, with its time: whether a model or its server is there."""
    from knowledge.types import Evidence
    from service.generators.base import Question

    generator = getattr(footing.generator, "asked", footing.generator)
    started = time.perf_counter()
    said, problem = "", None
    try:
        draft = generator.generate(Question(_ASKED, lambda _: 1.0), [Evidence("passage", _TOLD)])
        said = draft.text
    except FootingError as error:
        problem = error.message
    took = round(time.perf_counter() - started, 2)
    return {"says": said, "seconds": took, "problem": problem}


def _certificate(footing: Any, collection: str) -> str | None:  # noqa: ANN401 - imported late
    guarantee = footing.pipeline.standards.of(collection, "en").guarantee
    if guarantee is None:
        return None
    promise = f"risk {guarantee.risk:g} at confidence {guarantee.confidence:g}"
    return promise if guarantee.valid else f"{promise}, not valid: {'; '.join(guarantee.reasons)}"


def _speed(footing: Any) -> float:  # noqa: ANN401 - imported late
    texts = [f"{n} {_SPEED_TEXT}" for n in range(64)]
    footing.embedder.encode(texts[:8])
    started = time.perf_counter()
    footing.embedder.encode(texts)
    return round(len(texts) / (time.perf_counter() - started), 1)


def _print(report: dict[str, Any]) -> None:
    out.print(f"python {report['python']}, " + _pairs(report["packages"]), markup=False)
    out.print("\nsettings")
    for name, entry in report["settings"].items():
        out.print(f"  {name:18} {entry['value']!s:28} {entry['from']}", markup=False)
    if "load_s" in report:
        out.print(f"\nloaded in {report['load_s']} s; bfloat16 {report['bfloat16']}; "
                  f"{report['passages_per_second']} passages/s; "
                  f"threshold {report['threshold']}", markup=False)  # fmt: skip
        out.print("  " + _pairs(report["models"]), markup=False)
        hello = report["generator"]
        says = hello["says"] or "nothing"
        out.print(f"  generator says in {hello['seconds']} s: {says}", markup=False)
        for entry in report["collections"]:
            out.print("  collection " + _pairs(entry), markup=False)
    for problem in report["problems"]:
        out.print(f"[red]problem:[/red] {problem}")
    out.print("\n" + ("problems were found" if report["problems"] else "everything works"))


def _pairs(values: dict[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in values.items())
