"""Does the promise hold? Calibrations of random parts of a real run, against the whole of it.

The run is taken as the whole world: the true risk of a threshold is its risk over every case. Parts
are drawn with replacement, so that each is an independent sample of that world and the promise has
to hold to the letter. Splitting into halves and taking the other half for the truth would add that
half's own sampling error; it is reported too, since that is what a user sees.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure

from benchmarks import report
from service.calibration.drift import compare
from service.evaluation.certify.calibrate import Calibration, apply, calibrate
from service.evaluation.certify.labelled import Labelled, labelled
from service.evaluation.metrics.calibration import expected_calibration_error
from service.evaluation.runs.folder import read_rows

RISKS = (0.02, 0.05, 0.1, 0.2, 0.3)
CONFIDENCE = 0.9
SPLITS = 500
PLOT = "docs/evaluation/certificates.svg"
_SECTION = "Certificates: does the promise hold?"


@dataclass(frozen=True)
class Outcomes:
    """What the calibrations of many parts came to, for one risk.

    Attributes:
        risks: true risk at each certified threshold.
        coverages: true coverage there.
        splits: how many parts there were, certified or not.
    """

    risk: float
    risks: list[float]
    coverages: list[float]
    splits: int

    @property
    def exceeded(self) -> float:
        """Share of all parts whose certified threshold is riskier than promised."""
        return sum(r > self.risk for r in self.risks) / self.splits


def resample(cases: Labelled, risk: float, splits: int = SPLITS) -> Outcomes:
    """Parts of half the size, drawn with replacement, judged by the whole."""
    draw = np.random.default_rng(1)
    outcomes = Outcomes(risk, [], [], splits)
    for n in range(splits):
        part = cases.take(draw.integers(0, len(cases), len(cases) // 2))
        _judge(calibrate(part, risk, CONFIDENCE, seed=n), cases, outcomes)
    return outcomes


def split(cases: Labelled, risk: float, splits: int = SPLITS) -> Outcomes:
    """Halves, each judged by the other half."""
    draw = np.random.default_rng(2)
    outcomes = Outcomes(risk, [], [], splits)
    for n in range(splits):
        order, half = draw.permutation(len(cases)), len(cases) // 2
        made = calibrate(cases.take(order[:half]), risk, CONFIDENCE, seed=n)
        _judge(made, cases.take(order[half:]), outcomes)
    return outcomes


def _judge(made: Calibration, world: Labelled, outcomes: Outcomes) -> None:
    if made.passed is None:
        return
    passed = apply(made.scales, world) >= made.passed.threshold
    if passed.any():
        outcomes.risks.append(1 - float(world.right[passed].mean()))
        outcomes.coverages.append(float(passed.mean()))


def measure(runs: Path, home: str, away: Sequence[tuple[str, str]]) -> None:
    """Write the section and the plot.

    Args:
        runs: folder with a folder a run.
        home: the run that calibrates.
        away: name and title of runs of other kinds, to show how far a shift breaks the promise.
    """
    if not (runs / home / "run.jsonl").exists():
        print(f"skipped: {runs / home} holds no run; it comes from `--only protocols`")
        return
    cases = labelled(read_rows(runs / home))
    resampled = [resample(cases, risk) for risk in RISKS]
    halves = [split(cases, risk) for risk in RISKS]
    _plot(resampled)
    error = (CONFIDENCE * (1 - CONFIDENCE) / SPLITS) ** 0.5
    rows = [
        [
            f"{o.risk:.0%}",
            f"{len(o.risks)}/{o.splits}",
            o.exceeded,
            float(np.mean(o.risks)) if o.risks else "",
            float(np.mean(o.coverages)) if o.risks else "",
            h.exceeded,
        ]
        for o, h in zip(resampled, halves, strict=True)
    ]
    header = ["risk promised", "certified", "true risk above it", "mean true risk",
              "mean coverage", "halves: other half above it"]  # fmt: skip
    ece, tested = _held_out_error(cases)
    body = (
        f"{len(cases)} questions of open SQuAD 2.0 are the whole world; {SPLITS} samples of half "
        f"as many, drawn with replacement, are calibrated at confidence {CONFIDENCE:.0%}. The "
        f"promise allows {1 - CONFIDENCE:.0%} of them to be riskier than promised (sampling error "
        f"of the share: {error:.3f}).\n\n{report.table(header, rows)}\n\n![true risk of certified "
        f"thresholds]({PLOT})\n\nCalibration error (ECE) of the fitted maps on the {tested} cases "
        f"that did not fit them: {ece:.3f}.\n\nUnder shift, calibrated on all of open SQuAD 2.0:"
        f"\n\n{_shift(runs, cases, away)}"
    )
    report.write_section(_SECTION, body, "make quality")


def _held_out_error(cases: Labelled) -> tuple[float, int]:
    """Calibration error of half of the cases by the maps of the other half."""
    order = np.random.default_rng(3).permutation(len(cases))
    half = len(cases) // 2
    made = calibrate(cases.take(order[:half]), 0.1, CONFIDENCE)
    held = cases.take(order[half:])
    chance = apply(made.scales, held)
    scored = chance > 0
    return expected_calibration_error(chance[scored], held.right[scored]), int(scored.sum())


def _shift(runs: Path, cases: Labelled, away: Sequence[tuple[str, str]]) -> str:
    rows: list[list[object]] = []
    for name, title in away:
        if not (runs / name / "run.jsonl").exists():
            continue
        other = labelled(read_rows(runs / name))
        drifted = bool(_drift(cases, other))
        for risk in RISKS:
            made = calibrate(cases, risk, CONFIDENCE)
            outcome = Outcomes(risk, [], [], 1)
            _judge(made, other, outcome)
            true = outcome.risks[0] if outcome.risks else "nothing certified"
            coverage = outcome.coverages[0] if outcome.risks else ""
            rows.append(
                [title, len(other), f"{risk:.0%}", true, coverage, "yes" if drifted else "no"]
            )
    header = ["used on", "questions", "risk promised", "true risk", "coverage", "drift reported"]
    return report.table(header, rows)


def _drift(cases: Labelled, other: Labelled) -> list[str]:
    """What the watch would say after a window of the other questions."""
    order = np.random.default_rng(4).permutation(len(other))[:400]
    return compare(
        {"support": cases.score.tolist(), "touched": cases.touched.tolist()},
        {"support": other.score[order].tolist(), "touched": other.touched[order].tolist()},
    )


def _plot(outcomes: Sequence[Outcomes]) -> None:
    figure = Figure(figsize=(7, 3.6), layout="constrained")
    axes = figure.subplots()
    shown = [o for o in outcomes if o.risks]
    if shown:
        axes.boxplot(
            [o.risks for o in shown],
            positions=range(len(shown)),
            whis=(10, 90),
            showfliers=False,
            tick_labels=[f"{o.risk:.0%}\n{len(o.risks)} of {o.splits}" for o in shown],
        )
    for n, o in enumerate(shown):
        axes.hlines(o.risk, n - 0.4, n + 0.4, colors="#b3261e", linewidth=1.5)
    axes.set_xlabel("risk promised, and how many samples certified it")
    axes.set_ylabel("true risk at the threshold")
    axes.set_title("Red: promised. Whiskers: 10th and 90th percentile", fontsize=9)
    path = report.FILE.parent / PLOT
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, format="svg", metadata={"Date": None})
