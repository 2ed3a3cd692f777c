"""What `footing eval` and `footing calibrate` print for people."""

from pathlib import Path
from typing import Any

from service.cli.output import out, print_json

_HEADLINE = {
    "qa": ("accuracy", "coverage", "accuracy_answered", "hallucination_rate", "em", "f1",
           "abstain_precision", "abstain_recall", "aurc", "ece"),
    "claims": ("balanced_accuracy", "f1", "auroc", "ece"),
    "retrieval": ("recall@1", "recall@5", "recall@8", "all_gold@8", "mrr@10", "ndcg@10"),
}  # fmt: skip


def print_summary(summary: dict[str, Any], folder: Path) -> None:
    """The headline figures with their intervals, and where the rest is."""
    out.print(f"{summary['n']} cases, {summary['errors']} failed")
    for name in _HEADLINE[summary["task"]]:
        value, interval = summary[name], summary["intervals"].get(name)
        if value is None:
            out.print(f"  {name:20} does not apply")
        else:
            between = f"  [{interval[0]:.3f}, {interval[1]:.3f}]" if interval else ""
            out.print(f"  {name:20} {value:.3f}{between}", markup=False)
    out.print(f"report: {folder / 'report.html'}", markup=False)


def print_calibration(kept: Any, json: bool) -> None:  # noqa: ANN401 - imported late
    """What was certified, or what is missing."""
    from service.evaluation.certify.explain import explain

    certificate = kept.certificate
    said = explain(kept.made, certificate.risk, certificate.confidence)
    if json:
        print_json(
            {
                **certificate.model_dump(mode="json", exclude={"reference", "scales"}),
                "ece": kept.made.ece,
                "explanation": said,
                "file": str(kept.path),
                "run": str(kept.run),
            }
        )
        return
    out.print(said, markup=False)
    for language, at in certificate.by_lang.items():
        out.print(
            f"  {language}: {at['answered']} of {at['cases']} answered, {at['errors']} wrong",
            markup=False,
        )
    out.print(f"calibration error (ECE) of the support: {kept.made.ece:.3f}", markup=False)
    out.print(f"certificate: {kept.path}\nrun and report: {kept.run}", markup=False)
