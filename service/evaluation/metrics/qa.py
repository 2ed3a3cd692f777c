"""Metrics of answered questions. An abstention is an answer like any other: it never gives NaN."""

import numpy as np

from service.evaluation.metrics import calibration, selective
from service.evaluation.metrics.table import NOT_APPLICABLE, Metric, Table, mean, ratio

# Columns of a table of questions; see `service/evaluation/tasks/qa.py` for how a row fills them.
COLUMNS = (
    "em",
    "f1",
    "right",
    "answered",
    "answerable",
    "score",
    "drafted",
    "draft_right",
    "draft_em",
    "draft_f1",
    "claims",
    "supported_claims",
    "citation_precision",
    "citation_recall",
    "context_precision",
    "context_recall",
    "ms",
)
RISKS = (0.01, 0.05, 0.1, 0.2)
_SQUAD = "Rajpurkar, Jia and Liang 2018 (SQuAD 2.0); Chinese by character as CMRC 2018"
_SELECTIVE = "Geifman and El-Yaniv 2017"
_ABSTENTION = "as AbstentionBench, Kirichenko et al. 2025"


def _among(table: Table, value: str, among: str) -> float:
    return ratio(float((table[value] * table[among]).sum()), float(table[among].sum()))


def _wrong_answered(table: Table) -> float:
    return 1 - _among(table, "right", "answered")


def _abstain_precision(table: Table) -> float:
    abstained = 1 - table["answered"]
    return ratio(float((abstained * (1 - table["answerable"])).sum()), float(abstained.sum()))


def _abstain_recall(table: Table) -> float:
    unanswerable = 1 - table["answerable"]
    return ratio(float(((1 - table["answered"]) * unanswerable).sum()), float(unanswerable.sum()))


def _abstain_f1(table: Table) -> float:
    hits = float(((1 - table["answered"]) * (1 - table["answerable"])).sum())
    return ratio(2 * hits, float((1 - table["answered"]).sum() + (1 - table["answerable"]).sum()))


def _faithfulness(table: Table) -> float:
    return ratio(float(np.nansum(table["supported_claims"])), float(np.nansum(table["claims"])))


def _noise_sensitivity(table: Table) -> float:
    mixed = (table["context_recall"] > 0) & (table["context_precision"] < 1)
    return _wrong_answered(table.take(mixed)) if mixed.any() else NOT_APPLICABLE


def _drafts(table: Table) -> Table:
    return table.take(table["drafted"] > 0)


def _at_risk(risk: float) -> Metric:
    return Metric(
        f"coverage_at_risk@{risk}",
        f"largest share that could be answered with at most {risk:.0%} of it wrong",
        lambda t: selective.coverage_at_risk(risk, t["score"], t["draft_right"]),
        _SELECTIVE,
    )


METRICS = (
    Metric("accuracy", "share of the questions that is answered rightly or rightly refused",
           lambda t: mean(t["right"] + (1 - t["answerable"]) * (1 - t["answered"]))),
    Metric("coverage", "share of the questions that is answered", lambda t: mean(t["answered"])),
    Metric("em", "exact match with a reference; an abstention is the empty answer",
           lambda t: mean(t["em"]), _SQUAD),
    Metric("f1", "overlap of words with the best reference; an abstention is the empty answer",
           lambda t: mean(t["f1"]), _SQUAD),
    Metric("accuracy_answered", "share of the answered that is right",
           lambda t: _among(t, "right", "answered"), _SELECTIVE),
    Metric("hallucination_rate", "share of the answered that is wrong: not answerable, or F1 below "
           "0.5 and no reference in the text", _wrong_answered, _SELECTIVE, "lower"),
    Metric("abstain_precision", "share of the refusals whose question cannot be answered",
           _abstain_precision, _ABSTENTION),
    Metric("abstain_recall", "share of the unanswerable questions that is refused",
           _abstain_recall, _ABSTENTION),
    Metric("abstain_f1", "harmonic mean of precision and recall of refusals",
           _abstain_f1, _ABSTENTION),
    Metric("aurc", "mean risk over all coverages: the area under the risk-coverage curve",
           lambda t: selective.aurc(t["score"], t["draft_right"]), "Geifman et al. 2019", "lower"),
    Metric("excess_aurc", "area above that of a score which ranks every right draft first",
           lambda t: selective.excess_aurc(t["score"], t["draft_right"]), "Geifman et al. 2019",
           "lower"),
    *(_at_risk(risk) for risk in RISKS),
    Metric("ece", "mean gap between support and the share of right drafts, in ten bins",
           lambda t: calibration.expected_calibration_error(
               _drafts(t)["score"], _drafts(t)["draft_right"]),
           "Naeini et al. 2015", "lower"),
    Metric("brier", "mean squared distance of support and being right",
           lambda t: calibration.brier(_drafts(t)["score"], _drafts(t)["draft_right"]),
           "Brier 1950", "lower"),
    Metric("faithfulness", "share of the drafts' claims that the checker finds supported",
           _faithfulness, "Es et al. 2024 (Ragas)"),
    Metric("citation_precision", "share of the citations that hold a reference or come from a "
           "supporting document", lambda t: mean(t["citation_precision"]), "after Gao et al. 2023"),
    Metric("citation_recall", "share of the released sentences with such a citation",
           lambda t: mean(t["citation_recall"]), "after Gao et al. 2023"),
    Metric("context_precision", "average precision of the evidence: the useful before the rest",
           lambda t: mean(t["context_precision"]), "Es et al. 2024 (Ragas)"),
    Metric("context_recall", "share of the supporting documents among the evidence, or whether it "
           "holds a reference", lambda t: mean(t["context_recall"]), "Es et al. 2024 (Ragas)"),
    Metric("noise_sensitivity", "share of wrong answers where useful evidence stood among other",
           _noise_sensitivity, "after Es et al. 2024 (Ragas)", "lower"),
)  # fmt: skip
