"""From labelled cases to a certificate: one part fits maps and the order of tests, the other tests.

The split keeps the promise exact: nothing that is tested has been looked at before.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from knowledge.errors import InvalidInputError
from service.calibration.certificate import Binding, Certificate
from service.calibration.scale import IDENTITY, Scale
from service.evaluation.certify import testing
from service.evaluation.certify.fitting import fit_scales
from service.evaluation.certify.labelled import Labelled
from service.evaluation.metrics.calibration import expected_calibration_error
from service.evaluation.metrics.table import Column

# Share of the cases that fits; the rest tests.
FITTING = 1 / 3
LEAST = 30
# Values kept of each statistic that live questions are compared with.
_REFERENCE = 500
_SEED = 20261121


@dataclass(frozen=True, slots=True)
class Calibration:
    """What came out.

    Attributes:
        scales: from score to probability, by language.
        passed: at the certified threshold; None if none was.
        tried: at the threshold that came first in the test, to say what was missing.
        cases: in the part that tested.
        ece: expected calibration error of the maps, on that part.
        by_lang: cases, answered and errors at the threshold, by language.
    """

    scales: dict[str, Scale]
    passed: testing.Outcome | None
    tried: testing.Outcome | None
    cases: int
    ece: float
    by_lang: dict[str, dict[str, int]]


def calibrate(cases: Labelled, risk: float, confidence: float, seed: int = _SEED) -> Calibration:
    """Fit the maps on one part of the cases and certify a threshold on the other.

    Args:
        cases: labelled; their order does not matter.
        risk: largest share of wrong among the answered that is accepted, in (0, 1).
        confidence: of the promise, in (0, 1).
        seed: of the split.

    Raises:
        InvalidInputError: too few cases, or a risk or confidence that is none.
    """
    if not (0 < risk < 1 and 0 < confidence < 1):
        raise InvalidInputError("risk and confidence have to lie between 0 and 1.")
    if len(cases) < LEAST:
        raise InvalidInputError(
            f"{len(cases)} cases are too few to calibrate; label at least {LEAST}."
        )
    order = np.random.default_rng(seed).permutation(len(cases))
    cut = round(len(cases) * FITTING)
    fitting, held = cases.take(order[:cut]), cases.take(order[cut:])
    scales = fit_scales(fitting)
    before, after = apply(scales, fitting), apply(scales, held)
    thresholds = testing.sequence(risk, confidence, before, fitting.right)
    passed = testing.certify(risk, confidence, thresholds, after, held.right)
    tried = testing.count(thresholds[0], after, held.right) if thresholds else None
    scored = after > 0
    return Calibration(
        scales=scales,
        passed=passed,
        tried=tried,
        cases=len(held),
        ece=expected_calibration_error(after[scored], held.right[scored]),
        by_lang=_by_lang(passed, after, held),
    )


def apply(scales: dict[str, Scale], cases: Labelled) -> Column:
    """Calibrated support of each case, shape (n,)."""
    found = np.zeros(len(cases))
    for language in set(cases.lang.tolist()):
        chosen = cases.lang == language
        scale = scales.get(language, scales.get("all", IDENTITY))
        # Rounded as `abstention.decide` rounds it, so that both see the same side of a threshold.
        found[chosen] = scale.apply(cases.score[chosen]).round(4)
    return found


def certificate(
    made: Calibration,
    cases: Labelled,
    risk: float,
    confidence: float,
    *,
    collection: str | None,
    binding: Binding,
    source: str,
) -> Certificate:
    """The file that keeps it."""
    passed = made.passed
    return Certificate(
        collection=collection,
        certified=passed is not None,
        risk=risk,
        confidence=confidence,
        threshold=passed.threshold if passed else 1.0,
        cases=made.cases,
        answered=passed.answered if passed else 0,
        errors=passed.errors if passed else 0,
        scales=made.scales,
        binding=binding,
        reference={"support": _sample(cases.score), "touched": _sample(cases.touched)},
        by_lang=made.by_lang,
        source=source,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
    )


def _by_lang(
    passed: testing.Outcome | None, score: Column, held: Labelled
) -> dict[str, dict[str, int]]:
    if passed is None:
        return {}
    found = {}
    for language in sorted(set(held.lang.tolist())):
        chosen = held.lang == language
        there = testing.count(passed.threshold, score[chosen], held.right[chosen])
        found[language] = {
            "cases": int(chosen.sum()),
            "answered": there.answered,
            "errors": there.errors,
        }
    return found


def _sample(values: Column) -> list[float]:
    """Sorted values, evenly thinned out."""
    ranked = np.sort(values)
    if len(ranked) > _REFERENCE:
        ranked = ranked[np.linspace(0, len(ranked) - 1, _REFERENCE).round().astype(int)]
    return [round(float(v), 4) for v in ranked]
