"""The protocols of `footing eval protocol`, with their tables and plots kept as documentation."""

from pathlib import Path

from benchmarks import report
from benchmarks.certificates import HOME, of_parts, slim_rows
from service.bootstrap import Footing
from service.evaluation.metrics.registry import BY_TASK
from service.evaluation.metrics.table import Table
from service.evaluation.protocols.base import Sets
from service.evaluation.protocols.registry import PROTOCOLS
from service.evaluation.protocols.run import Finished, run_protocol, table
from service.evaluation.report.plots import reliability, risk_coverage
from service.evaluation.runs.run import RunOptions
from service.evaluation.tasks.qa import QaTask
from service.tuning.splits import Part

# Parts whose curves are worth a picture.
_PICTURED = ("squad-open", "nq-open", "cmrc-open", "wiki2024")
_PARTS: tuple[Part, ...] = ("train", "calibrate", "measure")
_SHOWN = ("f1", "coverage", "hallucination_rate", "abstain_recall", "abstain_precision", "ece")
_COLOURS = {"ink": "#1b1b1b", "muted": "#6b6b6b", "line": "#d0d0d0", "accent": "#0b57d0",
            "bad": "#b3261e"}  # fmt: skip


def measure(footing: Footing, folder: Path, runs: Path, name: str, limit: int) -> None:
    """Run a protocol if its sets are at hand, and write its section."""
    recipe, sets = PROTOCOLS[name], Sets(folder, limit)
    if not recipe.parts(sets):
        print(f"skipped: none of {', '.join(recipe.sets)} is in {folder}")
        return
    done = run_protocol(recipe, sets, footing, runs, lambda *_: RunOptions())
    pictures = "\n".join(_pictures(part) for part in done if part.part.name in _PICTURED)
    said = f"At most {limit} cases a part, evenly spread.\n\n" if limit else ""
    parts = "".join(_by_part(part) for part in done if part.part.name == HOME)
    body = f"{said}{table(done)}\n{parts}{pictures}".rstrip()
    report.write_section(f"Protocol: {recipe.title}", body, "make quality")


def _by_part(done: Finished) -> str:
    """Figures by what the articles were for: what trained the reader must not flatter it."""
    rows = slim_rows(done.folder)
    lines = []
    for part in _PARTS:
        chosen = of_parts(rows, part)
        table_of = Table.of(QaTask.columns, [QaTask.values(row) for row in chosen])
        lines.append([part, len(chosen), *(BY_TASK["qa"][name](table_of) for name in _SHOWN)])
    header = ["articles that", "questions", *(name.replace("_", " ") for name in _SHOWN)]
    return (
        "**Half of the articles trained the reader, questions, refusals and all; the figures above "
        "are too good by that. Only the last row is held out:**\n\n"
        f"{report.table(header, lines)}\n\n"
    )


def _pictures(done: Finished) -> str:
    folder = Path("docs/evaluation")
    (report.FILE.parent / folder).mkdir(parents=True, exist_ok=True)
    summary = done.summary
    here = (summary["coverage"], summary["hallucination_rate"]) if summary["answered"] else None
    drawn = {
        "risk-coverage": risk_coverage(summary["risk_coverage"], here, None),
        "reliability": reliability(summary["reliability"]),
    }
    lines = []
    for kind, svg in drawn.items():
        if svg is not None:
            path = folder / f"{done.part.name}-{kind}.svg"
            (report.FILE.parent / path).write_text(_standalone(svg), "utf-8")
            lines.append(f"![{kind} of {done.part.title}]({path})")
    return "\n".join(lines) + "\n"


def _standalone(svg: str) -> str:
    """A picture of a report as a file of its own, with the colours that its page would give it."""
    svg = "".join(svg)  # markup would escape what it is mixed with
    for name, colour in _COLOURS.items():
        svg = svg.replace(f"var(--{name})", colour)
    head = '<svg xmlns="http://www.w3.org/2000/svg" font-family="sans-serif" font-size="9"'
    return svg.replace("<svg", head, 1) + "\n"
