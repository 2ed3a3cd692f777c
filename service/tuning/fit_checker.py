"""Fits the checker's combination of signals: `python -m service.tuning.fit_checker`.

On claims that the checker was not trained on (`claim_sets.calibration_claims`): labelled ones, ones
made from questions and passages, and contrast sets; Chinese only the latter two, since no labelled
Chinese set may train what ships.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from indexes.embedding.added import SHIPPED
from indexes.embedding.sentence_transformer import SentenceTransformerEmbedder
from knowledge.types import Evidence
from service.groundedness import signals
from service.groundedness.entailment import Entailment
from service.groundedness.pair_signals import ENTAILMENT, Similarity, TrainedSignals
from service.groundedness.window_checker import WindowLook
from service.models.network import load_network
from service.tuning.claim_sets import calibration_claims
from service.tuning.rows import ClaimRow
from service.tuning.sets import Sets

MODELS = Path(__file__).parent.parent / "models"
# Signals that speak for a claim; the others speak against it.
_FOR = ("coverage", "similarity", "contained", "phrase_overlap", "entailment")


def table_of(rows: Sequence[ClaimRow], look: WindowLook) -> NDArray[np.float64]:
    """Signals of each claim at its best window, shape (len(rows), len(look.names))."""
    found = []
    for row in rows:
        evidence = [Evidence(kind="passage", text=row.evidence)]
        view = signals.view_claim(row.claim)
        best = look.best(view, look.windows_of(evidence))
        (table,) = look.table([(view, best)])
        # The window that a first fit would choose: by the model, or else by shared terms.
        first = int(table[:, look.names.index(ENTAILMENT)].argmax()) if look.trained else 0
        found.append(table[first])
    return np.array(found)


def fit(rows: Sequence[ClaimRow], look: WindowLook) -> dict[str, Any]:
    """The combination as it ships.

    A logistic regression whose weights may only have the sign that their signal means: made
    cases have habits of their own (length, for one) that an unbounded fit would learn.
    """
    table = table_of(rows, look)
    sign = np.array([1.0 if row.label == "supported" else -1.0 for row in rows])
    balance = np.where(sign > 0, 0.5 / (sign > 0).mean(), 0.5 / (sign < 0).mean())

    def loss(values: NDArray[np.float64]) -> float:
        margins = sign * (table @ values[1:] + values[0])
        return float((balance * np.logaddexp(0, -margins)).sum() + 0.5 * (values[1:] ** 2).sum())

    bounds = [(None, None)] + [(0, None) if n in _FOR else (None, 0) for n in look.names]
    values = minimize(loss, np.zeros(len(bounds)), bounds=bounds).x
    weights = dict(zip(look.names, (round(float(w), 5) for w in values[1:]), strict=True))
    return {"bias": round(float(values[0]), 5), "weights": weights}


def main() -> None:
    """Read the data, fit, and replace the shipped file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the public data sets")
    parser.add_argument("--checker", default=SHIPPED, help="checker to fit for, or `signals`")
    parser.add_argument("--embedder", default=SHIPPED, help="embedder that `signals` compares by")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    plain = options.checker == "signals"
    if plain:
        look = WindowLook(Similarity(SentenceTransformerEmbedder(options.embedder)))
    else:
        look = WindowLook(TrainedSignals(Entailment(load_network("checker", options.checker))))
    claims = calibration_claims(Sets(options.data))
    fitted: dict[str, Any] = {lang: fit(rows, look) for lang, rows in claims.items()}
    fitted["threshold"] = 0.5
    out = options.out or MODELS / f"checker_{'signals' if plain else 'entailment'}.json"
    out.write_text(json.dumps(fitted, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
