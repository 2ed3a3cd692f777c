"""The log of a run as a picture that any browser opens."""

import json
import re
from xml.etree import ElementTree as ET

import pytest

from service.tuning.checkpoint import LOG
from service.tuning.curve import CURVE, write_curve

SVG = "{http://www.w3.org/2000/svg}"


def draw(folder, rows):
    """The picture of a log: loss by step, and score where there is one."""
    log = [
        json.dumps({"step": step, "loss": loss, "measured": None if s is None else {"score": s}})
        for step, loss, s in rows
    ]
    (folder / LOG).write_text("".join(f"{line}\n" for line in log))
    path = write_curve(folder)
    assert path == folder / CURVE
    picture = ET.parse(path).getroot()  # noqa: S314 - our own file
    assert picture.tag == f"{SVG}svg"
    points = [p.attrib["points"] for p in picture.iter(f"{SVG}polyline")]
    lines = [[tuple(map(float, p.split(","))) for p in line.split()] for line in points]
    return lines, " ".join(t.text or "" for t in picture.iter(f"{SVG}text"))


def test_loss_and_score_are_two_lines_over_the_steps(tmp_path):
    (loss, score), text = draw(tmp_path, [(20, 4.0, None), (40, 2.0, 0.5), (80, 1.0, 0.75)])
    # 560 wide and 240 high inside edges of 40; up is less.
    assert loss == [(180.0, 40.0), (320.0, 160.0), (600.0, 220.0)]
    assert score == [(320.0, 160.0), (600.0, 100.0)]
    assert "loss, 0 to 4.00" in text
    assert "score on dev, 0 to 1 (last 0.750)" in text
    assert "steps, 0 to 80" in text


@pytest.mark.parametrize(
    "rows", [[(1, 0.0, None)], [(1, 2.5, 1.0)], [(20, 0.0, 0.0), (40, 0.0, 0.0)], []]
)
def test_a_short_or_flat_run_is_a_picture_too(tmp_path, rows):
    lines, _ = draw(tmp_path, rows)
    assert [len(line) for line in lines] == [
        len(rows),
        sum(score is not None for _, _, score in rows),
    ]
    for x, y in (point for line in lines for point in line):
        assert 40 <= x <= 600
        assert 40 <= y <= 280


def test_nothing_is_fetched_from_elsewhere(tmp_path):
    draw(tmp_path, [(1, 1.0, 0.5)])
    links = re.findall(r"https?://[^\"]+", (tmp_path / CURVE).read_text())
    assert set(links) == {"http://www.w3.org/2000/svg"}
