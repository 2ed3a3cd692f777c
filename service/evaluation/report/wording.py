"""What codes and figures mean, in sentences for the person who reads a report."""

from collections.abc import Mapping

REASONS: Mapping[str, str] = {
    "no_evidence": "nothing about it was found",
    "weak_support": "what was found supports the draft too weakly",
    "contradicted": "the evidence contradicts the draft",
    "not_answerable": "the nearest passages do not seem to answer it",
    "generator_failed": "the model that drafts answers failed",
}
VERDICTS: Mapping[str, str] = {
    "supported": "supported",
    "contradicted": "contradicted",
    "unsupported": "unsupported",
    "not_checkable": "not checkable",
}
FAULTS: Mapping[str, tuple[str, str]] = {
    "retrieval_miss": (
        "Retrieval miss",
        "There is an answer, but no evidence that was found holds it.",
    ),
    "reader_miss": (
        "Reader miss",
        "The evidence holds the answer, but the draft did not give it.",
    ),
    "checker_false_alarm": (
        "Checker false alarm",
        "The draft was right, and it was withheld.",
    ),
    "checker_miss": (
        "Checker miss",
        "Something wrong was released.",
    ),
}
SEARCHERS: Mapping[str, str] = {
    "dense": "Dense vectors",
    "keyword": "Keywords (BM25)",
    "graph": "Knowledge graph",
    "hybrid": "All three, fused",
}
FLOORS: Mapping[str, str] = {
    "always_abstain": "always abstain",
    "never_abstain": "never abstain",
    "always_yes": "always “supported”",
    "length": "length alone",
    "word_overlap": "word overlap",
}
LATENCIES: Mapping[str, str] = {
    "p50": "half of the cases took no longer",
    "p95": "95 of 100 cases took no longer",
}
LANGUAGES: Mapping[str, str] = {"en": "English", "zh": "Chinese", "": "not said"}

# Names of metrics for those who do not know them; what they mean stands in the registry.
LABELS: Mapping[str, str] = {
    "coverage": "Coverage",
    "accuracy_answered": "Right when it answers",
    "hallucination_rate": "Wrong when it answers",
    "em": "Exact match",
    "f1": "F1",
    "abstain_precision": "Refusals that are due",
    "abstain_recall": "Unanswerable refused",
    "abstain_f1": "Refusal F1",
    "coverage_at_risk@0.01": "Coverage at 1% wrong",
    "coverage_at_risk@0.05": "Coverage at 5% wrong",
    "coverage_at_risk@0.1": "Coverage at 10% wrong",
    "coverage_at_risk@0.2": "Coverage at 20% wrong",
    "aurc": "AURC",
    "excess_aurc": "Excess AURC",
    "ece": "Calibration error (ECE)",
    "brier": "Brier score",
    "faithfulness": "Faithfulness",
    "citation_precision": "Citation precision",
    "citation_recall": "Citation recall",
    "context_precision": "Context precision",
    "context_recall": "Context recall",
    "noise_sensitivity": "Noise sensitivity",
    "balanced_accuracy": "Balanced accuracy",
    "auroc": "AUROC",
    "all_gold@8": "All found@8",
    "mrr@10": "MRR@10",
    "ndcg@10": "nDCG@10",
}
# Every other metric is a share and is shown in percent.
NO_SHARES = frozenset(
    {"aurc", "excess_aurc", "ece", "brier", "auroc", "mrr@10", "ndcg@10", "threshold"}
)


def language(code: str) -> str:
    """The English name of a language, or its code."""
    return LANGUAGES.get(code, code)


def label(name: str) -> str:
    """The name of a metric for readers."""
    return LABELS.get(name, name.capitalize())
