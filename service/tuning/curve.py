"""The log of a run as a picture: loss and score over steps, one SVG that any browser opens."""

from collections.abc import Sequence
from pathlib import Path

from service.tuning.checkpoint import logged

CURVE = "curve.svg"
_WIDTH, _HEIGHT, _EDGE = 640, 320, 40


def write_curve(folder: Path) -> Path:
    """Draw `log.jsonl` of a run's folder as `curve.svg` beside it."""
    rows = logged(folder)
    losses = [(row["step"], row["loss"]) for row in rows]
    scores = [(row["step"], row["measured"]["score"]) for row in rows if row["measured"]]
    path = folder / CURVE
    path.write_text(_svg(losses, scores), "utf-8")
    return path


def _svg(losses: Sequence[tuple[int, float]], scores: Sequence[tuple[int, float]]) -> str:
    last = max([step for step, _ in [*losses, *scores]], default=1)
    highest = max([loss for _, loss in losses], default=1.0) or 1.0
    line = _points(losses, last, highest)
    dots = _points(scores, last, 1.0)
    final = f"{scores[-1][1]:.3f}" if scores else "-"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        'font-family="sans-serif" font-size="12">'
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="white"/>'
        f'<polyline points="{line}" fill="none" stroke="#1f5fa8"/>'
        f'<polyline points="{dots}" fill="none" stroke="#c2571a" stroke-width="2"/>'
        f'<text x="{_EDGE}" y="20" fill="#1f5fa8">loss, 0 to {highest:.2f}</text>'
        f'<text x="{_WIDTH // 2}" y="20" fill="#c2571a">score on dev, 0 to 1 (last {final})</text>'
        f'<text x="{_EDGE}" y="{_HEIGHT - 12}">steps, 0 to {last}</text></svg>\n'
    )


def _points(values: Sequence[tuple[int, float]], last: int, highest: float) -> str:
    across, up = _WIDTH - 2 * _EDGE, _HEIGHT - 2 * _EDGE
    return " ".join(
        f"{_EDGE + across * step / last:.1f},{_HEIGHT - _EDGE - up * value / highest:.1f}"
        for step, value in values
    )
