"""The checker on labelled claims: balanced accuracy at the shipped threshold, beside floors."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks import data, report
from indexes.embedding.base import Embedder
from knowledge.text import content_terms, terms
from knowledge.types import Evidence
from service.bootstrap import make_checker
from service.checking import Checking
from service.claims import split_claims
from service.config import Settings
from service.evaluation.metrics.calibration import expected_calibration_error
from service.tuning.claim_examples import from_answers
from service.tuning.rows import ClaimRow, read_claims, read_questions

# Of the same data, other rows of it, or (SummEdits) all its domains.
PUBLISHED = {
    "wice_claim_dev": "F1, not accuracy: T5-3B 61.8, trained on WiCE 77.8; GPT-4 61.0",
    "summedits_news": "SummaCConv 57.1, QAFactEval 65.5, ChatGPT 71.2, GPT-4 82.1",
}
# Rows of a set that are measured: a fixed sample where it is larger.
MOST = 600


@dataclass(frozen=True)
class Judged:
    """Claims of a set: how supported each is said to be, and whether it is.

    Attributes:
        leaning: support less contradiction.
    """

    support: NDArray[np.float64]
    leaning: NDArray[np.float64]
    supported: NDArray[np.bool_]
    overlap: NDArray[np.float64]
    length: NDArray[np.float64]


def sets(folder: Path) -> Iterator[tuple[str, list[ClaimRow]]]:
    """Name and rows of each set that is at hand."""
    for name, keep in (
        ("fever_symmetric_dev", None),
        ("wice_claim_dev", None),
        ("summedits_news", None),
        ("climate_fever", ("supported", "refuted")),
        ("expertqa_claims_test", None),
        ("scitail_dev", None),
        ("rte_dev", None),
    ):
        path = data.find(folder, name)
        if path is not None:
            yield name, _sample([r for r in read_claims(path) if not keep or r.label in keep])
    path = data.find(folder, "cmrc2018_dev")
    if path is not None:
        made = list(from_answers(read_questions(path), 7))
        told = [row for row in made if row.label != "not_enough"]
        yield "cmrc2018_dev, claims of right and wrong answers", _balanced(told)
        yield "and of right ones beside passages that lack them", _sample(made)


def _balanced(rows: Sequence[ClaimRow]) -> list[ClaimRow]:
    """As many supported claims as others."""
    supported, others = (
        [r for r in rows if (r.label == "supported") is is_so] for is_so in (True, False)
    )
    return _sample(supported)[: MOST // 2] + _sample(others)[: MOST // 2]


def _sample(rows: Iterator[ClaimRow] | Sequence[ClaimRow]) -> list[ClaimRow]:
    rows = list(rows)
    return random.Random(0).sample(rows, min(MOST, len(rows)))  # noqa: S311 - a fixed sample


def judge(checking: Checking, rows: Sequence[ClaimRow]) -> Judged:
    """Check each claim as a user's answer would be: sentence by sentence, the weakest counts."""
    support, leaning = [], []
    for row in rows:
        evidence = [Evidence(kind="passage", text=row.evidence)]
        judged = [j for j in checking.judge(split_claims(row.claim), evidence) if j is not None]
        support.append(min((j.support for j in judged), default=0.0))
        leaning.append(min((j.support - j.contradiction for j in judged), default=0.0))
    return Judged(
        np.array(support),
        np.array(leaning),
        np.array([row.label == "supported" for row in rows]),
        np.array([_overlap(row) for row in rows]),
        np.array([float(len(row.claim)) for row in rows]),
    )


def _overlap(row: ClaimRow) -> float:
    asked, said = content_terms(row.claim), set(terms(row.evidence))
    return sum(t in said for t in asked) / max(1, len(asked))


def balanced_accuracy(said: NDArray[np.bool_], supported: NDArray[np.bool_]) -> float:
    """Mean of the shares of supported and of other claims that are called so."""
    return float((said[supported].mean() + (~said[~supported]).mean()) / 2)


def _best(score: NDArray[np.float64], supported: NDArray[np.bool_]) -> float:
    """Balanced accuracy at the threshold that suits this very set best: a generous floor."""
    return max(balanced_accuracy(score >= t, supported) for t in np.unique(score))


def _best_either_way(score: NDArray[np.float64], supported: NDArray[np.bool_]) -> float:
    """The same where a low score may mean support as well as a high one."""
    return max(_best(score, supported), _best(-score, supported))


def measure(folder: Path, settings: Settings, embedder: Embedder) -> None:
    """Write the section of the checker."""
    checking = Checking(make_checker(settings, embedder), None)  # type: ignore[arg-type]
    rows: list[list[object]] = []
    between: list[list[object]] = []
    english: list[float] = []
    for name, claims in sets(folder):
        judged = judge(checking, claims)
        reached = 100 * balanced_accuracy(judged.support >= THRESHOLD, judged.supported)
        rows.append(
            [
                name,
                len(claims),
                reached,
                100 * _best(judged.support, judged.supported),
                expected_calibration_error(judged.support, judged.supported.astype(float)),
                50.0,
                100 * _best_either_way(judged.length, judged.supported),
                100 * _best(judged.overlap, judged.supported),
                PUBLISHED.get(name, ""),
            ]
        )
        english += [reached] if claims[0].lang == "en" else []
        if {row.label for row in claims} == {"supported", "refuted"}:
            likelier = 100 * balanced_accuracy(judged.leaning > 0, judged.supported)
            between.append(
                [name, len(claims), likelier, 100 * _best(judged.leaning, judged.supported)]
            )
        print(rows[-1], flush=True)
    header = ["", "claims", "balanced accuracy", "at the set's own best threshold", "ECE",
              "floor: always yes", "floor: length only", "floor: word overlap",
              "published"]  # fmt: skip
    body = (
        f"Supported against the rest, at the shipped threshold of {THRESHOLD}, sentence by "
        "sentence; the floors choose their threshold, and length its direction, on each set "
        f"itself.\n\n{report.table(header, rows)}\n\n"
        f"Mean of the {len(english)} English sets: {np.mean(english):.1f}.\n\n"
        "Where every claim is supported or refuted, told apart by the greater of support and "
        "contradiction:\n\n"
        f"{report.table(['', 'claims', 'balanced accuracy', 'at its own best'], between)}"
    )
    report.write_section("Checker, labelled claims", body, "make quality")


THRESHOLD = 0.5
