"""The two gates, case by case."""

import pytest

from knowledge.types import Evidence
from service.abstention import MIN_TOUCHED, decide, enough_evidence
from service.answer import CheckedClaim

PASSAGE = Evidence(kind="passage", text="x")


@pytest.mark.parametrize(
    ("evidence", "touched", "enough"),
    [
        ([], 1.0, False),
        ([PASSAGE], 0.0, False),
        ([PASSAGE], MIN_TOUCHED - 0.01, False),
        ([PASSAGE], MIN_TOUCHED, True),
        ([PASSAGE, PASSAGE], 1.0, True),
    ],
)
def test_gate_1(evidence, touched, enough):
    assert enough_evidence(evidence, touched) is enough


S, U, C, N = "supported", "unsupported", "contradicted", "not_checkable"


@pytest.mark.parametrize(
    ("claims", "answerability", "status", "reason", "support", "kept"),
    [
        # everything checkable is supported: answered with the weakest support
        ([(S, 0.9)], 1.0, "answered", None, 0.9, (0,)),
        ([(S, 0.9)], None, "answered", None, 0.9, (0,)),
        ([(S, 0.9), (S, 0.6)], 1.0, "answered", None, 0.6, (0, 1)),
        ([(S, 0.9), (N, 0.0)], 1.0, "answered", None, 0.9, (0,)),
        # support is the product with answerability; exactly the threshold is enough
        ([(S, 0.8)], 0.75, "answered", None, 0.6, (0,)),
        ([(S, 1.0)], 0.5, "answered", None, 0.5, (0,)),
        # the rest is trimmed: partial
        ([(S, 0.9), (U, 0.4)], 1.0, "partial", None, 0.9, (0,)),
        ([(C, 0.2), (S, 0.9), (N, 0.0)], 1.0, "partial", None, 0.9, (1,)),
        # nothing checkable: nothing was answered
        ([], 1.0, "abstained", "not_answerable", 0.0, ()),
        ([(N, 0.0), (N, 0.0)], 1.0, "abstained", "not_answerable", 0.0, ()),
        # nothing supported
        ([(U, 0.4)], 1.0, "abstained", "weak_support", 0.4, ()),
        ([(U, 0.4), (U, 0.2)], 0.5, "abstained", "weak_support", 0.2, ()),
        ([(C, 0.3)], 1.0, "abstained", "contradicted", 0.3, ()),
        ([(U, 0.4), (C, 0.1), (N, 0.0)], 1.0, "abstained", "contradicted", 0.4, ()),
        # supported, but below the threshold: whose fault is it?
        ([(S, 0.9)], 0.3, "abstained", "not_answerable", 0.27, ()),
        ([(S, 0.55)], 0.8, "abstained", "weak_support", 0.44, ()),
        ([(S, 0.9), (S, 0.45)], None, "abstained", "weak_support", 0.45, ()),
        ([(S, 0.9)], 0.0, "abstained", "not_answerable", 0.0, ()),
    ],
)
def test_gate_2_at_threshold_one_half(claims, answerability, status, reason, support, kept):
    checked = [
        CheckedClaim(text="x", start=0, end=1, verdict=verdict, support=value)
        for verdict, value in claims
    ]
    decision = decide(checked, answerability, threshold=0.5)
    assert (decision.status, decision.reason, decision.kept) == (status, reason, kept)
    assert decision.support == pytest.approx(support)


def test_a_threshold_of_zero_releases_whatever_is_supported_and_nothing_else():
    supported = CheckedClaim(text="x", start=0, end=1, verdict=S, support=0.01)
    unsupported = supported.model_copy(update={"verdict": U})
    assert decide([supported], 0.01, 0.0).status == "answered"
    assert decide([unsupported], 1.0, 0.0).status == "abstained"
