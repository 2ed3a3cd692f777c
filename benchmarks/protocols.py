"""The protocols of `footing eval protocol`, with their tables and plots kept as documentation."""

from pathlib import Path

from benchmarks import certificates, report
from service.bootstrap import Footing
from service.evaluation.protocols.base import Sets
from service.evaluation.protocols.registry import PROTOCOLS
from service.evaluation.protocols.run import Finished, run_protocol, table
from service.evaluation.report.plots import reliability, risk_coverage
from service.evaluation.runs.run import RunOptions

ORDER = ("squad-open", "open", "rgb", "wice", "summedits", "2wiki")
# Parts whose curves are worth a picture.
_PICTURED = ("squad-open", "nq-open", "cmrc-open", "wiki2024")
_COLOURS = {"ink": "#1b1b1b", "muted": "#6b6b6b", "line": "#d0d0d0", "accent": "#0b57d0",
            "bad": "#b3261e"}  # fmt: skip
HOME = "squad-open"
AWAY = (
    ("nq-open", "Natural Questions"),
    ("cmrc-open", "CMRC 2018 (Chinese)"),
    ("wiki2024", "Wikipedia 2024"),
)


def measure(footing: Footing, folder: Path, runs: Path, only: tuple[str, ...] = ORDER) -> None:
    """Run every protocol whose sets are at hand, and write a section each."""
    for name in only:
        recipe = PROTOCOLS[name]
        sets = Sets(folder)
        if not recipe.parts(sets):
            print(f"skipped: none of {', '.join(recipe.sets)} is in {folder}")
            continue
        done = run_protocol(recipe, sets, footing, runs, lambda *_: RunOptions())
        pictures = "\n".join(_pictures(part) for part in done if part.part.name in _PICTURED)
        report.write_section(
            f"Protocol: {recipe.title}", f"{table(done)}\n{pictures}".rstrip(), "make quality"
        )
    certificates.measure(runs, HOME, AWAY)


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
    for name, colour in _COLOURS.items():
        svg = svg.replace(f"var(--{name})", colour)
    head = '<svg xmlns="http://www.w3.org/2000/svg" font-family="sans-serif" font-size="9"'
    return svg.replace("<svg", head, 1) + "\n"
