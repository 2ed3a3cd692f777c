"""Fit the weights of the second opinion on a liar's sentences: what the checker lets through.

    python -m benchmarks.generation.fit_opinion --data DIR --runs DIR

Signals are written as they come, and the same command goes on where an interrupted one stopped.
Fitted are the weights of the signals; the bias is set so that `PASSED` of the right sentences that
the checker supports pass. Only the part that is for tuning is read.
"""

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from benchmarks.generation.cases import Case, cases_of
from benchmarks.generation.liar import RIGHT, Told, balanced
from benchmarks.generation.tables import LANGUAGES
from service.answer import Source
from service.bootstrap import Footing, build
from service.bootstrap_generators import make_reader
from service.config import Settings
from service.evaluation.runs.folder import RunFolder
from service.generators.base import Question
from service.generators.reader import Reader
from service.generators.second_opinion import MODEL, opinion_signals
from service.sources import Sources

NAMES = ("answerable", "said")
# Of the right sentences that the checker supports; some are lost to it already. At 0.88 a draft
# passes that says nothing of what a reader, sure of 0.8, points at.
PASSED = 0.87


def fit(rows: Sequence[Mapping[str, Any]], threshold: float) -> dict[str, Any]:
    """Weights of one language as `Logistic.from_json` reads them.

    Args:
        rows: of sentences that the checker supports: `right`, `support` and the signals.
        threshold: of support times answerability, which a released sentence has to reach.
    """
    table = np.array([[row[name] for name in NAMES] for row in rows])
    right = np.array([row["right"] for row in rows], dtype=bool)
    support = np.array([row["support"] for row in rows])
    fitted = LogisticRegression(C=1.0).fit(table, right)
    weights = np.asarray(fitted.coef_[0])
    # Least answerability with which each right sentence passes, as log-odds.
    needed = np.log(threshold / np.maximum(support - threshold, 1e-6))
    spare = (table @ weights - needed)[right]
    bias = -float(np.quantile(spare, 1 - PASSED))
    named = zip(NAMES, weights.round(4).tolist(), strict=True)
    return {"bias": round(bias, 4), "weights": dict(named)}


def signals(
    footing: Footing, reader: Reader, pairs: Sequence[tuple[Case, Told]], folder: Path
) -> list[dict[str, Any]]:
    """A row for each sentence of the liar: what checker and reader make of it."""
    kept = RunFolder(folder)
    sources = Sources(footing.embedder)
    with kept.held():
        done = kept.begin({"cases": [case.id for case, _ in pairs]}, fresh=False)
        for case, told in pairs[done:]:
            given = sources.find(case.question, [Source(text=case.passage)], footing.settings.top_k)
            question = Question(case.question, given.rarity, given.readable)
            claims, _ = footing.checking.check(told.text, given.evidence)
            row = {
                "right": told.kind == RIGHT,
                "supported": bool(claims) and all(c.verdict == "supported" for c in claims),
                "support": min((c.support for c in claims), default=0.0),
                **opinion_signals(reader.read(question, given.evidence), told.text),
            }
            with kept.appending() as out:
                out.write(json.dumps(row).encode() + b"\n")
        return list(kept.rows())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=300, help="in each language")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--runs", type=Path, default=Path("runs/generation"))
    options = parser.parse_args()
    footing = build(Settings(data=options.runs / "data"))
    reader = make_reader(footing.settings, footing.embedder)
    fitted = {}
    for lang in LANGUAGES:
        pairs = balanced(
            cases_of(options.data, lang, "tune", 2 * options.questions), options.questions
        )
        rows = signals(footing, reader, pairs, options.runs / f"opinion-{lang}")
        supported = [row for row in rows if row["supported"]]
        fitted[lang] = fit(supported, footing.pipeline.standards.threshold)
        print(lang, len(rows), "sentences,", len(supported), "supported:", fitted[lang])
    footing.close()
    path = Path("service/models") / f"{MODEL}.json"
    path.write_text(json.dumps(fitted, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
