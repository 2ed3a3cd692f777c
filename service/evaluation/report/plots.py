"""The plots of a report, drawn from a summary's lists. None where there is nothing to draw.

They keep to one accent colour and label their lines in place of a legend.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, PercentFormatter

from service.evaluation.report.svg import ACCENT, BAD, INK, LINE, MUTED, inline_svg

_SIZE = (4.7, 3.3)
_FONT = 9


def risk_coverage(
    curve: Sequence[Sequence[float]],
    operating: tuple[float, float] | None,
    certified: float | None,
) -> Markup | None:
    """How much of what is answered is wrong, at every share of questions answered.

    Args:
        curve: `[coverage, risk, threshold]`, at most some hundreds.
        operating: coverage and risk of the run itself.
        certified: risk that a calibration guarantees.
    """
    if not curve:
        return None
    points = sorted((float(c), float(r)) for c, r, *_ in curve)
    figure, axes = _plot("Share of the questions answered", "Share of the answers wrong")
    axes.plot(*zip(*points, strict=True), color=ACCENT, linewidth=1.6, solid_capstyle="round")
    top = max([r for _, r in points] + [0.05, certified or 0.0, *(operating or ())[1:]])
    _percent(axes, (0, 1), (0, min(1.0, top * 1.2)))
    said = f"From {_point(points[0])} to {_point(points[-1])}."
    if certified is not None:
        axes.axhline(certified, color=BAD, linewidth=1, linestyle=(0, (4, 3)))
        _note(axes, f"certified: at most {certified:.0%}", (0, certified), (4, 4), BAD, "left")
        said += f" At most {certified:.0%} wrong is certified."
    if operating is not None:
        coverage, risk = operating
        axes.plot([coverage], [risk], "o", color=ACCENT, markersize=6, clip_on=False, zorder=5)
        side = "left" if coverage < 0.8 else "right"
        _note(axes, "this run", operating, (5 if side == "left" else -5, -13), INK, side)
        said += f" This run is at {_point(operating)}."
    return inline_svg(figure, "risk-coverage", "Risk-coverage curve", said)


def reliability(bins: Sequence[Mapping[str, Any]]) -> Markup | None:
    """How often what is said with a support turns out right."""
    full = [b for b in bins if b.get("n") and b.get("accuracy") is not None]
    if not full:
        return None
    figure, axes = _plot("Support that is said", "Share that is right")
    axes.plot([0, 1], [0, 1], color=MUTED, linewidth=0.8, linestyle=(0, (4, 3)))
    most = max(b["n"] for b in full)
    spots = [(float(b["confidence"]), float(b["accuracy"]), b["n"]) for b in full]
    axes.plot([x for x, _, _ in spots], [y for _, y, _ in spots], color=ACCENT, linewidth=1)
    areas = [12 + 110 * n / most for _, _, n in spots]
    axes.scatter(
        [x for x, _, _ in spots],
        [y for _, y, _ in spots],
        areas,
        color=ACCENT,
        linewidths=0,
        clip_on=False,
        zorder=4,
    )
    _percent(axes, (0, 1), (0, 1))
    _note(axes, "surer than right", (0.98, 0.06), (0, 0), MUTED, "right")
    _note(axes, "more right than sure", (0.02, 0.94), (0, 0), MUTED, "left")
    said = " ".join(f"Said {x:.0%}, right {y:.0%} of {n} cases." for x, y, n in spots)
    return inline_svg(figure, "reliability", "Reliability diagram", said)


def latency(histogram: Sequence[Sequence[float]], marks: Mapping[str, float]) -> Markup | None:
    """How long cases took.

    Args:
        histogram: `[upper end in ms, count]` of bins that follow each other.
        marks: names and values in ms, such as p50.
    """
    if not histogram or not any(count for _, count in histogram):
        return None
    uppers = [float(upper) for upper, _ in histogram]
    counts = [float(count) for _, count in histogram]
    figure, axes = _plot("Milliseconds a case", "Cases")
    places = range(len(uppers))
    axes.bar(places, counts, width=0.92, color=ACCENT, linewidth=0)
    step = max(1, len(uppers) // 8)
    axes.set_xticks([p + 0.5 for p in places][::step], [_short(u) for u in uppers][::step])
    axes.set_ylim(0, max(counts) * 1.15)
    axes.yaxis.set_major_locator(MaxNLocator(5, integer=True))
    said = " ".join(f"Up to {_short(u)} ms: {c:.0f}." for u, c in zip(uppers, counts, strict=True))
    said += "".join(f" {name} is {value:.0f} ms." for name, value in marks.items())
    return inline_svg(figure, "latency", "Histogram of the time a case took", said)


def _plot(across: str, up: str) -> tuple[Figure, Axes]:
    figure = Figure(figsize=_SIZE, layout="constrained")
    axes = figure.add_subplot()
    axes.set_xlabel(across, color=MUTED, fontsize=_FONT)
    axes.set_ylabel(up, color=MUTED, fontsize=_FONT)
    axes.tick_params(colors=MUTED, labelsize=_FONT, length=0, pad=5)
    axes.grid(visible=True, axis="y", color=LINE, linewidth=0.8)
    axes.set_axisbelow(True)
    for side, spine in axes.spines.items():
        spine.set_visible(side == "bottom")
        spine.set_color(LINE)
    return figure, axes


def _percent(axes: Axes, across: tuple[float, float], up: tuple[float, float]) -> None:
    axes.set_xlim(across)
    axes.set_ylim(up)
    axes.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    axes.yaxis.set_major_formatter(PercentFormatter(1, decimals=0 if up[1] > 0.1 else 1))


def _note(
    axes: Axes,
    text: str,
    at: tuple[float, float],
    offset: tuple[float, float],
    color: str,
    side: str,
) -> None:
    axes.annotate(
        text, at, offset, textcoords="offset points", color=color, fontsize=_FONT, ha=side
    )


def _point(point: tuple[float, float]) -> str:
    return f"{point[1]:.1%} wrong with {point[0]:.0%} answered"


def _short(ms: float) -> str:
    if ms >= 10_000:
        return f"{ms / 1000:.0f}k"
    return f"{ms:.0f}" if ms >= 10 else f"{ms:.1f}"
