"""Does the promise hold? Calibrations of random parts of a real run, against the whole of it.

The run is taken as the whole world: the true risk of a threshold is its risk over every case. Parts
are drawn with replacement, so that each is an independent sample of that world and the promise has
to hold to the letter. Splitting into halves and taking the other half for the truth would add that
half's own sampling error; it is reported too, since that is what a user sees.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure

from benchmarks import report
from service.calibration.drift import DriftWatch
from service.evaluation.certify.calibrate import Calibration, apply, calibrate
from service.evaluation.certify.labelled import Labelled, labelled
from service.evaluation.runs.folder import read_rows
from service.evaluation.tasks.base import Row
from service.tuning.splits import Part, articles_of

RISKS = (0.02, 0.05, 0.1, 0.2, 0.3)
CONFIDENCE = 0.9
SPLITS = 500
ORDERS = 100
# The run whose promise is also tried on the others, and the others: adversarial questions first,
# then kinds that a reader of this size answers well enough to be certified at low risks.
HOME = "squad-open"
AWAY = {
    "nq-open": "Natural Questions",
    "cmrc-open": "CMRC 2018 (Chinese)",
    "wiki2024": "Wikipedia 2024",
}
_TITLES = {HOME: "open SQuAD 2.0, of articles that did not train the reader", **AWAY}
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


def slim_rows(folder: Path) -> list[Row]:
    """The rows of a run without their evidence: it is most of them, and no figure here needs it."""
    return [{**row, "evidence": []} for row in read_rows(folder)]


def of_parts(rows: Sequence[Row], *parts: Part) -> list[Row]:
    """The rows of a run of SQuAD 2.0 about articles that are for these parts."""
    titles = [str(row["case"]["source"]) for row in rows]
    chosen = frozenset().union(*(articles_of(part, titles) for part in parts))
    return [row for row in rows if row["case"]["source"] in chosen]


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


def measure(runs: Path) -> None:
    """Write the section and the plot, from the runs of the protocols in a folder."""
    if not (runs / HOME / "run.jsonl").exists():
        print(f"skipped: {runs / HOME} holds no run; it comes from `--only {HOME}`")
        return
    worlds = {
        name: labelled(of_parts(rows, "calibrate", "measure") if name == HOME else rows)
        for name in _TITLES
        if (runs / name / "run.jsonl").exists()
        for rows in [slim_rows(runs / name)]
    }
    error = (CONFIDENCE * (1 - CONFIDENCE) / SPLITS) ** 0.5
    about = (
        "All questions of a run are the whole world; "
        f"{SPLITS} samples of half as many, drawn with replacement, are calibrated at confidence "
        f"{CONFIDENCE:.0%}. The promise allows {1 - CONFIDENCE:.0%} of them to be riskier than "
        f"promised (sampling error of the share: {error:.3f})."
    )
    parts = [about]
    drawn: dict[str, list[Outcomes]] = {}
    for name, cases in worlds.items():
        drawn[name] = [resample(cases, risk) for risk in RISKS]
        parts.append(_world(name, cases, drawn[name]))
    _plot(drawn)
    parts.append(f"![true risk of certified thresholds]({PLOT})")
    parts.append(
        f"### Under shift\n\nCalibrated on all of {_TITLES[HOME]}, used on others:\n\n"
        f"{_shift(worlds)}"
    )
    report.write_section(_SECTION, "\n\n".join(parts), "make quality")


def _world(name: str, cases: Labelled, resampled: Sequence[Outcomes]) -> str:
    """What the promise came to on one run."""
    rows = []
    for o in resampled:
        half = split(cases, o.risk)
        rows.append(
            [
                f"{o.risk:.0%}",
                f"{len(o.risks)}/{o.splits}",
                o.exceeded,
                float(np.mean(o.risks)) if o.risks else "",
                float(np.mean(o.coverages)) if o.risks else "",
                half.exceeded,
            ]
        )
    header = ["risk promised", "certified", "true risk above it", "mean true risk",
              "mean coverage", "halves: other half above it"]  # fmt: skip
    fitted = calibrate(cases, 0.1, CONFIDENCE)
    return (
        f"### {_TITLES[name][0].upper()}{_TITLES[name][1:]}: {len(cases)} questions\n\n"
        f"{report.table(header, rows)}\n\n"
        f"Calibration error (ECE) of the fitted maps on the {fitted.cases} cases that did not fit "
        f"them: {fitted.ece:.3f}."
    )


def _shift(worlds: Mapping[str, Labelled]) -> str:
    cases = worlds[HOME]
    rows: list[list[object]] = []
    calibrated = {risk: calibrate(cases, risk, CONFIDENCE) for risk in RISKS}
    for name, other in worlds.items():
        if name == HOME:
            continue
        for risk, made in calibrated.items():
            outcome = Outcomes(risk, [], [], 1)
            _judge(made, other, outcome)
            true = outcome.risks[0] if outcome.risks else "nothing certified"
            coverage = outcome.coverages[0] if outcome.risks else ""
            rows.append([AWAY[name], len(other), f"{risk:.0%}", true, coverage])
    header = ["used on", "questions", "risk promised", "true risk", "coverage"]
    alarms = [[_TITLES[name], *_alarms(cases, other)] for name, other in worlds.items()]
    return (
        f"{report.table(header, rows)}\n\n"
        f"Drift, watched as the service watches it, over {ORDERS} orders of a set's questions "
        "(SQuAD's own, drawn with replacement, would be false alarms):\n\n"
        f"{report.table(['questions of', 'reported in', 'questions until then, median'], alarms)}"
    )


def _alarms(cases: Labelled, other: Labelled) -> tuple[str, object]:
    """In how many orders of the questions drift is reported, and after how many questions."""
    draw = np.random.default_rng(4)
    until = []
    for _ in range(ORDERS):
        order = draw.permutation(len(other))
        if other is cases:
            order = draw.integers(0, len(other), len(other))
        seen = first_alarm(cases, other.take(order))
        until += [seen] if seen else []
    return f"{len(until)} of {ORDERS}", int(np.median(until)) if until else ""


def first_alarm(cases: Labelled, questions: Labelled) -> int | None:
    """After how many questions the watch over a certificate reports drift; None for never."""
    watch = DriftWatch({"support": cases.score.tolist(), "touched": cases.touched.tolist()})
    pairs = zip(questions.score.tolist(), questions.touched.tolist(), strict=True)
    for seen, (support, touched) in enumerate(pairs, 1):
        if watch.add(support, touched) and watch.reasons:
            return seen
    return None


def _plot(drawn: Mapping[str, Sequence[Outcomes]]) -> None:
    figure = Figure(figsize=(7, 2.2 + 2.0 * len(drawn)), layout="constrained")
    panels = np.atleast_1d(figure.subplots(len(drawn), sharey=True))
    for axes, (name, outcomes) in zip(panels, drawn.items(), strict=True):
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
        axes.set_ylabel("true risk")
        axes.set_title(_TITLES[name], fontsize=9)
    panels[-1].set_xlabel("risk promised (red), and how many samples certified it")
    figure.suptitle("True risk at certified thresholds; whiskers: 10th and 90th percentile",
                    fontsize=9)  # fmt: skip
    path = report.FILE.parent / PLOT
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, format="svg", metadata={"Date": None})
