"""Metrics of judged claims and responses."""

from sklearn.metrics import roc_auc_score

from service.evaluation.metrics import calibration
from service.evaluation.metrics.table import NOT_APPLICABLE, Metric, Table, ratio

COLUMNS = ("supported", "predicted", "score", "length", "overlap", "ms")


def _hits(table: Table) -> float:
    return float((table["predicted"] * table["supported"]).sum())


def _balanced_accuracy(table: Table) -> float:
    yes, no = table["supported"], 1 - table["supported"]
    recall = ratio(_hits(table), float(yes.sum()))
    specificity = ratio(float(((1 - table["predicted"]) * no).sum()), float(no.sum()))
    return (recall + specificity) / 2


def _f1(table: Table) -> float:
    return ratio(2 * _hits(table), float(table["predicted"].sum() + table["supported"].sum()))


def _auroc(table: Table) -> float:
    if not 0 < table["supported"].sum() < len(table):
        return NOT_APPLICABLE
    return float(roc_auc_score(table["supported"], table["score"]))


METRICS = (
    Metric("balanced_accuracy", "mean of the shares of supported and of other claims told right",
           _balanced_accuracy, "Brodersen et al. 2010"),
    Metric("f1", "harmonic mean of precision and recall of `supported`", _f1),
    Metric("auroc", "chance that a supported claim scores above another one", _auroc,
           "Hanley and McNeil 1982"),
    Metric("ece", "mean gap between support and the share of supported claims, in ten bins",
           lambda t: calibration.expected_calibration_error(t["score"], t["supported"]),
           "Naeini et al. 2015", "lower"),
    Metric("brier", "mean squared distance of support and being supported",
           lambda t: calibration.brier(t["score"], t["supported"]), "Brier 1950", "lower"),
)  # fmt: skip
