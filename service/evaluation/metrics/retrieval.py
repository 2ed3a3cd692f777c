"""Metrics of rankings, computed by ir_measures where it has them."""

import math
from collections.abc import Sequence

import ir_measures
from ir_measures import RR, R, nDCG

from service.evaluation.metrics.table import Metric, mean

_MEASURES = {
    "recall@1": R @ 1,
    "recall@5": R @ 5,
    "recall@8": R @ 8,
    "recall@20": R @ 20,
    "mrr@10": RR @ 10,
    "ndcg@10": nDCG @ 10,
}
_MEANING = {
    "recall@1": "share of the supporting documents in the first place",
    "recall@5": "share of the supporting documents among the first 5",
    "recall@8": "share of the supporting documents among the first 8",
    "recall@20": "share of the supporting documents among the first 20",
    "all_gold@8": "share of the questions with every supporting document among the first 8",
    "mrr@10": "mean of one over the rank of the first supporting document, to rank 10",
    "ndcg@10": "discounted gain of the first 10 against the best possible order",
}
_SOURCE = {"mrr@10": "Kantor and Voorhees 2000", "ndcg@10": "Järvelin and Kekäläinen 2002",
           "all_gold@8": "as fast-graphrag's 2Wiki benchmark"}  # fmt: skip
NAMES = tuple(_MEANING)


def _mean_of(name: str) -> Metric:
    return Metric(name, _MEANING[name], lambda t: mean(t[name]), _SOURCE.get(name, ""))


METRICS = tuple(_mean_of(name) for name in NAMES)


def of_ranking(found: Sequence[str], wanted: Sequence[str]) -> dict[str, float]:
    """The measures of one ranking.

    Args:
        found: document ids, best first; a document counts where it is first found.
        wanted: ids of the supporting documents.
    """
    first = list(dict.fromkeys(found))
    run = {"q": {document: -float(rank) for rank, document in enumerate(first)}}
    relevant = {"q": dict.fromkeys(wanted, 1)}
    values = dict.fromkeys(_MEASURES, 0.0)
    if first:
        said = ir_measures.calc_aggregate(list(_MEASURES.values()), relevant, run)
        values = {name: float(said[measure]) for name, measure in _MEASURES.items()}
    values["all_gold@8"] = float(math.isclose(values["recall@8"], 1.0))
    return {name: values[name] for name in NAMES}
