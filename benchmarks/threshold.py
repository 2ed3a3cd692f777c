"""What each threshold would have released on public questions, beside the one that ships."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks import report
from benchmarks.certificates import AWAY, HOME, of_parts, slim_rows
from service.calibration.logistic import load_model
from service.evaluation.certify.labelled import labelled

THRESHOLDS = (0.2, 0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7, 0.8)
# A wrong answer takes back this many right ones.
COST = 2.0
_SQUAD = "open SQuAD 2.0, articles that neither trained nor calibrated"
_SECTION = "The default threshold, on public questions"


def measure(runs: Path) -> None:
    """Write the section, from the runs of the protocols in a folder."""
    worlds = {
        _SQUAD if name == HOME else AWAY[name]: _answers(runs / name, name)
        for name in (HOME, *AWAY)
        if (runs / name / "run.jsonl").exists()
    }
    if not worlds:
        print(f"skipped: {runs} holds no run of {HOME} or {', '.join(AWAY)}")
        return
    rows = []
    for threshold in THRESHOLDS:
        shares = [released(score, right, threshold) for score, right in worlds.values()]
        gain = float(np.mean([good - COST * bad for good, bad in shares]))
        rows.append([threshold, *(f"{good:.3f} / {bad:.3f}" for good, bad in shares), gain])
    shipped = load_model("reader_spans")["threshold"]
    about = (
        "Share of all questions answered rightly / wrongly, from the runs of the protocols, by the "
        f"threshold on what the models say uncalibrated. Gain: right less {COST:g} times wrong, "
        f"the mean of the sets. The default is {shipped}."
    )
    header = ["threshold", *worlds, "gain"]
    report.write_section(_SECTION, f"{about}\n\n{report.table(header, rows)}", "make quality")


def released(
    score: NDArray[np.float64], right: NDArray[np.float64], threshold: float
) -> tuple[float, float]:
    """Shares of all questions that are answered rightly and wrongly at a threshold."""
    answered = score >= threshold
    return float((answered & (right > 0)).mean()), float((answered & (right <= 0)).mean())


def _answers(folder: Path, name: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Support of each draft, and whether it is right."""
    rows = slim_rows(folder)
    if name == HOME:
        rows = of_parts(rows, "measure")
    cases = labelled(rows)
    return cases.score, cases.right
