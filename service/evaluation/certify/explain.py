"""What a calibration means, in sentences for the person who ran it."""

from service.evaluation.certify import testing
from service.evaluation.certify.calibrate import FITTING, Calibration


def explain(made: Calibration, risk: float, confidence: float) -> str:
    """What was certified, from how many cases; or what is missing."""
    if made.passed is not None:
        return _certified(made, made.passed, risk, confidence)
    promise = f"risk {risk:g} and confidence {confidence:g}"
    return f"Nothing could be certified at {promise}: {_missing(made, risk, confidence)}"


def _certified(made: Calibration, passed: testing.Outcome, risk: float, confidence: float) -> str:
    bound = testing.upper_bound(confidence, passed.answered, passed.errors)
    return (
        f"Certified: with confidence {confidence:.0%}, at most {risk:.0%} of the answers with a "
        f"support of {passed.threshold:.4f} or more are wrong, for questions like these cases. Of "
        f"the {made.cases} cases that tested, {passed.answered} "
        f"({passed.answered / made.cases:.0%}) are answered and {passed.errors} of those are "
        f"wrong ({passed.errors / passed.answered:.1%}; at most {bound:.1%} with that confidence)."
    )


def _missing(made: Calibration, risk: float, confidence: float) -> str:
    tried = made.tried
    spotless = testing.cases_without_error(risk, confidence)
    if tried is None or not tried.answered:
        return (
            "no draft of these cases could be released at any threshold. Look at the report: the "
            "collection may not hold what is asked."
        )
    seen = (
        f"at the most promising threshold ({tried.threshold:.4f}) {tried.errors} of "
        f"{tried.answered} answered cases are wrong"
    )
    needed = testing.answered_needed(risk, confidence, tried.errors / tried.answered)
    if needed is None:
        return (
            f"{seen}, which is {tried.errors / tried.answered:.1%} and more than the risk. More "
            "cases of this kind will not help; accept a higher risk, or improve what is found and "
            f"read. (Without a single error {spotless} answered cases would do.)"
        )
    more = needed / (tried.answered / made.cases) / (1 - FITTING) - made.cases / (1 - FITTING)
    return (
        f"{seen}. At that share {needed} answered cases are needed in the part that tests: label "
        f"about {max(1, round(more))} more cases."
    )
