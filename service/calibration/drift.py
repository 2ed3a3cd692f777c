"""Do the questions that come in look like those that a certificate was made with?

Two numbers of every question are watched: the support of its draft, and how much of the question
the evidence says (`touched`). The last questions are compared with the calibration cases by the
two-sample Kolmogorov-Smirnov test. Nothing here can see whether answers are right; only that the
questions, or what is found for them, are not like those that were labelled.
"""

import threading
from collections import deque
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from scipy.stats import ks_2samp

STATISTICS = ("support", "touched")
# Questions that are compared: fewer tell too little, more forget too slowly.
LEAST, WINDOW = 100, 400
# A test after every so many questions. At this level questions that are like the cases raise a
# false alarm about once in 25,000; less often, since tests share questions.
EVERY, LEVEL = 25, 0.001
# A difference too small to matter is no drift, however many questions prove it.
LEAST_DISTANCE = 0.12


def compare(
    reference: Mapping[str, Sequence[float]], live: Mapping[str, Sequence[float]]
) -> list[str]:
    """Which statistics differ, each as a sentence."""
    found = []
    for name in STATISTICS:
        before, now = reference.get(name, ()), live.get(name, ())
        if len(before) < LEAST or len(now) < LEAST:
            continue
        result: Any = ks_2samp(np.asarray(before), np.asarray(now), method="asymp")
        if result.pvalue < LEVEL / len(STATISTICS) and result.statistic >= LEAST_DISTANCE:
            found.append(
                f"live questions differ from the calibration cases: {name} of the last {len(now)} "
                f"has median {np.median(now):.2f}, theirs is {np.median(before):.2f} "
                f"(Kolmogorov-Smirnov distance {result.statistic:.2f}, p {result.pvalue:.1g})"
            )
    return found


class DriftWatch:
    """Keeps the last questions of one certificate and compares them now and then.

    Args:
        reference: values of the statistics among the calibration cases.
    """

    def __init__(self, reference: Mapping[str, Sequence[float]]) -> None:
        self._reference = reference
        self._last = {name: deque[float](maxlen=WINDOW) for name in STATISTICS}
        self._lock = threading.Lock()
        self._seen = 0
        self.reasons: list[str] = []

    def add(self, support: float, touched: float) -> bool:
        """Take in a question; answers whether what is known about drift has changed."""
        with self._lock:
            for name, value in zip(STATISTICS, (support, touched), strict=True):
                self._last[name].append(value)
            self._seen += 1
            if self._seen < LEAST or self._seen % EVERY:
                return False
            before, self.reasons = self.reasons, compare(self._reference, self._last)
            return bool(before) != bool(self.reasons)
