"""Fit the weights of the second opinion on a liar's sentences: what the checker lets through.

    python -m benchmarks.generation.fit_opinion --data DIR --runs DIR

Signals, read where a sentence is supported, are written as they come, and the same command goes on
where an interrupted one stopped.
Fitted are the weights of the signals, a kind of lie counting by the square root of how often it
comes, so that the commonest does not drown the others. The bias is set so that a share `PASSED` of
the right sentences that the checker supports pass. Only the part that is for tuning is read.
"""

import argparse
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from benchmarks.generation.cases import Case, cases_of, public_set
from benchmarks.generation.liar import RIGHT, Told, balanced
from benchmarks.generation.tables import LANGUAGES
from service.answer import Source
from service.bootstrap import Footing, build, model_digests
from service.checking import cited
from service.claims import split_claims
from service.config import Settings
from service.evaluation.runs.folder import RunFolder
from service.generators.second_opinion import MODEL, signals_of
from service.generators.spans import SpanScorer
from service.models.network import load_network
from service.sources import Sources

NAMES = ("margin", "said")
# What the signals are of; rows that were made otherwise are not gone on with.
_READ = "the windows that hold what a sentence cites"
# Of the right sentences that the checker supports, by language; some are lost to it already.
PASSED = {"en": 0.87, "zh": 0.90}


def fit(rows: Sequence[Mapping[str, Any]], threshold: float, passed: float) -> dict[str, Any]:
    """Weights of one language as `Logistic.from_json` reads them.

    Args:
        rows: of sentences that the checker supports: `kind`, `support` and the signals.
        threshold: of support times answerability, which a released sentence has to reach.
        passed: share of the right ones that shall reach it.
    """
    table = np.array([[row[name] for name in NAMES] for row in rows])
    kinds = Counter(row["kind"] for row in rows)
    right = np.array([row["kind"] == RIGHT for row in rows])
    counts = np.where(right, 1.0, [kinds[row["kind"]] ** -0.5 for row in rows])
    counts[~right] *= (~right).sum() / counts[~right].sum()
    support = np.array([row["support"] for row in rows])
    fitted = LogisticRegression(C=1.0).fit(table, right, counts)
    weights = np.asarray(fitted.coef_[0])
    # Least answerability with which each right sentence passes, as log-odds.
    needed = np.log(threshold / np.maximum(support - threshold, 1e-6))
    spare = (table @ weights - needed)[right]
    bias = -float(np.quantile(spare, 1 - passed))
    named = zip(NAMES, weights.round(4).tolist(), strict=True)
    return {"bias": round(bias, 4), "weights": dict(named)}


def signals(
    footing: Footing, scorer: SpanScorer, pairs: Sequence[tuple[Case, Told]], folder: Path
) -> list[dict[str, Any]]:
    """A row for each sentence of the liar: what checker and reader make of it."""
    kept = RunFolder(folder)
    sources = Sources(footing.embedder)
    with kept.held():
        made_by = model_digests(footing.settings) | {"signals": NAMES, "read": _READ}
        done = kept.begin(made_by | {"cases": [case.id for case, _ in pairs]}, fresh=False)
        for case, told in pairs[done:]:
            given = sources.find(case.question, [Source(text=case.passage)], footing.settings.top_k)
            claims = split_claims(told.text)
            judged = [j for j in footing.checking.judge(claims, given.evidence) if j]
            places = sorted({i for judgement in judged for i in cited(judgement)})
            read = [given.evidence[i] for i in places]
            row = {
                "kind": told.kind,
                "supported": bool(judged) and all(j.verdict == "supported" for j in judged),
                "support": min((j.support for j in judged), default=0.0),
                **signals_of(scorer, case.question, read, [c.statement for c in claims]),
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
    if not all(public_set(options.data, lang) for lang in LANGUAGES):
        parser.error(f"{options.data} lacks the public sets; say with --data where they are")
    footing = build(Settings(data=options.runs / "data"))
    scorer = SpanScorer(load_network("reader"))
    fitted = {}
    for lang in LANGUAGES:
        pairs = balanced(
            cases_of(options.data, lang, "tune", 2 * options.questions), options.questions
        )
        rows = signals(footing, scorer, pairs, options.runs / f"opinion-{lang}")
        supported = [row for row in rows if row["supported"]]
        fitted[lang] = fit(supported, footing.pipeline.standards.threshold, PASSED[lang])
        print(lang, len(rows), "sentences,", len(supported), "supported:", fitted[lang])
    footing.close()
    path = Path("service/models") / f"{MODEL}.json"
    path.write_text(json.dumps(fitted, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
