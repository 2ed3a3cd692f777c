"""Every metric by name, for those who show or compare figures."""

from collections.abc import Mapping

from service.evaluation.cases.types import Task
from service.evaluation.metrics import claims, qa, retrieval
from service.evaluation.metrics.table import Metric

BY_TASK: Mapping[Task, Mapping[str, Metric]] = {
    "qa": {metric.name: metric for metric in qa.METRICS},
    "claims": {metric.name: metric for metric in claims.METRICS},
    "retrieval": {metric.name: metric for metric in retrieval.METRICS},
}
