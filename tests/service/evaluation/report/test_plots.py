"""Plots stand inside a page: its colours, ids of their own, the same every time, said in words."""

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]

from service.evaluation.report.plots import latency, reliability, risk_coverage

CURVE = [[0.25, 0.0, 0.9], [0.5, 0.1, 0.7], [1.0, 0.4, 0.1]]
BINS: list[dict[str, Any]] = [
    {"low": 0.0, "high": 0.5, "n": 4, "confidence": 0.3, "accuracy": 0.25},
    {"low": 0.5, "high": 1.0, "n": 0, "confidence": None, "accuracy": None},
]


def _plots():
    return [
        risk_coverage(CURVE, (0.5, 0.1), 0.2),
        reliability(BINS),
        latency([[10, 3], [100, 5]], {"p50": 40}),
    ]


def test_a_plot_is_described_in_words():
    root = fromstring(str(risk_coverage(CURVE, (0.5, 0.1), 0.2)))
    named = root.get("aria-labelledby").split()
    said = [e.text for e in root.iter() if e.get("id") in named]
    assert root.get("role") == "img"
    assert said == [
        "Risk-coverage curve",
        "From 0.0% wrong with 25% answered to 40.0% wrong with 100% answered. At most 20% wrong "
        "is certified. This run is at 10.0% wrong with 50% answered.",
    ]


def test_plots_take_their_colours_from_the_page_and_ask_nothing_of_the_network():
    for plot in _plots():
        colours = set(re.findall(r"(?:fill|stroke): ([^;\"]+)", plot))
        assert colours <= {
            "none",
            "var(--ink)",
            "var(--muted)",
            "var(--line)",
            "var(--accent)",
            "var(--bad)",
        }
        assert "http" not in plot
        assert "<style" not in plot


def test_ids_are_unique_over_the_plots_of_a_page_and_every_reference_has_its_target():
    together = "".join(_plots())
    ids = re.findall(r' id="([^"]+)"', together)
    assert len(ids) == len(set(ids))
    targets = re.findall(r'href="#([^"]+)"', together) + re.findall(r"url\(#([^)]+)\)", together)
    assert targets
    assert set(targets) <= set(ids)


def test_plots_are_the_same_every_time_also_when_drawn_at_once():
    with ThreadPoolExecutor(4) as threads:
        drawn = list(threads.map(lambda _: _plots(), range(8)))
    assert all(plots == drawn[0] for plots in drawn)


def test_there_is_no_plot_of_nothing():
    assert risk_coverage([], None, None) is None
    assert reliability(BINS[1:]) is None
    assert latency([], {}) is latency([[10, 0]], {}) is None


def test_a_curve_of_one_point_can_be_drawn():
    assert "From 0.0% wrong with 100% answered" in str(risk_coverage([[1, 0, 0.5]], None, None))
