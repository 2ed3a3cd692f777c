"""Does a run over many cases hold them in memory? Claims through the shipped checker, streamed."""

import tempfile
from pathlib import Path

import orjson
import psutil

from benchmarks import report
from service.bootstrap import Footing
from service.evaluation.cases.files import open_cases
from service.evaluation.runs.run import Progress, RunOptions, run
from service.evaluation.tasks.make import make_task

CASES = 10_000
_EVIDENCE = "The Harbour bridge in Sydney was opened in 1932. It carries eight lanes. " * 7
_AT = (1_000, 4_000, 7_000, 10_000)


def measure(footing: Footing) -> None:
    """Write the section: resident memory as the run goes on, and at its end."""
    process, seen = psutil.Process(), dict[int, float]()

    def watch(at: Progress) -> None:
        if at.done in _AT:
            seen[at.done] = process.memory_info().rss / 1e6

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cases.jsonl"
        with path.open("wb") as file:
            for n in range(CASES):
                claim = f"The bridge carries {n} lanes of traffic."
                row = {"id": n, "evidence": _EVIDENCE, "claim": claim, "label": "unsupported"}
                file.write(orjson.dumps(row) + b"\n")
        cases = open_cases(path)
        task = make_task(footing, "claims", "default")
        summary = run(task, cases, Path(folder) / "run", RunOptions(report=watch))
        rows = (Path(folder) / "run" / "run.jsonl").stat().st_size / 1e6
    seen_after = process.memory_info().rss / 1e6
    body = (
        f"{CASES:,} claims, {rows:.0f} MB of rows written.\n\n"
        + report.table(
            ["", *(f"after {n:,}" for n in _AT), "summary and report written"],
            [["resident memory, MB", *(round(seen[n]) for n in _AT), round(seen_after)]],
        )
        + f"\n\n{summary['claims_per_second']:.0f} claims a second, one at a time."
    )
    report.write_section("Streaming a large run", body, "make bench")
